// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A consumer as it may be shown (enrollment 5.9).
public struct MaskedConsumer: Sendable, Hashable {
    /// Open: an unknown word is kept.
    public struct Status: RawRepresentable, Sendable, Hashable {
        public var rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let active = Status(rawValue: "ACTIVE")
        public static let suspended = Status(rawValue: "SUSPENDED")
        public static let locked = Status(rawValue: "LOCKED")
    }

    /// Empty when the server told only its external id.
    public var srcConsumerId: String
    /// The issuer's own id of the consumer, in the second generation.
    public var externalConsumerId: String?
    /// Empty when the consumer is shown by `maskedLinkedIdentities`.
    public var maskedEmailAddress: String
    public var maskedMobileCountryCode: String?
    public var maskedMobileNumber: String?
    /// In flexible programs every identity, in the place of the members above (enrollment 11).
    public var maskedLinkedIdentities: [MaskedIdentity] = []
    public var maskedFirstName: String?
    public var maskedLastName: String?
    public var maskedFullName: String?
    public var countryCode: String?
    public var languageCode: String?
    public var complianceSettings: ComplianceSettings?
    public var status: Status
    /// ISO 8601 UTC.
    public var dateConsumerAdded: String
    public var dateConsumerLastUsed: String?

    public init(srcConsumerId: String, maskedEmailAddress: String, status: Status, dateConsumerAdded: String) {
        self.srcConsumerId = srcConsumerId
        self.maskedEmailAddress = maskedEmailAddress
        self.status = status
        self.dateConsumerAdded = dateConsumerAdded
    }

    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("srcConsumerId", srcConsumerId.isEmpty ? nil : srcConsumerId)
        writer.member("externalConsumerId", externalConsumerId)
        if maskedLinkedIdentities.isEmpty {
            writeIdentity(to: &writer)
        } else {
            writer.key("linkedIdentities")
            writer.beginArray()
            for identity in maskedLinkedIdentities { identity.write(to: &writer) }
            writer.endArray()
        }
        writer.member("maskedFirstName", maskedFirstName)
        writer.member("maskedLastName", maskedLastName)
        writer.member("maskedFullName", maskedFullName)
        writer.member("countryCode", countryCode)
        writer.member("languageCode", languageCode)
        if let complianceSettings {
            writer.key("complianceSettings")
            complianceSettings.write(to: &writer)
        }
        writer.member("status", status.rawValue)
        writer.member("dateConsumerAdded", dateConsumerAdded)
        writer.member("dateConsumerLastUsed", dateConsumerLastUsed)
        writer.endObject()
    }

    private func writeIdentity(to writer: inout JSONWriter) {
        writer.key("maskedConsumerIdentity")
        writer.beginObject()
        writer.member("identityProvider", "SRC")
        writer.member("identityType", "EMAIL_ADDRESS")
        writer.member("maskedIdentityValue", maskedEmailAddress)
        writer.endObject()
        writer.member("maskedEmailAddress", maskedEmailAddress)
        if let maskedMobileNumber {
            writer.key("maskedMobileNumber")
            writer.beginObject()
            writer.member("countryCode", maskedMobileCountryCode)
            writer.member("phoneNumber", maskedMobileNumber)
            writer.endObject()
        }
    }

    /// Reads a consumer; nil when it has neither an id nor an identity.
    public init?(_ value: JSONValue) {
        let identity = value["maskedConsumerIdentity"]?["maskedIdentityValue"]?.string
        let id = value["srcConsumerId"]?.string
        let externalId = value["externalConsumerId"]?.string
        let linked = value["linkedIdentities"].map { $0.kind == .array ? $0.elements.map(MaskedIdentity.init) : [] }
        guard id != nil || externalId != nil || identity != nil || linked?.isEmpty == false else { return nil }
        self.init(
            srcConsumerId: id ?? "", maskedEmailAddress: value["maskedEmailAddress"]?.string ?? identity ?? "",
            status: Status(rawValue: value["status"]?.string ?? ""),
            dateConsumerAdded: value["dateConsumerAdded"]?.string ?? "")
        maskedLinkedIdentities = linked ?? []
        maskedMobileCountryCode = value["maskedMobileNumber"]?["countryCode"]?.string
        maskedMobileNumber = value["maskedMobileNumber"]?["phoneNumber"]?.string
        maskedFirstName = value["maskedFirstName"]?.string
        maskedLastName = value["maskedLastName"]?.string
        maskedFullName = value["maskedFullName"]?.string
        countryCode = value["countryCode"]?.string
        languageCode = value["languageCode"]?.string
        externalConsumerId = externalId
        complianceSettings = value["complianceSettings"].flatMap(ComplianceSettings.init(lenient:))
        dateConsumerLastUsed = value["dateConsumerLastUsed"]?.string
    }
}
