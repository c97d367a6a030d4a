// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// The types of /sdk.js. What the network answers is open: an answer may have members that are not named here.

/** What every failed call is rejected with. `status` 0: there was no answer. */
export class MusterError extends Error {
  readonly reason: string;
  readonly status: number;
  readonly errorDetail?: ReadonlyArray<{ reason?: string; sourceType?: string; source?: string; message?: string }>;
  /** Seconds. */
  readonly retryAfter?: number;
  constructor(
    reason: string,
    status: number,
    message: string,
    more?: { errorDetail?: MusterError["errorDetail"]; retryAfter?: number },
  );
  toJSON(): { reason: string; status: number; message: string; errorDetail?: unknown };
}

export type IdentityType = "EMAIL_ADDRESS" | "MOBILE_PHONE_NUMBER" | "EXTERNAL_ACCOUNT_ID";

export interface ConsumerIdentity {
  identityType: IdentityType;
  identityValue: string;
}

/** A mobile number with its calling code, as one text or in parts. */
export type MobileNumber = string | { countryCode: string; phoneNumber: string };

export interface Address {
  name?: string;
  line1: string;
  line2?: string;
  line3?: string;
  city: string;
  state?: string;
  countryCode: string;
  zip?: string;
}

export interface Consumer {
  emailAddress?: string;
  mobileNumber?: { countryCode: string; phoneNumber: string };
  firstName?: string;
  lastName?: string;
  fullName?: string;
  countryCode?: string;
  languageCode?: string;
}

export interface Consent {
  acceptedVersion?: string;
  latestVersion?: string;
  latestVersionUri?: string;
}

export interface ComplianceSettings {
  tnc?: Consent;
  privacy?: Consent;
  complianceResources?: Array<{
    complianceType: "TERMS_AND_CONDITIONS" | "PRIVACY_POLICY" | "REMEMBER_ME";
    uri: string;
    version?: string;
    datePublished?: number | string;
  }>;
}

export type AddressPreference = "NONE" | "FULL" | "POSTAL_COUNTRY" | "ALL";

export interface DpaTransactionOptions {
  transactionAmount?: { transactionAmount: number | string; transactionCurrencyCode: string };
  transactionType?: "PURCHASE" | "BILL_PAYMENT" | "MONEY TRANSFER" | "DISBURSEMENT" | "P2P";
  dpaBillingPreference?: AddressPreference;
  dpaShippingPreference?: AddressPreference;
  dpaAcceptedShippingCountries?: string[];
  consumerNameRequested?: boolean;
  consumerEmailAddressRequested?: boolean;
  consumerPhoneNumberRequested?: boolean;
  paymentOptions?: { dynamicDataType?: string; dpaDynamicDataTtlMinutes?: number };
  authenticationPreferences?: { payloadRequested?: "AUTHENTICATED" | "NON_AUTHENTICATED" };
  payloadTypeIndicatorCheckout?: "SUMMARY" | "FULL" | "PAYMENT" | "NON_PAYMENT";
  confirmPayment?: boolean;
  merchantOrderId?: string;
  customInputData?: { "com.mastercard.dcfExperience"?: "WITHIN_CHECKOUT" | "PAYMENT_SETTINGS" };
  dpaLocale?: string;
  [member: string]: unknown;
}

export interface MaskedCard {
  srcDigitalCardId: string;
  panBin: string;
  panLastFour: string;
  panExpirationMonth?: string;
  panExpirationYear?: string;
  paymentCardDescriptor?: string;
  paymentCardType?: string;
  dateOfCardCreated: string;
  dateOfCardLastUsed?: string;
  digitalCardData: {
    status: string;
    descriptorName?: string;
    presentationName?: string;
    artUri?: string;
    pendingEvents?: string[];
  };
  [member: string]: unknown;
}

/** A card that its issuer has prepared, and that waits to be claimed. */
export interface PreProvisionedCard {
  preProvisionedCardId: string;
  panBin?: string;
  panLastFour?: string;
  [member: string]: unknown;
}

export interface MaskedConsumer {
  srcConsumerId?: string;
  maskedConsumerIdentity?: { identityType: IdentityType; maskedIdentityValue: string };
  maskedEmailAddress?: string;
  status?: string;
  [member: string]: unknown;
}

export interface SrcProfile {
  idToken: string;
  maskedConsumer: MaskedConsumer;
  maskedCards: MaskedCard[];
  preProvisionedCards?: PreProvisionedCard[];
}

export interface ValidationChannel {
  validationChannelId: string;
  identityType: IdentityType;
  maskedValidationChannel: string;
}

export interface ValidationStart {
  maskedValidationChannel: string;
  validationMessage?: string;
  supportedValidationChannels?: ValidationChannel[];
  idValidationSessionId?: string;
  expiresAt?: string;
}

export interface InitSettings {
  /** One of both. */
  srcClientId?: string;
  srcInitiatorId?: string;
  srcDpaId: string;
  dpaTransactionOptions?: DpaTransactionOptions;
  dpaLocale?: string;
  /** Made by the script when it is missing. */
  srciTransactionId?: string;
  recognitionToken?: string;
  recognitionTokens?: string[];
}

