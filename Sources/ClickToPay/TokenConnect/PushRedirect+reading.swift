// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension PushRedirect {
    /// What a link holds that leads, or should lead, to Click to Pay.
    public struct Reading: Sendable, Hashable {
        /// Nil when a finding is fatal.
        public let redirect: PushRedirect?
        public let findings: [LinkFinding]
    }

    /// Reads a link that `url` or somebody else wrote: parameters in any order, flags in any case (token-connect 8.1).
    ///
    /// - Throws: the first fatal finding.
    public init(url: String) throws(LinkFinding) {
        let reading = Self.read(try LinkParts(url))
        guard let redirect = reading.redirect else {
            throw reading.findings.first(where: \.isFatal) ?? .fatal(nil, "the link cannot be read")
        }
        self = redirect
    }

    /// Whether a link has one of the two parameters that make it such a one.
    public static func isRedirect(_ link: LinkParts) -> Bool {
        link.parameters.contains { [Name.receipts, Name.receipt, Name.signature].contains($0.name) }
    }

    /// Reads a link and says everything that is to be said about it.
    public static func read(_ link: LinkParts) -> Reading {
        var reader = RedirectReader(link)
        let redirect = reader.redirect()
        return Reading(
            redirect: reader.findings.contains(where: \.isFatal) ? nil : redirect, findings: reader.findings)
    }
}

/// Takes the parameters of a link one by one and gathers what is wrong with them.
private struct RedirectReader {
    private typealias Name = PushRedirect.Name

    private let link: LinkParts
    var findings: [LinkFinding] = []

    init(_ link: LinkParts) {
        self.link = link
    }

    mutating func redirect() -> PushRedirect? {
        let uri = link.url { !Name.all.contains($0.name) }
        do {
            try PushRedirect.check(uri: uri)
        } catch {
            findings.append(error)
        }
        if has(Name.callbackRequired) {
            advise(Name.callbackRequired, "it has no effect: leave it away")
        }
        let form = has(Name.signature) ? signed() : plain()
        let appActivation = flag(Name.appActivation)
        let extFlow = flag(Name.extFlow) ?? false
        if !extFlow { advise(Name.extFlow, "without extFlow=true \"Remember me\" is not offered: add it") }
        guard let form else { return nil }
        do {
            return try PushRedirect(
                uri: uri, form: form, completeIssuerAppActivation: appActivation, extFlow: extFlow)
        } catch {
            if !findings.contains(error) { findings.append(error) }
            return nil
        }
    }

    private mutating func signed() -> PushRedirect.Form? {
        for name in [
            Name.receipts, Name.receipt, Name.holderData, Name.locale, Name.websiteActivation, Name.callback,
        ] where has(name) {
            advise(name, "what is signed counts and this has no effect: leave it away")
        }
        guard let signature = one(Name.signature) else { return nil }
        guard PushRedirect.isCompactJWS(signature) else {
            findings.append(PushRedirect.signatureFault)
            return nil
        }
        return .signed(signature)
    }

    private mutating func plain() -> PushRedirect.Form? {
        let receipts = receipts()
        let callback: CallbackURL? = value(Name.callback)
        let locale: Locale? = value(Name.locale)
        if !has(Name.locale) { advise(Name.locale, "Click to Pay needs one, such as en_US: add it") }
        if !has(Name.callback) { advise(Name.callback, "without it the consumer does not come back: add it") }
        if callback?.isAppScheme == true {
            advise(Name.callback, "another app can claim an app's scheme: prefer a verified https link")
        }
        let form = PushRedirect.Plain(
            receipts: receipts ?? [], accountHolderDataSupplied: flag(Name.holderData), locale: locale,
            completeWebsiteActivation: flag(Name.websiteActivation), callbackURL: callback)
        return receipts == nil ? nil : .plain(form)
    }

    private mutating func receipts() -> [PushReceipt]? {
        let name = has(Name.receipts) ? Name.receipts : Name.receipt
        guard has(name) else {
            refuse(nil, "there is neither pushAccountReceipts nor pushAccountData: one of them is needed")
            return nil
        }
        if has(Name.receipt) { advise(Name.receipt, "the name is pushAccountReceipts: add the s") }
        guard let text = one(name) else { return nil }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= PushClaims.receiptsMax else {
            refuse(name, "there are more than 5 receipts")
            return nil
        }
        var receipts: [PushReceipt] = []
        for part in parts {
            do {
                receipts.append(try PushReceipt(String(part)))
            } catch {
                refuse(name, "a receipt \(error): pass the one of the push's answer on unchanged")
                return nil
            }
        }
        if receipts.count > 1 { advise(name, "Click to Pay takes exactly one card: push each one by itself") }
        return receipts
    }

    // MARK: Single parameters

    private func has(_ name: String) -> Bool { link.parameters.contains { $0.name == name } }

    /// The value of a parameter that must not be repeated; nil when there is none.
    private mutating func one(_ name: String) -> String? {
        let values = link.parameters.filter { $0.name == name }.map(\.value)
        guard values.count < 2 else {
            if !findings.contains(where: { $0.parameter == name && $0.isFatal }) { refuse(name, "it is there twice") }
            return nil
        }
        return values.first
    }

    private mutating func value<Value: WireText>(_ name: String) -> Value? {
        guard let text = one(name) else { return nil }
        do {
            return try Value(text)
        } catch {
            refuse(name, "it \(error)")
            return nil
        }
    }

    private mutating func flag(_ name: String) -> Bool? {
        guard let text = one(name) else { return nil }
        guard let flag = TolerantBoolean.read(text) else {
            refuse(name, "it must be true or false")
            return nil
        }
        return flag
    }

    private mutating func advise(_ name: String?, _ message: String) { findings.append(.advice(name, message)) }
    private mutating func refuse(_ name: String?, _ message: String) { findings.append(.fatal(name, message)) }
}
