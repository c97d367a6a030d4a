// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a key could not be loaded or used.
///
/// Two errors are equal when their codes are; the reason is for people. Neither ever holds key material.
public struct CryptographyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong. New codes may come.
    public struct Code: Equatable, Hashable, Sendable, CustomStringConvertible {
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The bytes are no key or certificate in any form that is read here.
        public static let unreadableKey = Code("unreadableKey")
        /// A key, but not an RSA key.
        public static let unsupportedKey = Code("unsupportedKey")
        /// An RSA key whose size or exponent is refused, or whose numbers do not belong together.
        public static let unacceptableKey = Code("unacceptableKey")
        /// The file is encrypted and no passphrase was given.
        public static let passphraseRequired = Code("passphraseRequired")
        /// The file is encrypted and the passphrase does not open it.
        public static let wrongPassphrase = Code("wrongPassphrase")
        /// The file uses an algorithm of OpenSSL's legacy provider, which is not installed.
        public static let legacyProviderMissing = Code("legacyProviderMissing")
        /// An argument is out of its range.
        public static let invalidArgument = Code("invalidArgument")
        /// libcrypto could not do what was asked.
        public static let operationFailed = Code("operationFailed")
    }

    public let code: Code
    /// One sentence that says what is wrong, fit for a log or a terminal.
    public let reason: String

    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    public static func == (left: CryptographyError, right: CryptographyError) -> Bool {
        left.code == right.code
    }

    public var description: String { reason }
}

/// Stops the process when libcrypto fails where it cannot for reasons of input: out of memory, or an algorithm
/// missing from the installation. Going on would mean unprotected data.
@inline(__always)
func require(_ condition: Bool, _ what: @autoclosure () -> String) {
    precondition(condition, "libcrypto: \(what())")
}
