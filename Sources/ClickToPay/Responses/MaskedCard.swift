// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A card as it may be shown (enrollment 5.7).
public struct MaskedCard: Sendable, Hashable {
    /// Empty when the server told only its external id.
    public var srcDigitalCardId: String
    /// The issuer's own id of the card, in the second generation.
    public var externalCredentialId: String?
    /// First six digits.
    public var panBin: String
    public var panLastFour: String
    public var digitalCardData: DigitalCardData
    /// ISO 8601 UTC.
    public var dateOfCardCreated: String
    public var panExpirationMonth: String?
    public var panExpirationYear: String?
    /// Absent while there is no token.
    public var tokenUniqueReference: String?
    public var tokenLastFour: String?
    public var tokenBinRange: String?
    public var tokenExpirationMonth: String?
    public var tokenExpirationYear: String?
    /// `mastercard` or `maestro`.
    public var paymentCardDescriptor: String?
    /// `CREDIT`, `DEBIT`, `PREPAID`, `COMBO`, `FLEX`.
    public var paymentCardType: String?
    /// Alpha-2 of the range's licence.
    public var countryCode: String?
    public var maskedBillingAddress: MaskedAddress?
    /// Of the consumer; where a checkout has stored one.
    public var maskedShippingAddress: MaskedAddress?
    public var serviceId: String?
    public var paymentAccountReference: String?
    public var dateOfCardLastUsed: String?

    public init(
        srcDigitalCardId: String, panBin: String, panLastFour: String, digitalCardData: DigitalCardData,
        dateOfCardCreated: String
    ) {
        self.srcDigitalCardId = srcDigitalCardId
        self.panBin = panBin
        self.panLastFour = panLastFour
        self.digitalCardData = digitalCardData
        self.dateOfCardCreated = dateOfCardCreated
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("srcDigitalCardId", srcDigitalCardId.isEmpty ? nil : srcDigitalCardId)
        writer.member("externalCredentialId", externalCredentialId)
        writer.member("panBin", panBin)
        writer.member("panLastFour", panLastFour)
        writer.member("panExpirationMonth", panExpirationMonth)
        writer.member("panExpirationYear", panExpirationYear)
        writer.member("tokenUniqueReference", tokenUniqueReference)
        writer.member("tokenLastFour", tokenLastFour)
        writer.member("tokenBinRange", tokenBinRange)
        writer.member("tokenExpirationMonth", tokenExpirationMonth)
        writer.member("tokenExpirationYear", tokenExpirationYear)
        writer.member("paymentCardDescriptor", paymentCardDescriptor)
        writer.member("paymentCardType", paymentCardType)
        writer.member("countryCode", countryCode)
        if let maskedBillingAddress {
            writer.key("maskedBillingAddress")
            maskedBillingAddress.write(to: &writer)
        }
        if let maskedShippingAddress {
            writer.key("maskedShippingAddress")
            maskedShippingAddress.write(to: &writer)
        }
        writer.member("serviceId", serviceId)
        writer.member("paymentAccountReference", paymentAccountReference)
        writer.key("digitalCardData")
        digitalCardData.write(to: &writer)
        writer.member("dateOfCardCreated", dateOfCardCreated)
        writer.member("dateOfCardLastUsed", dateOfCardLastUsed)
        writer.endObject()
    }

    /// Reads a card; nil when it has no id at all.
    public init?(_ value: JSONValue) {
        let id = value["srcDigitalCardId"]?.string
        let externalId = value["externalCredentialId"]?.string
        guard id != nil || externalId != nil else { return nil }
        self.init(
            srcDigitalCardId: id ?? "", panBin: value["panBin"]?.string ?? "",
            panLastFour: value["panLastFour"]?.string ?? "",
            digitalCardData: value["digitalCardData"].map(DigitalCardData.init)
                ?? DigitalCardData(status: DigitalCardData.Status(rawValue: "")),
            dateOfCardCreated: value["dateOfCardCreated"]?.string ?? "")
        externalCredentialId = externalId
        panExpirationMonth = value["panExpirationMonth"]?.string
        panExpirationYear = value["panExpirationYear"]?.string
        tokenUniqueReference = value["tokenUniqueReference"]?.string
        tokenLastFour = value["tokenLastFour"]?.string
        tokenBinRange = value["tokenBinRange"]?.string
        tokenExpirationMonth = value["tokenExpirationMonth"]?.string
        tokenExpirationYear = value["tokenExpirationYear"]?.string
        paymentCardDescriptor = value["paymentCardDescriptor"]?.string
        paymentCardType = value["paymentCardType"]?.string
        countryCode = value["countryCode"]?.string
        maskedBillingAddress = value["maskedBillingAddress"].map(MaskedAddress.init)
        maskedShippingAddress = value["maskedShippingAddress"].map(MaskedAddress.init)
        serviceId = value["serviceId"]?.string
        paymentAccountReference = value["paymentAccountReference"]?.string
        dateOfCardLastUsed = value["dateOfCardLastUsed"]?.string
    }
}
