// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a request's signature was not accepted, in the words of the published gateway (security 2.7).
///
/// `gatewayDescription` and `details` repeat what the sender sent (never the signature or a key) and belong into the
/// answer, not into a log: printing a refusal shows the code, the status and a fixed sentence only.
public struct SigningRefusal: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The gateway's reason codes. More may be added.
    public struct ReasonCode: Hashable, Sendable {
        public let name: String

        public static let invalidAuthHeader = ReasonCode(name: "INVALID_AUTH_HEADER")
        public static let malformedRequest = ReasonCode(name: "MALFORMED_OAUTH_REQ")
        public static let invalidClientID = ReasonCode(name: "INVALID_CLIENT_ID")
        public static let invalidBodyHash = ReasonCode(name: "INVALID_BODY_HASH")
        public static let authenticationFailed = ReasonCode(name: "AUTHENTICATION_FAILED")
        public static let declined = ReasonCode(name: "DECLINED")
        public static let serviceUnavailable = ReasonCode(name: "SERVICE_UNAVAILABLE")
    }

    /// What helps an integrator to find the mistake.
    public struct Details: Sendable {
        /// The longest base string that is given here, in bytes; longer ones are cut and end in `...`.
        public static let baseStringBytesMax = 4096

        /// A plain sentence about what is wrong.
        public var hint: String
        /// The base strings that would have been accepted, each with its form.
        public var baseStrings: [(form: BaseStringForm, text: String)] = []
        /// The hash of the body that arrived, as `oauth_body_hash` has it.
        public var bodyHashCalculated: String?
        public var bodyHashReceived: String?
    }

    public let code: ReasonCode
    /// The HTTP status of the answer.
    public let status: Int
    /// The text of the answer's `Description`.
    public let gatewayDescription: String
    /// Whether the same request, signed anew, may succeed later.
    public let isRecoverable: Bool
    public let details: Details

    init(
        _ code: ReasonCode, _ status: Int, _ gatewayDescription: String, details: Details, isRecoverable: Bool = false
    ) {
        self.code = code
        self.status = status
        self.gatewayDescription = gatewayDescription
        self.isRecoverable = isRecoverable
        self.details = details
    }

    public var description: String { code.name + " (" + String(status) + "): " + details.hint }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["code": code.name, "status": status]) }

    /// The credential is valid but its project may not use this operation. For the caller, after verification.
    public static var notEntitled: SigningRefusal {
        SigningRefusal(
            .declined, 401, "Unauthorized - Access Not Granted",
            details: Details(hint: "the project is not entitled to this operation"))
    }
}

/// One function for each row of the table in security 2.7. Where the table gives no text, the text is ours.
extension SigningRefusal {
    static var noHeader: SigningRefusal {
        SigningRefusal(
            .invalidAuthHeader, 400, "Bad Request - No Authorization header set.",
            details: Details(hint: "there is no Authorization header"))
    }

    static func malformed(_ hint: String) -> SigningRefusal {
        SigningRefusal(.malformedRequest, 400, "Invalid Request", details: Details(hint: hint))
    }

    static var unknownConsumerKey: SigningRefusal {
        SigningRefusal(
            .invalidClientID, 400, "Bad Request - The consumer key is not known or not active.",
            details: Details(hint: "the consumer key is not known or not active"))
    }

    static var outsideWindow: SigningRefusal {
        SigningRefusal(
            .authenticationFailed, 401, "Unauthorized - The oauth_timestamp is outside the accepted window.",
            details: Details(hint: "the timestamp is too far from the server's clock"))
    }

    static func bodyHashMismatch(calculated: String, received: String) -> SigningRefusal {
        var details = Details(hint: "oauth_body_hash is not the SHA-256 hash of the body that arrived")
        details.bodyHashCalculated = calculated
        details.bodyHashReceived = received
        let text =
            "Bad Request - The provided oauth_body_hash does not match the RSA-SHA256 hash of the request payload. "
            + "Calculated: \(calculated), Received: \(received)"
        return SigningRefusal(.invalidBodyHash, 400, text, details: details)
    }

    static func bodyHashMissing(calculated: String) -> SigningRefusal {
        var details = Details(hint: "there is a body but no oauth_body_hash")
        details.bodyHashCalculated = calculated
        return SigningRefusal(.invalidBodyHash, 400, "Bad Request - OAuth body hash is missing", details: details)
    }

    static func wrongSignature(_ candidates: [SignatureBaseString], body: BodyDigest) -> SigningRefusal {
        var details = Details(hint: "the signature fits none of the base strings that would be accepted")
        details.baseStrings = candidates.map { ($0.form, $0.text(bytesMax: Details.baseStringBytesMax)) }
        details.bodyHashCalculated = body.base64
        let text =
            "OAuth Signature parameter failed verification. Acceptable signature base string: "
            + (details.baseStrings.first?.text ?? "none")
        return SigningRefusal(.authenticationFailed, 403, text, details: details)
    }

    static var replayed: SigningRefusal {
        SigningRefusal(
            .authenticationFailed, 401, "Unauthorized - The oauth_nonce has been used before.",
            details: Details(hint: "the nonce has been used before"))
    }

    static var noncesUnavailable: SigningRefusal {
        SigningRefusal(
            .serviceUnavailable, 503, "Service Unavailable",
            details: Details(hint: "the nonce cannot be recorded at present"), isRecoverable: true)
    }
}
