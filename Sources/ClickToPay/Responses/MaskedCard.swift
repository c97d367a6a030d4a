// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A card as it may be shown (enrollment 5.7).
public struct MaskedCard: Sendable, Hashable {
    public var srcDigitalCardId: String
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
    public var serviceId: String?
    public var paymentAccountReference: String?

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
        writer.member("srcDigitalCardId", srcDigitalCardId)
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
        writer.member("serviceId", serviceId)
        writer.member("paymentAccountReference", paymentAccountReference)
        writer.key("digitalCardData")
        digitalCardData.write(to: &writer)
        writer.member("dateOfCardCreated", dateOfCardCreated)
        writer.endObject()
    }

    /// Reads a card; nil when it has no `srcDigitalCardId`.
    public init?(_ value: JSONValue) {
        guard let id = value["srcDigitalCardId"]?.string else { return nil }
        self.init(
            srcDigitalCardId: id, panBin: value["panBin"]?.string ?? "",
            panLastFour: value["panLastFour"]?.string ?? "",
            digitalCardData: value["digitalCardData"].map(DigitalCardData.init) ?? DigitalCardData(status: .active),
            dateOfCardCreated: value["dateOfCardCreated"]?.string ?? "")
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
        serviceId = value["serviceId"]?.string
        paymentAccountReference = value["paymentAccountReference"]?.string
    }
}

/// What a card looks like and whether it can be used (enrollment 5.8).
public struct DigitalCardData: Sendable, Hashable {
    /// Open: an unknown word is kept.
    public struct Status: RawRepresentable, Sendable, Hashable {
        public var rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let active = Status(rawValue: "ACTIVE")
        public static let suspended = Status(rawValue: "SUSPENDED")
        public static let cancelled = Status(rawValue: "CANCELLED")
    }

    public var status: Status
    /// At most 64 characters.
    public var descriptorName = ""
    /// At most 1024 characters.
    public var artUri = ""
    /// `PENDING_AVS`, `PENDING_SCA`, `PENDING_CONSUMER_IDV`.
    public var pendingEvents: [String] = []
    public var isCoBranded: Bool?
    public var issuerName: String?

    public init(status: Status) {
        self.status = status
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("status", status.rawValue)
        writer.member("descriptorName", descriptorName)
        writer.member("artUri", artUri)
        if !pendingEvents.isEmpty { writer.member("pendingEvents", pendingEvents) }
        // A string on the wire, not a boolean.
        writer.member("isCoBranded", isCoBranded.map { $0 ? "true" : "false" })
        writer.member("issuerName", issuerName)
        writer.endObject()
    }

    init(_ value: JSONValue) {
        self.init(status: Status(rawValue: value["status"]?.string ?? ""))
        descriptorName = value["descriptorName"]?.string ?? ""
        artUri = value["artUri"]?.string ?? ""
        pendingEvents = value["pendingEvents"]?.elements.compactMap(\.string) ?? []
        isCoBranded = value["isCoBranded"].flatMap { $0.boolean ?? $0.string.map { $0 == "true" } }
        issuerName = value["issuerName"]?.string
    }
}

/// An address with its text masked (enrollment 5.5, 5.10).
public struct MaskedAddress: Sendable, Hashable {
    public var addressId: String
    public var name: String?
    public var line1: String?
    public var line2: String?
    public var line3: String?
    public var city: String?
    public var state: String?
    public var countryCode: String?
    public var zip: String?

    public init(addressId: String) {
        self.addressId = addressId
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("addressId", addressId)
        writer.member("name", name)
        writer.member("line1", line1)
        writer.member("line2", line2)
        writer.member("line3", line3)
        writer.member("city", city)
        writer.member("state", state)
        writer.member("countryCode", countryCode)
        writer.member("zip", zip)
        writer.endObject()
    }

    init(_ value: JSONValue) {
        self.init(addressId: value["addressId"]?.string ?? "")
        name = value["name"]?.string
        line1 = value["line1"]?.string
        line2 = value["line2"]?.string
        line3 = value["line3"]?.string
        city = value["city"]?.string
        state = value["state"]?.string
        countryCode = value["countryCode"]?.string
        zip = value["zip"]?.string
    }
}