export interface CheckoutSettings {
  /** A window that was opened in the click; without one the call opens its own, and must be made in the click. */
  windowRef?: Window | null;
  dpaTransactionOptions?: DpaTransactionOptions;
  consumer?: Consumer;
  complianceSettings?: ComplianceSettings;
  /** Whether the consumer has ticked Remember Me. */
  rememberMe?: boolean;
  idToken?: string;
  /** What the shop says of its consumer; another word is refused. Nothing hangs on it. */
  srciActionCode?: "NEW_USER" | "AUTH_FAILED" | "AUTH_SKIPPED";
}

export type ActionCode = "COMPLETE" | "CANCEL" | "ERROR" | "CHANGE_CARD" | "ADD_CARD" | "SWITCH_CONSUMER";

export interface CheckoutOutcome {
  srcCorrelationId?: string;
  /** A JWS, for the shop's server to check; on COMPLETE. */
  checkoutResponse?: string;
  /**
   * Where the consumer has proved who they are in the window, or is to be signed out. After SWITCH_CONSUMER it is good
   * for `unbindAppInstance` alone: whoever sits there now is somebody else.
   */
  idToken?: string;
  recognitionToken?: string;
  /** "Not you?" was pressed, or Remember Me cleared: call `unbindAppInstance`. The unified calls have done so. */
  unbindAppInstance?: boolean;
  /** To be sent along with the server's next call. */
  headers?: Record<string, string>;
}

export interface UnifiedCheckoutOutcome extends CheckoutOutcome {
  checkoutActionCode: ActionCode;
  network: string;
  /** What `checkoutResponse` says; not checked. */
  checkoutResponseData?: { maskedCard?: MaskedCard; maskedConsumer?: MaskedConsumer; [member: string]: unknown };
}

export interface LowLevelCheckoutOutcome extends CheckoutOutcome {
  dcfActionCode: ActionCode;
}

export interface NewCard {
  primaryAccountNumber: string;
  panExpirationMonth: string;
  panExpirationYear: string;
  cardSecurityCode?: string;
  cardholderFullName?: string;
  cardholderFirstName?: string;
  cardholderLastName?: string;
  billingAddress?: Address;
}

/** What keeps one text, such as `localStorage`. */
export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export default class MusterClickToPay {
  constructor(settings?: { network?: string; storage?: TokenStorage | null });

  init(settings: InitSettings): Promise<{ availableCardBrands: string[]; recognized: boolean }>;
  getCards(): Promise<MaskedCard[]>;
  idLookup(consumer: {
    email?: string;
    mobileNumber?: MobileNumber;
    consumerIdentity?: ConsumerIdentity;
  }): Promise<{ consumerPresent: boolean }>;
  initiateValidation(settings?: {
    requestedValidationChannelId?: string;
  }): Promise<ValidationStart & { network: string }>;
  validate(settings: {
    value: string;
    rememberMe?: boolean;
    complianceSettings?: ComplianceSettings;
  }): Promise<MaskedCard[]>;
  /**
   * In a window that was opened in the click, which is closed afterwards, or an element, which is emptied. An element
   * needs `frame-src` for the network in the page's policy.
   */
  authenticate(settings: {
    windowRef: Window | HTMLElement;
    requestRecognitionToken?: boolean;
    accountReference: { email?: string; mobileNumber?: MobileNumber; consumerIdentity?: ConsumerIdentity };
    appInstanceId?: string;
  }): Promise<{ authenticationStatus: "AUTHENTICATED" | "CLOSED" | "SWITCH_CONSUMER"; cards?: MaskedCard[] }>;
  encryptCard(card: NewCard): Promise<{ encryptedCard: string; cardBrand: "mastercard" | "maestro" }>;
  checkoutWithCard(settings: CheckoutSettings & { srcDigitalCardId: string }): Promise<UnifiedCheckoutOutcome>;
  checkoutWithNewCard(
    settings: CheckoutSettings & { encryptedCard: string; cardBrand?: string },
  ): Promise<UnifiedCheckoutOutcome>;
  signOut(settings?: {
    recognitionToken?: string;
    recognitionTokens?: string[];
  }): Promise<{ recognized: boolean; cards?: MaskedCard[] }>;

  getPreProvisionedCards(): PreProvisionedCard[];
  claimPreProvisionedCard(settings: {
    preProvisionedCardId: string;
    isAccepted?: boolean;
    complianceSettings?: ComplianceSettings;
  }): Promise<MaskedCard>;

  identityLookup(settings: {
    consumerIdentity: ConsumerIdentity;
    returnValidationChannels?: boolean;
  }): Promise<{ consumerPresent: boolean; supportedValidationChannels?: ValidationChannel[] }>;
  initiateIdentityValidation(settings?: { requestedValidationChannelId?: string }): Promise<ValidationStart>;
  completeIdentityValidation(settings: {
    validationData: string;
    complianceSettings?: ComplianceSettings;
  }): Promise<{ idToken: string; recognitionToken?: string }>;
  isRecognized(settings?: { recognitionTokens?: string[] }): Promise<{ recognized: boolean; idTokens?: string[] }>;
  getSrcProfile(settings?: { idTokens?: string[] }): Promise<{ srcCorrelationId: string; profiles?: SrcProfile[] }>;
  checkout(
    settings: CheckoutSettings & { srcDigitalCardId?: string; encryptedCard?: string },
  ): Promise<LowLevelCheckoutOutcome>;
  unbindAppInstance(settings?: { idToken?: string; recognitionTokens?: string[] }): Promise<{ recognized?: boolean }>;

  readonly maskedConsumer: MaskedConsumer | undefined;
  readonly srcCorrelationId: string | undefined;
  readonly srciTransactionId: string | undefined;
}
