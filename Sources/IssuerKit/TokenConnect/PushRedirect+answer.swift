// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

extension PushRedirect {
    /// Which of the two forms to build.
    public enum FormChoice: String, Sendable, CaseIterable {
        /// The signed one when the token requestor takes it and there is a signature, else the plain one.
        case automatic
        case plain
        case signed
    }

    /// The link for what a push was answered (token-connect 8.2).
    ///
    /// - Parameters:
    ///   - settings: what was sent with the push. The signed form holds it already, but for the activation of the
    ///     issuer's app, which goes in clear when it is wanted.
    /// - Throws: a fatal finding when the answer has no `WEB` uri, no receipt, or not what the form needs.
    public init(
        answer: PushAnswer, settings: PushRequest.SignatureData, choice: FormChoice = .automatic, extFlow: Bool = true
    ) throws(LinkFinding) {
        guard let uri = answer.webURI else {
            throw .fatal(nil, "the answer has no WEB uri: this card cannot be pushed by a browser")
        }
        let signature = answer.tokenRequestorSignatureSupport ? answer.signature : nil
        if choice != .plain, let signature {
            try self.init(
                uri: uri, form: .signed(signature),
                completeIssuerAppActivation: settings.completeIssuerAppActivation == true ? true : nil,
                extFlow: extFlow)
            return
        }
        guard choice != .signed else {
            throw .fatal("pushAccountData", "the answer has no signature that the token requestor takes")
        }
        guard !answer.receipts.isEmpty else { throw .fatal("pushAccountReceipts", "the answer has no receipt") }
        try self.init(
            uri: uri,
            form: .plain(
                Plain(
                    receipts: answer.receipts, accountHolderDataSupplied: settings.accountHolderDataSupplied,
                    locale: settings.locale, completeWebsiteActivation: settings.completeWebsiteActivation,
                    callbackURL: settings.callbackURL)),
            completeIssuerAppActivation: settings.completeIssuerAppActivation, extFlow: extFlow)
    }
}
