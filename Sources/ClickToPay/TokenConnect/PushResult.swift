// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What Click to Pay says became of one receipt (token-connect 9.1). It comes through the consumer's browser and is
/// signed by nobody: a claim, no proof.
public struct PushResult: Sendable, Hashable {
    public struct Status: RawRepresentable, Sendable, Hashable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A token is there and active.
        public static let approved = Status(rawValue: "APPROVED")
        /// The card is with this consumer already.
        public static let duplicateRequest = Status(rawValue: "DUPLICATE_REQUEST")
        /// The consumer left; another attempt needs another push.
        public static let cancelled = Status(rawValue: "CANCELLED")
        public static let declined = Status(rawValue: "DECLINED")
        /// A token is there and inactive until the cardholder is authenticated.
        public static let requireAdditionalAuthentication = Status(rawValue: "REQUIRE_ADDITIONAL_AUTHENTICATION")
        public static let error = Status(rawValue: "ERROR")

        static let all: Set<Status> = [
            approved, duplicateRequest, cancelled, declined, requireAdditionalAuthentication, error,
        ]

        /// Words are taken in any case; those for a consumer who left in any spelling; ones that are not known are
        /// errors.
        static func read(_ word: some StringProtocol) -> (status: Status, isKnown: Bool) {
            let word = word.uppercased()
            if word == "CANCELED" || word == "CANCEL" { return (.cancelled, true) }
            let status = Status(rawValue: word)
            return all.contains(status) ? (status, true) : (.error, false)
        }
    }

    public var receipt: PushReceipt
    public var status: Status
    /// Opaque: 1 to 64 letters and digits.
    public var tokenUniqueReference: String?

    public init(receipt: PushReceipt, status: Status, tokenUniqueReference: String? = nil) {
        self.receipt = receipt
        self.status = status
        self.tokenUniqueReference = tokenUniqueReference
    }

    /// `results%5B…%5D=…`, as it stands in the query.
    var parameter: String {
        let reference = tokenUniqueReference.map { "|" + $0 } ?? ""
        return PercentText.encode("results[\(receipt.value)]") + "="
            + PercentText.encode(status.rawValue + reference)
    }

    static func isReference(_ text: some StringProtocol) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.allSatisfy(\.isAlphanumeric)
    }
}
