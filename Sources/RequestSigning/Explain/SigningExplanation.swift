// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Cryptography

/// Everything that can be said about a signed request: which base strings there are, which of them was signed, and what
/// the client probably did wrong. For the command line and for integrators; it shows what the request holds, but
/// neither the signature nor a key.
public struct SigningExplanation: Sendable {
    /// One base string of the request.
    public struct Candidate: Sendable {
        /// The forms that give this text, for example `Q_raw/O_verb`.
        public let forms: [BaseStringForm]
        /// The names of the rules under which it is accepted.
        public let rules: [String]
        public let baseString: String
        /// Whether the signature is over this text; nil when no key was given.
        public let isSigned: Bool?
    }

    /// Why header or target cannot be read; everything else is empty then.
    public internal(set) var problem: String?
    public internal(set) var parameters: SignatureParameters?
    /// The base string's URI: origin and path.
    public internal(set) var baseURI: String?
    public internal(set) var candidates: [Candidate] = []
    /// The hash of the body, as `oauth_body_hash` must have it.
    public let bodyHashCalculated: String
    /// Nil when the header has none.
    public internal(set) var bodyHashReceived: String?
    /// Whether step 5 of the verification is passed.
    public internal(set) var isBodyHashAccepted = false
    /// How many seconds the timestamp is ahead of the clock; negative when it is behind.
    public internal(set) var secondsAhead: Int64?
    public let windowSeconds: Int64
    /// Whether there was a key to check the signature with.
    public let hasKey: Bool
    /// Sentences about what is unusual or wrong, the most likely mistake first.
    public internal(set) var hints: [String] = []

    /// The names of the rules that accept the signature.
    public var acceptingRules: [String] {
        Self.rules.map(\.name).filter { name in
            candidates.contains { $0.isSigned == true && $0.rules.contains(name) }
        }
    }

    /// The rules that are looked at, the strictest first.
    public static let rules = [VerificationRule.rfc5849, .g, .s1, .s1.acceptingLiteralPlus()]

    /// Explains a request.
    ///
    /// - Parameters:
    ///   - body: the exact bytes of the body; empty for none.
    ///   - key: nil to list the base strings without checking the signature.
    ///   - windowSeconds: how far the timestamp may be from the clock.
    public init(
        of head: RequestHead, body: [UInt8], origins: OriginPolicy = .hostHeader, key: RSAPublicKey?,
        clock: any WallClock, windowSeconds: Int = RequestVerifier.windowSecondsDefault
    ) {
        bodyHashCalculated = BodyDigest(of: body).base64
        self.windowSeconds = Int64(windowSeconds)
        hasKey = key != nil
        guard let authorization = head.authorizationHeaders.first, head.authorizationHeaders.count == 1 else {
            problem = "there must be exactly one Authorization header"
            return
        }
        do {
            let parameters = try SignatureParameters(AuthorizationHeader(authorization))
            self.parameters = parameters
            let signed = try SignedParts(head, origins)
            baseURI =
                signed.origin.description + String(decoding: signed.target.bytes[signed.target.path], as: UTF8.self)
            bodyHashReceived = parameters.bodyHash
            secondsAhead = parameters.timestamp - clock.now.seconds
            let check = key.map { SignatureCheck(parameters, $0) }
            candidates = Self.candidates(signed, parameters, check)
            noteBodyHash(body)
            noteTime()
            noteTarget(signed.target)
            noteForms(signed, parameters)
            if let key, acceptingRules.isEmpty {
                let others = Self.otherOrigins(head, origins)
                hints += SignatureGuess(signed, parameters, key, body: body, otherOrigins: others).hints()
            }
        } catch {
            problem = error.description
            noteProblem(authorization)
        }
    }

    private static func candidates(
        _ signed: SignedParts, _ parameters: SignatureParameters, _ check: SignatureCheck?
    ) -> [Candidate] {
        var texts: [(bytes: [UInt8], forms: [BaseStringForm])] = []
        for query in QueryForm.allCases {
            for header in HeaderForm.allCases {
                let form = BaseStringForm(query, header)
                guard let bytes = signed.candidates(parameters, [form]).first(where: { _ in true })?.bytes else {
                    continue
                }
                if let index = texts.firstIndex(where: { $0.bytes == bytes }) {
                    texts[index].forms.append(form)
                } else {
                    texts.append((bytes, [form]))
                }
            }
        }
        return texts.map { text in
            let accepting = rules.filter { rule in rule.forms.contains(where: text.forms.contains) }
            return Candidate(
                forms: text.forms, rules: accepting.map(\.name),
                baseString: String(decoding: text.bytes, as: UTF8.self), isSigned: check?.accepts(text.bytes))
        }
    }

    /// Origins that are easily signed by mistake: the one in the Host header, the configured ones, the published ones.
    private static func otherOrigins(_ head: RequestHead, _ origins: OriginPolicy) -> [PublicOrigin] {
        var others: [PublicOrigin] = []
        if case .configured(let list) = origins { others += list }
        if let host = head.host {
            others += [PublicOrigin.Scheme.https, .http].compactMap { try? PublicOrigin(scheme: $0, authority: host) }
        }
        for host in ["sandbox.api.mastercard.com", "api.mastercard.com", "localhost"] {
            others += [try? PublicOrigin(scheme: .https, authority: host)].compactMap { $0 }
        }
        return others
    }
}
