// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Something that stands for a card instead of its number (enrollment 6.4). The wire spells it the British way.
public struct EnrolmentReference: Sendable, Hashable {
    public static let idCharactersMax = 256

    public struct Kind: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public static let pushAccountReceipt = Kind(rawValue: "PUSH_ACCOUNT_RECEIPT")
        public static let existingTokenUniqueReference = Kind(rawValue: "EXISTING_TOKEN_UNIQUE_REFERENCE")
        public static let tokenUniqueReference = Kind(rawValue: "TOKEN_UNIQUE_REFERENCE")
        public static let srcDigitalCardId = Kind(rawValue: "SRC_DIGITAL_CARD_ID")

        static let all: [Kind] = [
            .pushAccountReceipt, .existingTokenUniqueReference, .tokenUniqueReference, .srcDigitalCardId,
        ]
    }

    public var enrolmentReferenceId: String
    public var enrolmentReferenceType: Kind

    public init(enrolmentReferenceId: String, enrolmentReferenceType: Kind) {
        self.enrolmentReferenceId = enrolmentReferenceId
        self.enrolmentReferenceType = enrolmentReferenceType
    }
}
