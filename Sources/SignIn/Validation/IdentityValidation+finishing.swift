// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Store
internal import Vault
public import Verification

/// The consumer has read the code (checkout 4.4).
extension IdentityValidation {
    /// A guess.
    public struct Finish: Sendable {
        /// The `idValidationSessionId`.
        public var session: String
        /// As it was typed; nil: nothing was.
        public var code: String?
        /// The consumer wants the browser to be remembered (checkout 2.8).
        public var isRemembered: Bool
        /// The browser's own id; nil: it gets one.
        public var appInstance: String?
        public var client: String
        public var dpa: String

        public init(
            session: String, code: String?, isRemembered: Bool, appInstance: String?, client: String, dpa: String
        ) {
            self.session = session
            self.code = code
            self.isRemembered = isRemembered
            self.appInstance = appInstance
            self.client = client
            self.dpa = dpa
        }
    }

    public struct Finished: Sendable {
        public var idToken: String
        /// Nil: the browser is not remembered.
        public var recognitionToken: String?
    }

    /// Who has proved who they are.
    public struct Proved: Sendable {
        public var identity: LinkedIdentity
        /// Who has this identity.
        public var found: ConsumerLookUp.Found
    }

    /// Takes a guess. A right one ends the validation.
    ///
    /// - Throws: `BrowserError`.
    public func finish(_ finish: Finish) throws -> Finished {
        let identity = try prove(finish.session, finish.code, client: finish.client, dpa: finish.dpa)
        return try admit(
            identity, by: identity.email == nil ? .mobileCode : .emailCode,
            remembering: finish.isRemembered ? finish.appInstance ?? entropy.uuid() : nil, client: finish.client,
            dpa: finish.dpa)
    }

    /// The same without tokens, for pages of the network's own.
    ///
    /// - Throws: `BrowserError`.
    public func prove(_ finish: Finish) throws -> Proved {
        try accessible(prove(finish.session, finish.code, client: finish.client, dpa: finish.dpa))
    }

    /// Takes a guess, and gives what a right one proves.
    ///
    /// - Parameters:
    ///   - session: the `idValidationSessionId`.
    ///   - text: as it was typed; nil: nothing was.
    /// - Throws: `BrowserError`.
    func prove(_ session: String, _ text: String?, client: String, dpa: String) throws -> LinkedIdentity {
        guard let text, !text.isEmpty else { throw BrowserError(.codeMissing, "There is no code.") }
        guard let (row, record) = try self.session(session, client, dpa), let channel = record.channel
        else { throw BrowserError(.codeExpired, "The code is not valid any more.") }
        guard let code = try? OneTimeCode(text), text.utf8.count == CodeLimits.digits else {
            throw BrowserError(.codeInvalid, "The code is wrong.")
        }
        switch try codes.check(code, sentTo: CodeChannel(channel), for: binding(row)) {
        case .right where record.isReal: break
        case .right, .wrong, .none: throw BrowserError(.codeInvalid, "The code is wrong.")
        case .void: throw BrowserError(.retriesExceeded, "The code takes no more guesses; ask for another one.")
        case .expired: throw BrowserError(.codeExpired, "The code is not valid any more.")
        case .locked: throw BrowserError.lockedIdentity
        }
        try store.write { try $0.deleteSignIn(row.id) }
        return channel
    }

    /// Lets in whoever has proved an identity.
    ///
    /// - Parameter appInstance: the browser that is to be remembered; nil: none is.
    /// - Throws: `BrowserError` when the account cannot be used now.
    func admit(
        _ identity: LinkedIdentity, by method: SignInMethod, remembering appInstance: String?, client: String,
        dpa: String
    ) throws -> Finished {
        let proved = try accessible(identity)
        let browser = try appInstance.flatMap { try remember(proved, appInstance: $0, client: client) }
        let idToken = try tokens.issue(
            for: [identity], client: client, dpa: dpa, method: method, browser: browser?.family)
        return Finished(idToken: idToken, recognitionToken: browser?.token)
    }

    /// Takes back what nobody has got.
    func withdraw(_ finished: Finished) throws {
        try tokens.revoke(finished.idToken)
        if let token = finished.recognitionToken { try recognition.forget(token) }
    }

    /// - Throws: `BrowserError` when the account cannot be used now.
    private func accessible(_ identity: LinkedIdentity) throws -> Proved {
        let found = try lookUp.find(identity)
        if let refusal = found.refusalToSignIn { throw refusal }
        return Proved(identity: identity, found: found)
    }

    /// Remembers the browser of a consumer who has proved who they are. Nil: only who has a profile can be remembered.
    ///
    /// - Parameter appInstance: the browser's own id; nil: it gets one.
    public func remember(_ proved: Proved, appInstance: String?, client: String) throws -> RememberedBrowser? {
        guard let profile = proved.found.profiles.first(where: { $0.status == .active }) else { return nil }
        return try recognition.rememberBrowser(
            consumer: profile.id, directory: profile.directory, client: client,
            appInstance: appInstance ?? entropy.uuid(),
            identity: vault.identifier(of: proved.identity, directory: profile.directory))
    }
}
