// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Cryptography

/// Checks signed requests in the order of security 2.7: `checkHead` before the body is read (steps 1 to 4), `finish`
/// with the body's hash (steps 5 to 7). Both are safe to call from any thread and hold no state between requests
/// but the nonces.
public struct RequestVerifier: Sendable {
    /// How far a timestamp may be from the clock when nothing else is said, in seconds.
    public static let windowSecondsDefault = 300

    public let rule: VerificationRule
    public let origins: OriginPolicy
    private let keys: any SigningKeyDirectory
    private let nonces: NonceStore?
    private let clock: any WallClock
    private let windowSeconds: Int64

    /// - Parameters:
    ///   - nonces: nil leaves out step 7, for tools that look at one request and do not act on it.
    ///   - windowSeconds: not wider than the nonce store's, or a nonce could be forgotten while its request passes.
    public init(
        keys: any SigningKeyDirectory, nonces: NonceStore?, origins: OriginPolicy, clock: any WallClock,
        rule: VerificationRule = .s1, windowSeconds: Int = RequestVerifier.windowSecondsDefault
    ) {
        if case .configured(let list) = origins {
            precondition(!list.isEmpty, "a configured list of origins is not empty")
        }
        precondition(
            windowSeconds > 0 && windowSeconds <= nonces?.windowSeconds ?? windowSeconds,
            "the window is not wider than the nonce store's")
        self.keys = keys
        self.nonces = nonces
        self.origins = origins
        self.clock = clock
        self.rule = rule
        self.windowSeconds = Int64(windowSeconds)
    }

    /// Steps 1 to 4: the header is there and well formed, its consumer key is active, its timestamp is near.
    public func checkHead(_ head: RequestHead) throws(SigningRefusal) -> HeadChecked {
        guard let authorization = head.authorizationHeaders.first else { throw .noHeader }
        guard head.authorizationHeaders.count == 1 else { throw .malformed("there are several Authorization headers") }
        let parameters: SignatureParameters
        let signed: SignedParts
        do {
            parameters = try SignatureParameters(AuthorizationHeader(authorization))
            signed = try SignedParts(head, origins)
        } catch {
            throw .malformed(error.description)
        }
        guard !signed.target.hasOAuthParameter else { throw .malformed("oauth_* parameters belong into the header") }
        guard let key = keys.signingKey(consumerKey: parameters.consumerKey) else { throw .unknownConsumerKey }
        guard key.methods.contains(parameters.method) else {
            throw .malformed("the key is not registered for this oauth_signature_method")
        }
        guard abs(clock.now.seconds - parameters.timestamp) <= windowSeconds else { throw .outsideWindow }
        return HeadChecked(parameters: parameters, key: key, signed: signed)
    }

    /// Steps 5 to 7: body hash, signature, nonce.
    public func finish(_ head: HeadChecked, body: BodyDigest) throws(SigningRefusal) -> VerifiedRequest {
        try Self.checkBodyHash(head.parameters.bodyHash, body)
        let form = try checkSignature(head, body)
        switch record(head.parameters) {
        case .inserted: break
        case .seen: throw .replayed
        case .outsideWindow: throw .outsideWindow
        case .full, .unavailable: throw .noncesUnavailable
        }
        return VerifiedRequest(
            consumerKey: head.parameters.consumerKey, key: head.key, timestamp: head.parameters.timestamp, form: form)
    }

    /// Steps 5 to 7 with the body itself.
    public func finish(_ head: HeadChecked, body: [UInt8]) throws(SigningRefusal) -> VerifiedRequest {
        try finish(head, body: BodyDigest(of: body))
    }

    /// A body makes the parameter mandatory; without one it is optional but must be right (security 2.2).
    private static func checkBodyHash(_ received: String?, _ body: BodyDigest) throws(SigningRefusal) {
        guard let received else {
            guard body.isEmpty else { throw .bodyHashMissing(calculated: body.base64) }
            return
        }
        let calculated = Base64.encode(body.sha256)
        guard constantTimeEqual(calculated, Array(received.utf8)) else {
            throw .bodyHashMismatch(calculated: body.base64, received: received)
        }
    }

    private func checkSignature(_ head: HeadChecked, _ body: BodyDigest) throws(SigningRefusal) -> BaseStringForm {
        let check = SignatureCheck(head.parameters, head.key.publicKey)
        var tried: [SignatureBaseString] = []
        for candidate in head.signed.candidates(head.parameters, rule.forms) {
            if check.accepts(candidate.bytes) { return candidate.form }
            tried.append(candidate)
        }
        throw .wrongSignature(tried, body: body)
    }

    private func record(_ parameters: SignatureParameters) -> NonceStore.Outcome {
        guard let nonces else { return .inserted }
        return nonces.insert(
            consumerKey: parameters.consumerKey, nonce: parameters.nonce, timestamp: parameters.timestamp)
    }
}

extension SignedParts {
    init(_ head: RequestHead, _ origins: OriginPolicy) throws(RequestSigningError) {
        method = try SignatureBaseString.method(head.method)
        target = try RequestTarget(Array(head.target.utf8))
        origin = try origins.origin(scheme: head.scheme, host: head.host)
    }

    func candidates(_ parameters: SignatureParameters, _ forms: [BaseStringForm]) -> SignatureCandidates {
        SignatureCandidates(method: method, origin: origin, target: target, parameters: parameters, forms: forms)
    }
}
