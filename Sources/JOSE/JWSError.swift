// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A JWS that was refused. `cause` is for the log and for the command line.
public struct JWSError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found wrong. New causes may come.
    public struct Cause: Equatable, Hashable, Sendable, CustomStringConvertible {
        public let description: String

        private init(_ description: String) {
            self.description = description
        }

        public static let tooLong = Cause("the token is longer than allowed")
        public static let notCompact = Cause("not three parts between dots")
        public static let emptyPart = Cause("a part is empty")
        public static let headerTooLong = Cause("the header is longer than allowed")
        public static let notBase64URL = Cause("a part is no strict base64url text")
        public static let headerNotJSON = Cause("the header is no acceptable JSON object")
        public static let headerMember = Cause("a header member has the wrong type")
        public static let unsupportedAlgorithm = Cause("alg is not RS256")
        public static let criticalExtension = Cause("crit is not supported")
        public static let missingKeyID = Cause("no kid")
        public static let unknownKey = Cause("no trusted key goes by the kid")
        public static let notAuthentic = Cause("the signature does not fit")
        /// The key cannot sign; for signers.
        public static let keyFailed = Cause("the private key cannot sign")
    }

    public let cause: Cause

    public init(_ cause: Cause) {
        self.cause = cause
    }

    /// The same sentence for every cause.
    public var description: String { "the signature cannot be verified" }
}
