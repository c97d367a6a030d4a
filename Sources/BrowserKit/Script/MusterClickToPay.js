// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/** What the members of `checkout` may be, beside those that every call has (checkout 4.7). */
const CHECKOUT_MEMBERS = [
  "srcDigitalCardId", "encryptedCard", "consumer", "complianceSettings", "srciActionCode", "cardBrand",
  "recognitionTokenRequested",
];

/** Click to Pay for one shop and one consumer at a time. Every call gives a promise, which fails with `MusterError`. */
export default class MusterClickToPay {
  #wire;
  #storage;
  #memory;
  #client;
  #dpa;
  #options = {};
  #locale;
  #transaction;
  #correlation;
  #identity;
  #session;
  #idTokens = [];
  #profiles = [];
  /** Whether the consumer wants to be remembered, and has no profile yet to be remembered by. */
  #isMemoryWanted = false;

  /**
   * @param network the network's origin; where this file came from unless it is given.
   * @param storage where a recognition token is kept; `localStorage` unless it is given, null: nowhere.
   */
  constructor({ network = new URL(import.meta.url).origin, storage } = {}) {
    this.#wire = new Wire(network);
    this.#storage = storage === undefined ? MusterClickToPay.#standardStorage() : storage;
  }

  static #standardStorage() {
    try {
      return globalThis.localStorage;
    } catch {
      return null;
    }
  }

  // Unified names (checkout 4.13).

  /** Begins: checks who the shop is, and whether this browser is known. */
  async init(settings = {}) {
    const client = settings.srcClientId ?? settings.srcInitiatorId ?? settings.srciId;
    const dpa = settings.srcDpaId ?? settings.srciDpaId;
    const transaction = settings.srciTransactionId ?? crypto.randomUUID();
    if (!client) throw refuse("SRCI_ID_MISSING", "The srcClientId is missing.");
    if (!dpa) throw refuse("DPA_ID_MISSING", "The srcDpaId is missing.");
    if (typeof transaction !== "string" || !transaction) {
      throw refuse("SRCI_TXN_ID_MISSING", "The srciTransactionId says nothing.");
    }
    this.#client = client;
    this.#dpa = dpa;
    this.#transaction = transaction;
    this.#memory = new Memory(this.#storage, dpa);
    this.#options = settings.dpaTransactionOptions ?? {};
    this.#locale = settings.dpaLocale ?? this.#options.dpaLocale;
    this.#forgetConsumer();
    const given = settings.recognitionTokens ?? (settings.recognitionToken ? [settings.recognitionToken] : undefined);
    const { recognized } = await this.isRecognized({ recognitionTokens: given });
    return { availableCardBrands: ["mastercard", "maestro"], recognized };
  }

  /** The consumer's cards, masked, the best one first; none when nobody is known yet. */
  async getCards() {
    if (this.#idTokens.length === 0) await this.isRecognized();
    if (this.#idTokens.length === 0) return [];
    await this.getSrcProfile();
    return this.#cards;
  }

  /** Whether somebody is known by `{email}` or `{mobileNumber}`. */
  async idLookup(consumer) {
    return this.identityLookup({ consumerIdentity: identityOf(consumer) });
  }

  /** Has a code sent to the consumer who was looked up. */
  async initiateValidation(settings = {}) {
    return { network: "mastercard", ...(await this.initiateIdentityValidation(settings)) };
  }

  /** Takes the code as `value`, with `rememberMe` where it was ticked, and gives the cards. */
  async validate({ value, rememberMe = false, complianceSettings } = {}) {
    await this.completeIdentityValidation({
      validationData: value,
      complianceSettings: withRememberMe(complianceSettings, rememberMe),
    });
    this.#isMemoryWanted = rememberMe && this.#memory.tokens.length === 0;
    await this.getSrcProfile();
    return this.#cards;
  }

  /**
   * All of a sign-in on a page of the network's own, in a window that the click has opened or in an element (checkout
   * 5.4): by a passkey or a code, which this page never sees.
   *
   * @param appInstanceId the browser's own id, where the shop has one for it.
   */
  async authenticate({ windowRef, requestRecognitionToken = false, accountReference, appInstanceId } = {}) {
    this.#checkInit();
    const view = consumerView(windowRef);
    try {
      const consumerIdentity = identityOf(accountReference);
      this.#forgetConsumer();
      const { authenticationSession, authenticationUri } = await this.#call("/src/api/authenticate", {
        accountReference: { consumerIdentity },
        requestRecognitionToken,
        dpaLocale: this.#locale,
        appInstanceId,
      });
      const address = this.#pageOfNetwork(authenticationUri);
      const page = address.searchParams.get("session");
      const isWord = (data) => data?.type === AUTHENTICATION_OVER && data.session === page;
      const ask = (close) => this.#authenticationResult(authenticationSession, close);
      const { authenticationStatus, ...answer } = await view.show(address.href, this.#wire.network, isWord, ask);
      if (authenticationStatus !== "AUTHENTICATED") return { authenticationStatus };
      this.#identity = consumerIdentity;
      this.#take(answer);
      this.#isMemoryWanted = answer.rememberMe === true && this.#memory.tokens.length === 0;
      await this.getSrcProfile();
      return { authenticationStatus, cards: this.#cards };
    } finally {
      view.close();
    }
  }

  /** Encrypts a card for the network alone. */
  async encryptCard(card) {
    const { brand, plain } = checkedCard(card);
    const encryptedCard = await sealed(plain, cardKeyOf(await this.#wire.read("/keys")));
    return { encryptedCard, cardBrand: brand };
  }

  /** Pays with a card of the list. Call it in the click, or open `windowRef` there. */
  async checkoutWithCard(settings) {
    return this.#unified(settings);
  }

  /** Pays with a card out of `encryptCard`. */
  async checkoutWithNewCard(settings) {
    return this.#unified(settings);
  }

  /** Signs out and forgets this browser. */
  async signOut(settings = {}) {
    const { recognitionToken } = settings;
    const recognitionTokens = settings.recognitionTokens ?? (recognitionToken ? [recognitionToken] : undefined);
    try {
      await this.unbindAppInstance({ recognitionTokens });
      return { recognized: false };
    } catch {
      return { recognized: true, cards: this.#cards };
    }
  }

  // Pre-provisioned cards (checkout 5.6).

  /** Cards that issuers have prepared for this consumer, to be claimed. */
  getPreProvisionedCards() {
    return this.#profiles.flatMap((profile) => profile.preProvisionedCards ?? []);
  }

  /**
   * Takes such a card into the consumer's profile and gives it, masked.
   *
   * @param isAccepted whether the consumer has accepted the network's terms and privacy notice.
   */
  async claimPreProvisionedCard({ preProvisionedCardId, isAccepted = false, complianceSettings } = {}) {
    if (!preProvisionedCardId) throw refuse("CARDID_MISSING", "The preProvisionedCardId is missing.");
    const path = `/src/api/profiles/pre-provisioned-cards/${encodeURIComponent(preProvisionedCardId)}/provision`;
    const answer = await this.#call(path, {
      idToken: this.#idTokens[0],
      complianceSettings: complianceSettings ?? acceptance(this.#wire.network, isAccepted),
    });
    await this.getSrcProfile();
    return answer.maskedCard ?? answer;
  }

  // Low-level names (checkout 4.1).

  async identityLookup({ consumerIdentity, returnValidationChannels } = {}) {
    if (!consumerIdentity) throw refuse("CONSUMER_ID_MISSING", "The consumerIdentity is missing.");
    this.#forgetConsumer();
    const answer = await this.#call("/src/api/identities/lookup", { consumerIdentity, returnValidationChannels });
    this.#identity = consumerIdentity;
    return answer;
  }

  async initiateIdentityValidation({ requestedValidationChannelId } = {}) {
    if (!this.#identity) throw refuse("CONSUMER_ID_MISSING", "Look the consumer up first.");
    const answer = await this.#call("/src/api/identities/validation/initiate", {
      consumerIdentity: this.#identity,
      idValidationSessionId: this.#session,
      requestedValidationChannelId,
    });
    this.#session = answer.idValidationSessionId;
    return answer;
  }

  async completeIdentityValidation({ validationData, complianceSettings } = {}) {
    const answer = await this.#call("/src/api/identities/validation/complete", {
      validationData,
      idValidationSessionId: this.#session,
      complianceSettings,
    });
    this.#take(answer);
    return answer;
  }

  async isRecognized({ recognitionTokens } = {}) {
    this.#checkInit();
    const tokens = recognitionTokens ?? this.#memory.tokens;
    let answer;
    try {
      answer = await this.#call("/src/api/identities/recognize", { recognitionTokens: tokens });
    } catch (error) {
      if (error.reason !== "AUTH_INVALID") throw error;
      answer = { recognized: false };
    }
    // A token that opens nothing any more is of no use to anybody.
    if (!answer.recognized && tokens.length > 0) this.#memory.forget();
    this.#take(answer);
    return answer;
  }

  async getSrcProfile({ idTokens } = {}) {
    const answer = await this.#call("/src/api/profiles", { idTokens: idTokens ?? this.#idTokens });
    this.#profiles = answer.profiles ?? [];
    const renewed = this.#profiles.map((profile) => profile.idToken).filter(Boolean);
    if (renewed.length > 0) this.#idTokens = [...new Set(renewed)];
    return answer;
  }

  /** Pays. When the consumer must still say something, a window of the network asks; `dcfActionCode` says the end. */
  async checkout(settings = {}) {
    this.#checkInit();
    const given = ["srcDigitalCardId", "encryptedCard"].filter((name) => settings[name]);
    if (given.length === 0) throw refuse("CARD_MISSING", "Give a srcDigitalCardId or an encryptedCard.");
    if (given.length > 1) throw refuse("INVALID_PARAMETER", "Give one card and not two.");
    const asked = new ConsumerWindow(settings.windowRef);
    try {
      const { dcfSessionId, dcfUri, ...answer } = await this.#beginCheckout(settings);
      if (!dcfSessionId) return this.#end(answer);
      const { href } = this.#pageOfNetwork(dcfUri);
      const isWord = (data) => data?.type === CHECKOUT_OVER && data.dcfSessionId === dcfSessionId;
      const ask = () => this.#outcome(dcfSessionId);
      return this.#end(await asked.show(href, this.#wire.network, isWord, ask));
    } finally {
      asked.close();
    }
  }

  async unbindAppInstance({ idToken, recognitionTokens } = {}) {
    this.#checkInit();
    const tokens = recognitionTokens ?? this.#memory.tokens;
    this.#memory.forget();
    const answer = await this.#call("/src/api/app-instances/unbind", {
      idToken: idToken ?? this.#idTokens[0],
      recognitionTokens: tokens,
    });
    this.#forgetConsumer();
    return answer;
  }

  // What a page can ask for at any time.

  /** Who has signed in, masked; undefined: nobody. */
  get maskedConsumer() {
    return this.#profiles[0]?.maskedConsumer;
  }

  get srcCorrelationId() {
    return this.#correlation;
  }

  get srciTransactionId() {
    return this.#transaction;
  }

  // Parts.

  get #cards() {
    return inOrder(this.#profiles.flatMap((profile) => profile.maskedCards ?? []));
  }

  #pageOfNetwork(text) {
    const address = typeof text === "string" ? addressOf(text, this.#wire.network) : undefined;
    if (address?.origin === this.#wire.network) return address;
    throw new MusterError("SERVER_ERROR", 502, "The network names a window that is not its own.");
  }

  #checkInit() {
    if (!this.#client) throw refuse("INVALID_REQUEST", "Call init first.");
  }

  #forgetConsumer() {
    this.#identity = undefined;
    this.#session = undefined;
    this.#idTokens = [];
    this.#profiles = [];
    this.#isMemoryWanted = false;
  }

  #take(answer) {
    const tokens = answer.idTokens ?? (answer.idToken ? [answer.idToken] : []);
    if (tokens.length > 0) this.#idTokens = tokens;
    this.#memory.keep(answer.recognitionToken ?? answer.recognitionTokens?.[0]);
  }

  async #call(path, members, milliseconds) {
    this.#checkInit();
    const parties = { srcClientId: this.#client, srcDpaId: this.#dpa, srcCorrelationId: this.#correlation };
    const answer = await this.#wire.post(path, { ...parties, ...members }, milliseconds);
    this.#correlation = answer.srcCorrelationId ?? this.#correlation;
    return answer;
  }

  /** An id token lives for minutes: where the browser is remembered, another one is had without the consumer. */
  async #beginCheckout(settings) {
    const begin = () => {
      const options = { ...this.#options, ...settings.dpaTransactionOptions };
      if (this.#locale && !options.dpaLocale) options.dpaLocale = this.#locale;
      return this.#call(
        "/src/api/checkout",
        {
          ...Object.fromEntries(CHECKOUT_MEMBERS.map((name) => [name, settings[name]])),
          dpaTransactionOptions: options,
          complianceSettings: withRememberMe(
            settings.complianceSettings, settings.rememberMe ?? this.#isMemoryWanted,
          ),
          idToken: settings.idToken ?? this.#idTokens[0],
          srciTransactionId: this.#transaction,
        },
        CHECKOUT_MILLISECONDS_MAX,
      );
    };
    try {
      return await begin();
    } catch (error) {
      if (error.reason !== "AUTH_INVALID" || this.#memory.tokens.length === 0) throw error;
      const { recognized } = await this.isRecognized();
      if (!recognized) throw error;
      return begin();
    }
  }

  /** How an authentication ended; one that is too old to be known has ended without the consumer. */
  async #authenticationResult(authenticationSession, close) {
    try {
      return await this.#call("/src/api/authenticate/result", { authenticationSession, close });
    } catch (error) {
      if (error.reason !== "NOT_FOUND") throw error;
      return { authenticationStatus: "CLOSED" };
    }
  }

  /** How a checkout ended whose window is closed; one that is still open is given up. */
  async #outcome(id) {
    const path = `/dcf/${encodeURIComponent(id)}/actions`;
    const answer = await this.#call(path, { action: "status" });
    if (!answer.dcfSessionId) return answer;
    return this.#call(path, { action: "cancel" });
  }

  #end(result) {
    const dcfActionCode = result.dcfActionCode ?? result.checkoutActionCode ?? "ERROR";
    this.#take(result);
    // Whoever sits there now is somebody else; the id token that came along signs the consumer out.
    if (dcfActionCode === "SWITCH_CONSUMER") this.#profiles = [];
    const correlation = result.srcCorrelationId ?? this.#correlation;
    // The next checkout is another one.
    if (dcfActionCode === "COMPLETE") this.#correlation = undefined;
    const { checkoutActionCode, ...rest } = result;
    const headers = { ...this.#wire.headers, ...result.headers };
    const isComplete = dcfActionCode === "COMPLETE";
    return { ...rest, dcfActionCode, srcCorrelationId: correlation, ...(isComplete && { headers }) };
  }

  async #unified(settings = {}) {
    const { dcfActionCode, ...rest } = await this.checkout(settings);
    const result = { checkoutActionCode: dcfActionCode, network: "mastercard", ...rest };
    if (rest.checkoutResponse) result.checkoutResponseData = payloadOf(rest.checkoutResponse);
    // The consumer has left this browser in the window; the purchase itself may be done all the same (checkout 5.8).
    if (rest.unbindAppInstance) await this.signOut();
    return result;
  }
}
