// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a JWK or a set of keys was refused. Two errors are equal when code and place are; no key material is in either.
public struct KeySetError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong. New codes may come.
    public struct Code: Equatable, Hashable, Sendable, CustomStringConvertible {
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        /// The text is no JSON object of the wanted form.
        public static let notJSON = Code("notJSON")
        /// A member is missing.
        public static let missingMember = Code("missingMember")
        /// A member has the wrong type, or is no base64url where that is wanted.
        public static let badMember = Code("badMember")
        /// The key type is not RSA.
        public static let unsupportedKeyType = Code("unsupportedKeyType")
        /// The numbers make no acceptable RSA key.
        public static let unacceptableKey = Code("unacceptableKey")
        /// Two keys go by one name.
        public static let duplicateKeyID = Code("duplicateKeyID")
        /// More keys than a set may have.
        public static let tooManyKeys = Code("tooManyKeys")
    }

    public let code: Code
    /// The member or the position that is meant; empty for the whole.
    public let place: String
    /// One sentence for people.
    public let reason: String

    public init(_ code: Code, place: String = "", _ reason: String) {
        self.code = code
        self.place = place
        self.reason = reason
    }

    public static func == (left: KeySetError, right: KeySetError) -> Bool {
        left.code == right.code && left.place == right.place
    }

    public var description: String { place.isEmpty ? reason : "\(place): \(reason)" }
}
