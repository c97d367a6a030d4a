// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// One entry of a Token Connect answer's `errors` (token-connect 12.1). Reason codes are open.
public struct TokenConnectError: Sendable, Hashable {
    /// `INPUT`: the caller's fault; `MDES`: the platform's.
    public var source: String
    public var reasonCode: String
    /// For developers; never to be shown to a cardholder.
    public var description: String?

    public init(_ reasonCode: String, source: String = "INPUT", description: String? = nil) {
        self.reasonCode = reasonCode
        self.source = source
        self.description = description
    }

    /// The card's range is unknown or not enabled for the token requestor.
    public static let accountIneligible = "ACCOUNT_INELIGIBLE"
    /// What was encrypted could not be decrypted.
    public static let cryptographyError = "CRYPTOGRAPHY_ERROR"
    /// A fault of the platform that may be over soon.
    public static let internalServiceFailure = "INTERNAL_SERVICE_FAILURE"

    /// Whether the same call may succeed later (token-connect 12.4).
    public var isTransient: Bool { reasonCode == Self.internalServiceFailure }

    init?(_ value: JSONValue) {
        guard let reasonCode = value["reasonCode"]?.string ?? value["errorCode"]?.string else { return nil }
        self.init(
            reasonCode, source: value["source"]?.string ?? "", description: value["description"]?.string)
    }

    /// The entries of an object's `errors`; empty when it has none.
    static func list(in object: JSONValue) -> [TokenConnectError] {
        object["errors"]?.elements.compactMap { TokenConnectError($0) } ?? []
    }

    /// The member `errors`, or nothing when there are none.
    static func write(_ errors: [TokenConnectError], to writer: inout JSONWriter) {
        guard !errors.isEmpty else { return }
        writer.array("errors") { writer in
            for error in errors {
                writer.object { writer in
                    writer.member("source", error.source)
                    writer.member("reasonCode", error.reasonCode)
                    writer.member("description", error.description)
                }
            }
        }
    }
}
