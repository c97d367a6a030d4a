// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A JWE that was refused. Whoever sent it learns nothing more than that; `cause` is for the log of the receiver and
/// for the command line (security 3.5).
public struct JWEError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found wrong. New causes may come.
    public struct Cause: Equatable, Hashable, Sendable, CustomStringConvertible {
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        public static let tooLong = Cause("the token is longer than allowed")
        public static let notCompact = Cause("not five parts between dots")
        public static let emptyPart = Cause("a part is empty")
        public static let headerTooLong = Cause("the header is longer than allowed")
        public static let notBase64URL = Cause("a part is no base64url text")
        public static let headerNotJSON = Cause("the header is no acceptable JSON object")
        public static let headerMember = Cause("a header member has the wrong type")
        public static let unsupportedAlgorithm = Cause("alg is not RSA-OAEP-256")
        public static let unsupportedEncryption = Cause("enc is missing or not supported")
        public static let compressed = Cause("zip is not supported")
        public static let criticalExtension = Cause("crit is not supported")
        public static let unknownKey = Cause("no key goes by the kid")
        public static let ambiguousKey = Cause("no kid, and not exactly one active key")
        public static let encryptedKeyLength = Cause("the encrypted key has not the length of the key's modulus")
        public static let ivLength = Cause("the initialisation vector has the wrong length")
        public static let tagLength = Cause("the authentication tag has the wrong length")
        public static let ciphertextLength = Cause("the ciphertext is no whole number of blocks")
        /// The encrypted key, the ciphertext, the tag or the header is not what was sent, or was meant for another
        /// key. Which of them cannot be told, and must not be.
        public static let notAuthentic = Cause("the encrypted key or the authentication tag does not fit")
        /// The key cannot encrypt; for senders.
        public static let keyFailed = Cause("the public key cannot encrypt")
    }

    public let cause: Cause

    public init(_ cause: Cause) {
        self.cause = cause
    }

    /// The same sentence for every cause.
    public var description: String { "the encrypted payload cannot be decrypted" }
}
