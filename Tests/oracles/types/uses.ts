// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// A shop in TypeScript that uses every method of the script, as its types say that it may.

import MusterClickToPay, { MusterError } from "./sdk.js";
import type {
  ActionCode, CheckoutOutcome, InitSettings, MaskedCard, NewCard, PreProvisionedCard, TokenStorage,
  UnifiedCheckoutOutcome,
} from "./sdk.js";

const settings: InitSettings = {
  srcClientId: "c",
  srcDpaId: "d",
  srciTransactionId: "t",
  dpaLocale: "en_US",
  dpaTransactionOptions: {
    transactionAmount: { transactionAmount: 18.5, transactionCurrencyCode: "EUR" },
    dpaBillingPreference: "FULL",
    dpaShippingPreference: "POSTAL_COUNTRY",
    dpaAcceptedShippingCountries: ["US"],
    confirmPayment: true,
    payloadTypeIndicatorCheckout: "SUMMARY",
    customInputData: { "com.mastercard.dcfExperience": "WITHIN_CHECKOUT" },
    acquirerBIN: "545301",
  },
};

const card: NewCard = {
  primaryAccountNumber: "5120340000000004",
  panExpirationMonth: "08",
  panExpirationYear: "2031",
  billingAddress: { name: "Ada", line1: "1 Road", city: "Town", countryCode: "US" },
};

const storage: TokenStorage = localStorage;

export async function unified(popup: Window | null, place: HTMLElement): Promise<string> {
  const clickToPay = new MusterClickToPay({ network: "https://network.example", storage });
  const { availableCardBrands, recognized } = await clickToPay.init(settings);
  let cards: MaskedCard[] = recognized ? await clickToPay.getCards() : [];
  const { consumerPresent } = await clickToPay.idLookup({ email: "ada@example.test" });
  await clickToPay.idLookup({ mobileNumber: { countryCode: "1", phoneNumber: "2025550100" } });
  await clickToPay.idLookup({ consumerIdentity: { identityType: "EMAIL_ADDRESS", identityValue: "ada@example.test" } });
  if (consumerPresent) {
    const start = await clickToPay.initiateValidation({ requestedValidationChannelId: "EMAIL_ADDRESS" });
    const channels = start.supportedValidationChannels?.map((channel) => channel.validationChannelId) ?? [];
    cards = await clickToPay.validate({ value: channels.join(), rememberMe: true });
  }
  const signedIn = await clickToPay.authenticate({
    windowRef: place, accountReference: { mobileNumber: "12025550100" }, requestRecognitionToken: true,
  });
  if (signedIn.authenticationStatus === "AUTHENTICATED") cards = signedIn.cards ?? [];
  const staged: PreProvisionedCard[] = clickToPay.getPreProvisionedCards();
  for (const { preProvisionedCardId } of staged) {
    cards.push(await clickToPay.claimPreProvisionedCard({ preProvisionedCardId, isAccepted: true }));
  }
  const { encryptedCard, cardBrand } = await clickToPay.encryptCard(card);
  const outcome: UnifiedCheckoutOutcome = cards[0]
    ? await clickToPay.checkoutWithCard({ srcDigitalCardId: cards[0].srcDigitalCardId, windowRef: popup })
    : await clickToPay.checkoutWithNewCard({
        encryptedCard, cardBrand, windowRef: popup, rememberMe: true,
        consumer: { emailAddress: "ada@example.test", firstName: "Ada" },
        complianceSettings: { tnc: { acceptedVersion: "LATEST" }, privacy: { acceptedVersion: "LATEST" } },
      });
  const code: ActionCode = outcome.checkoutActionCode;
  const { recognized: still } = await clickToPay.signOut({ recognitionToken: "r" });
  const lastFour = outcome.checkoutResponseData?.maskedCard?.panLastFour;
  return [availableCardBrands.join(), code, lastFour, still, clickToPay.maskedConsumer?.status].join(" ");
}

export async function lowLevel(): Promise<CheckoutOutcome> {
  const clickToPay = new MusterClickToPay({ storage: null });
  const { recognized, idTokens } = await clickToPay.isRecognized({ recognitionTokens: ["r"] });
  const found = await clickToPay.identityLookup({
    consumerIdentity: { identityType: "MOBILE_PHONE_NUMBER", identityValue: "12025550100" },
    returnValidationChannels: true,
  });
  if (!recognized && found.consumerPresent) {
    const { maskedValidationChannel } = await clickToPay.initiateIdentityValidation();
    const { idToken, recognitionToken } = await clickToPay.completeIdentityValidation({
      validationData: maskedValidationChannel,
      complianceSettings: { complianceResources: [{ complianceType: "REMEMBER_ME", uri: "https://shop.example" }] },
    });
    await clickToPay.getSrcProfile({ idTokens: [idToken, recognitionToken ?? ""] });
  }
  const { profiles } = await clickToPay.getSrcProfile(idTokens ? { idTokens } : {});
  const srcDigitalCardId = profiles?.[0]?.maskedCards[0]?.srcDigitalCardId ?? "";
  const { dcfActionCode, ...outcome } = await clickToPay.checkout({ srcDigitalCardId });
  if (dcfActionCode === "SWITCH_CONSUMER") await clickToPay.unbindAppInstance({ recognitionTokens: ["r"] });
  const ids: Array<string | undefined> = [clickToPay.srcCorrelationId, clickToPay.srciTransactionId];
  return { ...outcome, headers: { ids: ids.join() } };
}

export function told(error: unknown): string {
  if (!(error instanceof MusterError)) throw error;
  const { reason, status } = error.toJSON();
  return [reason, status, error.retryAfter, error.errorDetail?.[0]?.source].join(" ");
}
