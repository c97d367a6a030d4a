// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// An MDES payload that was refused: `CRYPTOGRAPHY_ERROR` on the wire, whatever the cause. `cause` is for the log of
/// the receiver and for the command line; without a MAC, telling it to the sender would decrypt his guesses
/// (security 4).
public struct MDESPayloadError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found wrong. New causes may come.
    public struct Cause: Equatable, Hashable, Sendable, CustomStringConvertible {
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        public static let malformed = Cause("a member is missing, too long, of the wrong type or no hexadecimal text")
        public static let unsupportedHash = Cause("oaepHashingAlgorithm is not supported")
        public static let legacyKeyWrap = Cause("no oaepHashingAlgorithm, and PKCS#1 v1.5 is not switched on")
        public static let missingIV = Cause("no iv, and the all-zero one is not switched on")
        public static let unsupportedMode = Cause("algorithmCipherMode is neither CBC nor GCM")
        public static let wrongLength = Cause("iv, tag, encryptedKey or encryptedData has the wrong length")
        /// Unknown fingerprint, wrong key, damaged content, bad padding or bad tag: not told apart here either.
        public static let notDecrypted = Cause(
            "no key goes by the fingerprint, or the content does not decrypt with it")
        /// Something decrypted that is no acceptable JSON.
        public static let notJSON = Cause("the content is no acceptable JSON")
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
