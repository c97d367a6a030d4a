// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why the vault refused. It names places (a file, a key id, a key number, a row) and never a value.
///
/// Two errors are equal when their codes are: the message is for people.
public struct VaultError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, as a stable word. More may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let name: String

        public var description: String { name }

        /// There is no key ring in the directory, and none was to be made.
        public static let keyRingMissing = Code(name: "key-ring-missing")
        /// The key ring is not a key ring of this version, or breaks one of its rules.
        public static let keyRingMalformed = Code(name: "key-ring-malformed")
        /// The key ring was changed by something that does not know the root key.
        public static let keyRingTampered = Code(name: "key-ring-tampered")
        /// The key ring on disk is older than the one in use.
        public static let keyRingRolledBack = Code(name: "key-ring-rolled-back")
        /// The key ring belongs to another environment (sandbox, production).
        public static let environmentMismatch = Code(name: "environment-mismatch")
        /// One wrapped key is damaged or was changed; `keyID` says which.
        public static let keyTampered = Code(name: "key-tampered")
        /// The root key or passphrase does not belong to this key ring.
        public static let wrongRootKey = Code(name: "wrong-root-key")
        /// The root key file does not exist.
        public static let rootKeyMissing = Code(name: "root-key-missing")
        /// Others than its owner may read the root key file.
        public static let rootKeyExposed = Code(name: "root-key-exposed")
        /// The root key file holds neither 32 bytes nor 64 hexadecimal digits, or the passphrase is too short.
        public static let rootKeyUnusable = Code(name: "root-key-unusable")
        /// Others than its owner may read the file of a secret.
        public static let secretExposed = Code(name: "secret-exposed")
        /// Another process held the lock of the key ring for too long.
        public static let lockBusy = Code(name: "lock-busy")
        /// The operating system refused a file operation.
        public static let fileFailure = Code(name: "file-failure")
        /// The cryptographic library refused.
        public static let cryptographyFailure = Code(name: "cryptography-failure")

        /// The key ring has no key of this id or number.
        public static let unknownKey = Code(name: "unknown-key")
        /// The key was destroyed: what it sealed cannot be opened any more.
        public static let destroyedKey = Code(name: "destroyed-key")
        /// The key is permanent: changing it needs a migration of what it made.
        public static let permanentKey = Code(name: "permanent-key")
        /// The key is in use; rotate its purpose first.
        public static let activeKey = Code(name: "active-key")
        /// Every key number was given out.
        public static let keyNumbersExhausted = Code(name: "key-numbers-exhausted")

        /// The bytes are not a sealed blob of a known version.
        public static let notSealed = Code(name: "not-sealed")
        /// The sealed blob was changed, or belongs to another row or table.
        public static let sealBroken = Code(name: "seal-broken")
        /// The sequence is outside 0 ..< 1,000,000,000, so that the BIN has no token number for it.
        public static let tokenNumbersExhausted = Code(name: "token-numbers-exhausted")
        /// The BIN is not six digits.
        public static let malformedBIN = Code(name: "malformed-bin")
    }

    public let code: Code
    /// A plain sentence without any sensitive value.
    public let message: String
    /// The key that the error is about.
    public let keyID: String?
    /// The number in the header of the sealed blob that the error is about.
    public let keyNumber: UInt16?

    init(_ code: Code, _ message: String, keyID: String? = nil, keyNumber: UInt16? = nil) {
        self.code = code
        self.message = message
        self.keyID = keyID
        self.keyNumber = keyNumber
    }

    public var description: String { "\(code): \(message)" }

    public static func == (left: VaultError, right: VaultError) -> Bool { left.code == right.code }
}
