// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Directory
public import SignIn
public import Store
internal import Vault
public import Verification

/// Signing in at the account's pages: by a code, or by a browser that is remembered (checkout 5.2, 5.3, 5.8). Limits
/// and strict mode are those of `IdentityValidation`.
///
/// No method may be called from a completion of the store: they wait for it.
public struct AccountSignIn: Sendable {
    /// Of the sentence by which a browser is remembered; to be raised when its meaning changes.
    static let rememberVersion = "1"

    private let store: any DirectoryStore
    private let validation: IdentityValidation
    private let lookUp: ConsumerLookUp
    private let browsers: BrowserRecognition
    private let recognition: Recognition
    private let sessions: AccountSessions
    private let clock: any WallClock
    private let entropy: any EntropySource

    public init(
        store: any DirectoryStore, validation: IdentityValidation, lookUp: ConsumerLookUp,
        browsers: BrowserRecognition, recognition: Recognition, sessions: AccountSessions, clock: any WallClock,
        entropy: any EntropySource
    ) {
        self.store = store
        self.validation = validation
        self.lookUp = lookUp
        self.browsers = browsers
        self.recognition = recognition
        self.sessions = sessions
        self.clock = clock
        self.entropy = entropy
    }

    // MARK: The code

    /// By what questions about an identity are counted.
    public func fingerprint(_ identity: LinkedIdentity) -> [UInt8] { lookUp.fingerprint(identity) }

    /// Who an entry is for.
    ///
    /// - Throws: CONSUMER_ID_MISSING when its time is over.
    public func identity(of entry: AccountEntry) throws -> LinkedIdentity {
        try validation.identity(of: start(nil, entry, nil))
    }

    /// Sends the first code.
    ///
    /// - Parameters:
    ///   - entry: one for the same identity, whose code the new one takes the place of; nil: there is none.
    ///   - completion: called once, from this thread or from that of the delivery. The failure is a `BrowserError`, or
    ///     a fault of the server.
    public func begin(
        _ identity: LinkedIdentity, entry: AccountEntry?, goal: AccountGoal, isAgain: Bool,
        completion: @escaping @Sendable (Result<AccountEntry, any Error>) -> Void
    ) {
        send(start(identity, entry, nil), identity, goal, isAgain, completion)
    }

    /// Sends another code, to the channel of that place.
    public func send(
        to place: Int, _ entry: AccountEntry, completion: @escaping @Sendable (Result<AccountEntry, any Error>) -> Void
    ) {
        do {
            let channel = entry.channels.indices.contains(place) ? entry.channels[place] : entry.channel
            let start = start(nil, entry, channel.id)
            try send(start, validation.identity(of: start), entry.goal, entry.isAgain, completion)
        } catch {
            completion(.failure(error))
        }
    }

    private func start(_ identity: LinkedIdentity?, _ entry: AccountEntry?, _ channel: String?)
        -> IdentityValidation.Start
    {
        IdentityValidation.Start(
            identity: identity, session: entry?.session, channel: channel, client: AccountParty.client,
            dpa: AccountParty.dpa)
    }

    private func send(
        _ start: IdentityValidation.Start, _ identity: LinkedIdentity, _ goal: AccountGoal, _ isAgain: Bool,
        _ completion: @escaping @Sendable (Result<AccountEntry, any Error>) -> Void
    ) {
        validation.start(start, identity: identity) { result in
            completion(
                result.map { started in
                    // Who proves it again proves the same, and not what else there is.
                    let channels = isAgain ? Array(started.supported.prefix(1)) : started.supported
                    return AccountEntry(
                        session: started.session,
                        channels: channels.map { channel in
                            AccountEntry.Channel(
                                id: channel.id, isEmail: channel.identityType == .emailAddress, masked: channel.masked)
                        }, sentTo: channels.firstIndex(of: started.channel) ?? 0, nextSend: started.nextSendAt,
                        goal: goal, isAgain: isAgain)
                })
        }
    }

    /// A consumer who has come in.
    public struct Entered: Sendable {
        public var session: AccountSession
        /// For the browser to keep; nil: it is not remembered, or has its token.
        public var recognitionToken: String?
    }

    /// Takes a guess. A right one begins a session; the one that the browser had is over.
    ///
    /// - Parameters:
    ///   - code: as it was typed.
    ///   - isRemembered: the consumer wants the browser to be remembered.
    ///   - current: the session that the browser has; of who proves it again it must be the same consumer's.
    /// - Throws: `BrowserError`; `AccountRefusal.notFound` when who proves it again is somebody else.
    public func enter(
        _ code: String, _ entry: AccountEntry, isRemembered: Bool, current: AccountSession?
    ) throws -> Entered {
        if entry.isAgain {
            guard let current, try identity(of: entry) == current.identity else { throw AccountRefusal.notFound }
        }
        let proved = try validation.prove(
            IdentityValidation.Finish(
                session: entry.session, code: code, isRemembered: false, appInstance: nil,
                client: AccountParty.client, dpa: AccountParty.dpa))
        if let current { try sessions.end(current.text) }
        guard isRemembered, !entry.isAgain,
            let browser = try validation.remember(proved, appInstance: nil, client: AccountParty.client),
            let profile = proved.found.profiles.first(where: { $0.status == .active })
        else {
            let browser = entry.isAgain ? current?.browser : nil
            return Entered(session: try sessions.open(proved.identity, isProved: true, browser: browser))
        }
        try note(profile)
        return Entered(
            session: try sessions.open(proved.identity, isProved: true, browser: (profile.id, browser.family)),
            recognitionToken: browser.token)
    }

    private func note(_ profile: ConsumerRow) throws {
        let requestor = AccountParty.requestor(entropy)
        let row = ConsentRow(
            directory: profile.directory, consumer: profile.id, kind: .rememberMe, version: Self.rememberVersion,
            uri: "", channel: "ACCOUNT", at: clock.now, correlation: requestor.srcCorrelationId)
        try store.write { try $0.append(consent: row) }
    }

    // MARK: The remembered browser

    /// Lets in whoever comes with a browser that is remembered, and exchanges its token (checkout 7, "Rotation"). Nil:
    /// nobody is recognized.
    public func recognize(_ token: String) throws -> Entered? {
        guard case .good(let known) = try recognition.standing(token, client: AccountParty.client),
            let identity = try browsers.identity(of: known),
            try lookUp.find(identity).profiles.contains(where: { $0.status == .active }),
            let next = try recognition.rotate(token, client: AccountParty.client)
        else { return nil }
        return Entered(
            session: try sessions.open(identity, isProved: false, browser: (known.consumer, known.family)),
            recognitionToken: next)
    }

    // MARK: Leaving

    /// Ends a session, and forgets the browser that it stands on or that brings the token: whoever signs out is not let
    /// in again without a code (checkout 5.8).
    public func signOut(_ session: AccountSession?, recognitionToken: String?) throws {
        if let session {
            if let family = session.family { try recognition.forget(family: family) }
            try sessions.end(session.text)
        }
        if let recognitionToken, try recognition.isMade(recognitionToken, for: AccountParty.client) {
            try recognition.forget(recognitionToken)
        }
    }
}
