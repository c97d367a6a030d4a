// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Cryptography
public import JOSE
internal import RequestSigning

/// What a link of push provisioning is, what is in it, and what is wrong with it: for people. Texts hold no card
/// number; a receipt and a token reference are shown, since that is what the link is about.
public struct PushExplanation: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case plainRedirect = "redirect to Click to Pay, receipt in clear"
        case signedRedirect = "redirect to Click to Pay, signed"
        case returnLink = "return to the issuer"
        case other = "neither a redirect to Click to Pay nor a return from it"

        /// A word for scripts.
        public var word: String {
            switch self {
            case .plainRedirect: "plain-redirect"
            case .signedRedirect: "signed-redirect"
            case .returnLink: "return"
            case .other: "other"
            }
        }
    }

    /// What signatures are checked with.
    public enum Keys: Sendable {
        case none
        case one(RSAPublicKey)
        /// The `kid` selects.
        case set(VerificationKeySet)
    }

    public enum Signature: Sendable, Hashable {
        /// There is nothing that could be signed.
        case absent
        /// No key was given.
        case unchecked
        case verified(keyID: String?)
        case refused(String)
    }

    public let kind: Kind
    /// Scheme, host and path of the link, masked; nil when it is no link.
    public let place: String?
    /// Decoded, card numbers masked; the signature stands for its bytes.
    public let parameters: [(name: String, value: String)]
    /// What is signed; not to be relied on unless verified.
    public let claims: [(name: String, value: String)]
    public let results: [PushResult]
    public let signature: Signature
    public let findings: [LinkFinding]

    /// Whether it would be taken: nothing fatal, and no signature that does not fit.
    public var isGood: Bool {
        if case .refused = signature { return false }
        return kind != .other && !findings.contains(where: \.isFatal)
    }

    public init(of url: String, keys: Keys = .none) {
        let link: LinkParts
        do {
            link = try LinkParts(url)
        } catch {
            self.init(.other, nil, [], findings: [error])
            return
        }
        let place = Self.shown(link.base)
        let parameters = link.parameters.map { (name: Self.shown($0.name), value: Self.shown($0)) }
        if PushRedirect.isRedirect(link) {
            self.init(redirect: link, parameters, keys)
        } else if link.parameters.contains(where: { $0.name.hasPrefix("results[") }) {
            let reading = PushReturnURL.read(link)
            self.init(
                .returnLink, place, parameters, results: reading.link?.results ?? [], findings: reading.findings)
        } else {
            let finding = LinkFinding.fatal(
                nil, "there is no pushAccountReceipts, no pushAccountData and no results[receipt]")
            self.init(.other, place, parameters, findings: [finding])
        }
    }

    private init(redirect link: LinkParts, _ parameters: [(name: String, value: String)], _ keys: Keys) {
        let reading = PushRedirect.read(link)
        let place = Self.shown(link.base)
        var findings = reading.findings
        guard case .signed(let token) = reading.redirect?.form else {
            let isSigned = link.parameters.contains { $0.name == "pushAccountData" }
            self.init(
                isSigned ? .signedRedirect : .plainRedirect, place, parameters,
                signature: isSigned ? .unchecked : .absent,
                findings: findings)
            return
        }
        let (signature, claims) = Self.check(token, keys)
        if let claims {
            if claims.receipts.count > 1 {
                findings.append(
                    .advice("pushAccountData", "Click to Pay takes exactly one card: push each one by itself"))
            }
            if claims.locale == nil {
                findings.append(.advice("pushAccountData", "no locale is signed: send one in signatureData"))
            }
            if claims.callbackURL == nil {
                findings.append(.advice("pushAccountData", "no callbackURL is signed: the consumer does not come back"))
            }
        }
        self.init(
            .signedRedirect, place, parameters, claims: claims.map(Self.shown) ?? [], signature: signature,
            findings: findings)
    }

    private init(
        _ kind: Kind, _ place: String?, _ parameters: [(name: String, value: String)],
        claims: [(name: String, value: String)] = [],
        results: [PushResult] = [], signature: Signature = .absent, findings: [LinkFinding]
    ) {
        self.kind = kind
        self.place = place
        self.parameters = parameters
        self.claims = claims
        self.results = results
        self.signature = signature
        let masked = parameters.filter { $0.name.contains("…") || $0.value.contains("…") }
        self.findings =
            findings
            + masked.map { .advice($0.name, "it may hold a card number, which must not be in a link: take it out") }
    }

    private static func check(_ token: String, _ keys: Keys) -> (Signature, PushClaims?) {
        do throws(PushSignature.Refusal) {
            switch keys {
            case .none: return (.unchecked, try PushSignature.unverifiedClaims(token))
            case .one(let key):
                let verified = try PushSignature.verify(token, key: key)
                return (.verified(keyID: verified.keyID), verified.claims)
            case .set(let set):
                let verified = try PushSignature.verify(token, keys: set)
                return (.verified(keyID: verified.keyID), verified.claims)
            }
        } catch {
            return (.refused(error.description), try? PushSignature.unverifiedClaims(token))
        }
    }

    // MARK: What is shown

    private static func shown(_ parameter: LinkParts.Parameter) -> String {
        if parameter.name == "pushAccountData" { return "a signature of \(parameter.value.utf8.count) bytes" }
        let parts = parameter.value.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.map { shown(String($0)) }.joined(separator: "|")
    }

    static func shown(_ text: String) -> String {
        DisplayText.line(masked(text), scalarsMax: LinkParts.bytesMax)
    }

    private static func masked(_ text: String) -> String {
        let isResult = text.hasPrefix("results[") && text.hasSuffix("]")
        let core = isResult ? String(text.dropFirst("results[".count).dropLast()) : text
        if CardNumberMask.isReference(core) { return text }
        // A number that is encoded within what is encoded is a number all the same.
        var inner = Array(text.utf8)
        for _ in 0..<3 {
            guard let decoded = PercentEncoding.decode(inner), decoded != inner else { break }
            inner = decoded
            let clear = String(decoding: decoded, as: UTF8.self)
            let masked = CardNumberMask.mask(clear)
            if masked != clear { return masked }
        }
        return CardNumberMask.mask(text)
    }

    private static func shown(_ claims: PushClaims) -> [(name: String, value: String)] {
        var pairs = claims.receipts.map { (name: "pushAccountReceipts", value: shown($0.value)) }
        if let callback = claims.callbackURL { pairs.append(("callbackURL", shown(callback.value))) }
        if let flag = claims.completeWebsiteActivation { pairs.append(("completeWebsiteActivation", "\(flag)")) }
        if let flag = claims.accountHolderDataSupplied { pairs.append(("accountHolderDataSupplied", "\(flag)")) }
        if let locale = claims.locale { pairs.append(("locale", locale.underscored)) }
        return pairs
    }
}
