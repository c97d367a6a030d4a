// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import PhoneNumbers
public import WireJSON

/// What a shop's page sends to begin a checkout (checkout 4.7), beside the members of every browser-side call.
public struct CheckoutRequest: Sendable {
    /// Exactly one of both.
    public enum Card: Sendable {
        case digital(String)
        /// A JWE compact token.
        case encrypted([UInt8])
    }

    /// Why the card cannot be told.
    public enum CardFault: Error, Sendable, Equatable {
        /// Neither was given.
        case missing
        /// Both were given.
        case both
        /// An empty id.
        case emptyID
    }

    /// Who the shop says the consumer is. Nothing of it is proved.
    public struct Consumer: Sendable, Hashable, Confidential {
        public var email: Email?
        public var mobile: MobileNumber?
        public var firstName: String?
        public var lastName: String?
        public var fullName: String?
        public var country: CountryCode?
        public var language: LanguageCode?

        public init() {}
    }

    /// What the shop says of its consumer: `srciActionCode`. The network finds all of that out by itself, by what was
    /// proved, and takes nobody's word for it.
    public enum ActionCode: String, Sendable, CaseIterable {
        /// The consumer is new to the network.
        case newUser = "NEW_USER"
        /// The consumer could not show who they are.
        case authenticationFailed = "AUTH_FAILED"
        /// The consumer did not want to.
        case authenticationSkipped = "AUTH_SKIPPED"
    }

    public var options: TransactionOptions
    public var consumer: Consumer
    public var compliance: CheckoutCompliance
    public var idToken: String?
    public var srciTransactionId: TransactionID?
    public var actionCode: ActionCode?
    /// `rememberMe` or `recognitionTokenRequested` of the unified library, or the `REMEMBER_ME` resource.
    public var isRemembered: Bool

    /// Which card it is about.
    public static func card(_ body: JSONValue) throws(CardFault) -> Card {
        let id = body["srcDigitalCardId"].flatMap { $0.isNull ? nil : $0 }
        let sealed = body["encryptedCard"].flatMap { $0.isNull ? nil : $0 }
        switch (id, sealed) {
        case (nil, nil): throw .missing
        case (_?, _?): throw .both
        case (let id?, nil):
            guard let text = id.string, !text.isEmpty else { throw .emptyID }
            return .digital(text)
        case (nil, let sealed?): return .encrypted(sealed.string.map { Array($0.utf8) } ?? [])
        }
    }

    /// Reads everything but the card. Throws one error with every fault there is.
    ///
    /// - Parameter base: the options that the shop always has.
    public static func decode(_ body: JSONValue, over base: TransactionOptions) throws(ServiceError) -> CheckoutRequest
    {
        var faults = FaultCollector()
        let options = faults.transactionOptions(body["dpaTransactionOptions"], over: base)
        let consumer = faults.checkoutConsumer(body["consumer"])
        let compliance = faults.checkoutCompliance(body["complianceSettings"])
        let token = faults.optionalText(body["idToken"], "idToken", max: 8192)
        let transaction: TransactionID? = faults.optional(body["srciTransactionId"], "srciTransactionId")
        let actionCode: ActionCode? = faults.word(body["srciActionCode"], "srciActionCode")
        let isRemembered =
            [
                compliance.isRemembered, faults.optionalBoolean(body["rememberMe"], "rememberMe") ?? false,
                faults.optionalBoolean(body["recognitionTokenRequested"], "recognitionTokenRequested") ?? false,
            ].contains(true)
        try faults.throwIfAny()
        return CheckoutRequest(
            options: options, consumer: consumer, compliance: compliance, idToken: token,
            srciTransactionId: transaction, actionCode: actionCode, isRemembered: isRemembered)
    }
}

extension FaultCollector {
    fileprivate mutating func checkoutConsumer(_ member: JSONValue?) -> CheckoutRequest.Consumer {
        var consumer = CheckoutRequest.Consumer()
        guard let object = optionalObject(member, "consumer") else { return consumer }
        enter("consumer")
        defer { leave() }
        consumer.email = optional(object["emailAddress"], "emailAddress")
        if let number = optionalObject(object["mobileNumber"], "mobileNumber") {
            enter("mobileNumber")
            consumer.mobile = phone(number)
            leave()
        }
        let most = Consumer.nameCharactersMax
        consumer.firstName = optionalText(object["firstName"], "firstName", max: most, emptyIsAbsent: true)
        consumer.lastName = optionalText(object["lastName"], "lastName", max: most, emptyIsAbsent: true)
        consumer.fullName = optionalText(
            object["fullName"], "fullName", max: Consumer.fullNameCharactersMax, emptyIsAbsent: true)
        consumer.country = optional(object["countryCode"], "countryCode")
        consumer.language = optional(object["languageCode"], "languageCode")
        return consumer
    }
}
