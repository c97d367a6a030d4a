// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import WireJSON

/// What a shop pays with, decrypted (checkout 3.2). It goes to the acquirer, and into no file, log or page.
public struct TransactionCredential: Sendable, Confidential {
    /// An address as the consumer has given it.
    public struct PostalAddress: Sendable, Hashable, Confidential {
        public var name: String?
        /// The filled ones of three.
        public var lines: [String]
        public var city: String?
        public var state: String?
        public var zip: String?
        public var countryCode: String?

        init(_ value: JSONValue) {
            name = value["name"]?.string
            lines = ["line1", "line2", "line3"].compactMap { (name: String) in value[name]?.string }
            city = value["city"]?.string
            state = value["state"]?.string
            zip = value["zip"]?.string
            countryCode = value["countryCode"]?.string
        }
    }

    /// Digits of a token, or of a card where there is none.
    public var number: String
    /// Whether `number` is a token.
    public var isToken: Bool
    public var expirationMonth: String?
    public var expirationYear: String?
    /// Such as `CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM`.
    public var dynamicDataType: String?
    /// The cryptogram.
    public var dynamicDataValue: String?
    public var tokenRequestorId: String?
    public var billingAddress: PostalAddress?
    public var shippingAddress: PostalAddress?
    public var emailAddress: String?
    public var fullName: String?
    /// What the network has signed beside it.
    public var answer: CheckoutAnswer

    /// Nil for what holds neither a token nor a card.
    init?(_ value: JSONValue, _ answer: CheckoutAnswer) {
        let token = value["token"].flatMap { $0.isNull ? nil : $0 }
        let card = value["card"].flatMap { $0.isNull ? nil : $0 }
        guard let number = token?["paymentToken"]?.string ?? card?["primaryAccountNumber"]?.string,
            (12...19).contains(number.utf8.count), number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        self.number = number
        isToken = token != nil
        expirationMonth = token?["tokenExpirationMonth"]?.string ?? card?["panExpirationMonth"]?.string
        expirationYear = token?["tokenExpirationYear"]?.string ?? card?["panExpirationYear"]?.string
        dynamicDataType = value["dynamicData"]?["dynamicDataType"]?.string
        dynamicDataValue = value["dynamicData"]?["dynamicDataValue"]?.string
        tokenRequestorId = value["srcTokenResultsData"]?["tokenRequestorId"]?.string
        billingAddress = value["billingAddress"].flatMap { $0.isNull ? nil : PostalAddress($0) }
        shippingAddress = value["shippingAddress"].flatMap { $0.isNull ? nil : PostalAddress($0) }
        emailAddress = value["consumerEmailAddress"]?.string
        fullName = value["consumerFullName"]?.string
        self.answer = answer
    }

    public var lastFour: String { String(number.suffix(4)) }
    public var maskedText: String { lastFour }
}
