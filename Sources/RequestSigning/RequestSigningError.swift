// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why something could not be read, signed or opened. Equality looks at the code and the place, not at the wording.
///
/// Neither the reason nor the place ever holds a signature, a key or a value that came with a request.
public struct RequestSigningError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kind of failure. More may be added.
    public struct Code: Hashable, Sendable {
        public let name: String

        /// The `Authorization` header is not a well-formed OAuth 1.0a header (security 2.1).
        public static let malformedHeader = Code(name: "MALFORMED_HEADER")
        /// A request target, URL, host or method that cannot be signed.
        public static let malformedURL = Code(name: "MALFORMED_URL")
        /// The URL's query is not in the form that every verifier reads the same way.
        public static let queryNotCanonical = Code(name: "QUERY_NOT_CANONICAL")
        /// A value for the header that the protocol does not allow.
        public static let malformedParameter = Code(name: "MALFORMED_PARAMETER")
        /// The private key could not make a signature.
        public static let signingFailed = Code(name: "SIGNING_FAILED")
        /// Another process uses the directory of the nonce store.
        public static let nonceStoreInUse = Code(name: "NONCE_STORE_IN_USE")
        /// The directory of the nonce store cannot be read or written.
        public static let nonceStoreUnusable = Code(name: "NONCE_STORE_UNUSABLE")
    }

    public let code: Code
    /// A plain sentence without any value of the request.
    public let reason: String
    /// What it is about: a parameter name or a file name.
    public let place: String?

    init(_ code: Code, _ reason: String, place: String? = nil) {
        self.code = code
        self.reason = reason
        self.place = place
    }

    public var description: String {
        code.name + ": " + reason + (place.map { " (" + $0 + ")" } ?? "")
    }

    public static func == (left: Self, right: Self) -> Bool {
        left.code == right.code && left.place == right.place
    }
}
