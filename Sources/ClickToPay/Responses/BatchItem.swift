// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// The status of one record of a batch: a consumer's card (enrollment 8.3).
public struct BatchItem: Sendable, Hashable {
    /// Open: an unknown word is not final.
    public struct Word: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let inProgress = Word(rawValue: "IN_PROGRESS")
        public static let successful = Word(rawValue: "SUCCESSFUL")
        public static let failed = Word(rawValue: "FAILED")

        public var isFinal: Bool { self == .successful || self == .failed }
    }

    /// What has become of a pre-provisioned record (enrollment 9.3, 9.4). Open.
    public struct PreProvisioning: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let staged = PreProvisioning(rawValue: "STAGED")
        public static let provisioned = PreProvisioning(rawValue: "PROVISIONED")
        public static let withdrawn = PreProvisioning(rawValue: "WITHDRAWN")
        public static let declined = PreProvisioning(rawValue: "DECLINED")
        public static let expired = PreProvisioning(rawValue: "EXPIRED")
    }

    public var externalConsumerId: String
    /// Absent when a failure concerns the consumer and so all its cards; Muster always sends one item a card.
    /// The second generation calls it `externalCredentialId`.
    public var externalCardId: String?
    public var status: Word
    /// When successful.
    public var srcConsumerId: String?
    public var srcDigitalCardId: String?
    public var preProvisioningStatus: PreProvisioning?
    /// When failed.
    public var error: ServiceError?

    public init(
        externalConsumerId: String, externalCardId: String?, status: Word, srcConsumerId: String? = nil,
        srcDigitalCardId: String? = nil, preProvisioningStatus: PreProvisioning? = nil, error: ServiceError? = nil
    ) {
        self.externalConsumerId = externalConsumerId
        self.externalCardId = externalCardId
        self.status = status
        self.srcConsumerId = srcConsumerId
        self.srcDigitalCardId = srcDigitalCardId
        self.preProvisioningStatus = preProvisioningStatus
        self.error = error
    }

    public func write(
        to writer: inout JSONWriter, generation: APIGeneration = .v1, layout: ServiceError.Layout = .formA
    ) {
        writer.object { writer in
            writer.member("externalConsumerId", externalConsumerId)
            writer.member(generation == .v1 ? "externalCardId" : "externalCredentialId", externalCardId)
            writer.member("status", status.rawValue)
            writer.member("preProvisioningStatus", preProvisioningStatus?.rawValue)
            writer.member("srcConsumerId", srcConsumerId)
            writer.member("srcDigitalCardId", srcDigitalCardId)
            guard let error else { return }
            writer.key("error")
            error.write(to: &writer, layout: layout)
        }
    }

    /// Reads an item of either generation; nil when it has no consumer or no status.
    public init?(_ value: JSONValue) {
        guard let consumer = value["externalConsumerId"]?.string, let word = value["status"]?.string else { return nil }
        self.init(
            externalConsumerId: consumer,
            externalCardId: value["externalCardId"]?.string ?? value["externalCredentialId"]?.string,
            status: Word(rawValue: word), srcConsumerId: value["srcConsumerId"]?.string,
            srcDigitalCardId: value["srcDigitalCardId"]?.string,
            preProvisioningStatus: value["preProvisioningStatus"]?.string.map(PreProvisioning.init(rawValue:)),
            error: value["error"].flatMap { ServiceError($0) })
    }
}
