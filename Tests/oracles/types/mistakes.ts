// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// Mistakes that the types must find: without an error below it, the compiler refuses the line that expects one.

import MusterClickToPay, { MusterError } from "./sdk.js";
import type { NewCard } from "./sdk.js";

export async function mistakes(clickToPay: MusterClickToPay, popup: Window): Promise<void> {
  // @ts-expect-error a storage keeps texts
  new MusterClickToPay({ storage: new Map<string, string>() });
  // @ts-expect-error the shop is missing
  await clickToPay.init({ srcClientId: "c" });
  // @ts-expect-error an unknown member
  await clickToPay.init({ srcClientId: "c", srcDpaId: "d", clientId: "c" });
  // @ts-expect-error an unknown word
  await clickToPay.init({ srcDpaId: "d", dpaTransactionOptions: { dpaBillingPreference: "SOME" } });
  // @ts-expect-error a member that another network has
  await clickToPay.idLookup({ emailAddress: "ada@example.test" });
  // @ts-expect-error no such type of identity
  await clickToPay.identityLookup({ consumerIdentity: { identityType: "EMAIL", identityValue: "x" } });
  // @ts-expect-error the code is named value
  await clickToPay.validate({ validationData: "123456" });
  // @ts-expect-error the code is a text
  await clickToPay.completeIdentityValidation({ validationData: 123456 });
  // @ts-expect-error a window is needed
  await clickToPay.authenticate({ accountReference: { email: "ada@example.test" } });
  // @ts-expect-error a card is needed
  await clickToPay.checkoutWithCard({ windowRef: popup });
  // @ts-expect-error a card that is encrypted is needed
  await clickToPay.checkoutWithNewCard({ srcDigitalCardId: "c" });
  // @ts-expect-error the unified name of the action code is another one
  void (await clickToPay.checkoutWithCard({ srcDigitalCardId: "c" })).dcfActionCode;
  // @ts-expect-error the low-level name of the action code is another one
  void (await clickToPay.checkout({ srcDigitalCardId: "c" })).checkoutActionCode;
  // @ts-expect-error no such outcome
  void ((await clickToPay.checkout({ srcDigitalCardId: "c" })).dcfActionCode === "DONE");
  // @ts-expect-error a card has an expiry
  const card: NewCard = { primaryAccountNumber: "5120340000000004" };
  await clickToPay.encryptCard(card);
  // @ts-expect-error nobody sets who has signed in
  clickToPay.maskedConsumer = undefined;
  // @ts-expect-error no such method
  await clickToPay.pay();
  // @ts-expect-error an error has a reason and a status
  const error = new MusterError("It failed.");
  // @ts-expect-error a reason is there to be read
  error.reason = "OTHER";
}
