// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// One finding of the Token Connect API, as it stands in `errors` (token-connect 12). It names a field and never holds
/// a value.
public struct TokenConnectError: Error, Sendable, Hashable {
    /// Whose fault it is.
    public enum Source: String, Sendable {
        case input = "INPUT"
        case mdes = "MDES"
    }

    public var source: Source
    public var reasonCode: String
    /// For developers.
    public var description: String

    private init(_ source: Source, _ reasonCode: String, _ description: String) {
        self.source = source
        self.reasonCode = reasonCode
        self.description = description
    }

    static func missing(_ field: String) -> TokenConnectError {
        TokenConnectError(.input, "MISSING_REQUIRED_FIELD", "Missing Required Field - \(field)")
    }

    static func length(_ field: String) -> TokenConnectError {
        TokenConnectError(.input, "INVALID_FIELD_LENGTH", "Invalid Field Length - \(field)")
    }

    static func format(_ field: String) -> TokenConnectError {
        TokenConnectError(.input, "INVALID_FIELD_FORMAT", "Invalid Field Format - \(field)")
    }

    static func value(_ field: String) -> TokenConnectError {
        TokenConnectError(.input, "INVALID_FIELD_VALUE", "Invalid Field Value - \(field)")
    }

    static let ineligible = TokenConnectError(
        .input, "ACCOUNT_INELIGIBLE", "The card or financial account is not eligible.")

    /// The same for every cause, so that nobody can learn which it was (token-connect 6).
    static let cryptography = TokenConnectError(
        .input, "CRYPTOGRAPHY_ERROR", "The encrypted payload cannot be decrypted.")

    public static let notAllowed = TokenConnectError(
        .input, "AUTHORIZATION_FAILED", "The issuer does not take part in Token Connect.")

    public static let invalidJSON = TokenConnectError(.input, "INVALID_JSON", "The body is not a JSON object.")

    /// A fault of the server itself.
    public static let internalFailure = TokenConnectError(
        .mdes, "INTERNAL_SERVICE_FAILURE", "The request could not be processed.")

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("source", source.rawValue)
            writer.member("reasonCode", reasonCode)
            writer.member("description", description)
        }
    }
}

/// A request that was refused as a whole, with everything that was found (token-connect 12.1).
public struct TokenConnectRefusal: Error, Sendable, Equatable {
    public var errors: [TokenConnectError]

    public init(_ errors: [TokenConnectError]) {
        self.errors = errors
    }

    /// The answer's body.
    public func json(responseId: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("responseId", responseId)
            errors.write(as: "errors", to: &writer)
        }
        return writer.bytes
    }
}

extension [TokenConnectError] {
    func write(as name: StaticString, to writer: inout JSONWriter) {
        writer.array(name) { writer in
            for error in self { error.write(to: &writer) }
        }
    }
}
