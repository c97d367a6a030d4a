// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Directory
public import Store
public import Vault
internal import Verification

/// Signing in on a page of the network's own: the code is typed there and nowhere else (checkout 4.1, O7; 5.4). The
/// shop opens the page and is told the outcome; the tokens it fetches with a session that only it has.
///
/// What has begun is kept sealed, and bound to client and shop. No method may be called from a completion of the store:
/// they wait for it.
public final class HostedAuthentication: Sendable {
    /// How long a page may take, and its outcome be asked for.
    public static let lifetime = Duration.seconds(900)
    private static let prefix = "aus_"

    let store: any DirectoryStore
    let vault: Vault
    let clock: any WallClock
    let validation: IdentityValidation
    let entropy: any EntropySource
    let passkeys: @Sendable (LinkedIdentity, String?) -> Bool

    /// - Parameter passkeys: whether a browser, by its app instance, has a passkey for an identity.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, validation: IdentityValidation,
        entropy: any EntropySource, passkeys: @escaping @Sendable (LinkedIdentity, String?) -> Bool
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.validation = validation
        self.entropy = entropy
        self.passkeys = passkeys
    }

    // MARK: The shop begins

    /// What a shop's page asks for.
    public struct Order: Sendable {
        public var identity: LinkedIdentity
        /// Where the page comes from: it alone may show the network's page inside of it, and is told how that ended.
        /// Nil: the caller is no page.
        public var origin: String?
        /// Whether the consumer is asked for Remember Me.
        public var offersMemory: Bool
        /// What the shop's page reads; nil: it does not say.
        public var language: String?
        /// The browser's own id at the shop; nil: it has none.
        public var appInstance: String?
        public var client: String
        public var dpa: String

        public init(
            identity: LinkedIdentity, origin: String?, offersMemory: Bool, language: String?, appInstance: String?,
            client: String, dpa: String
        ) {
            self.identity = identity
            self.origin = origin
            self.offersMemory = offersMemory
            self.language = language
            self.appInstance = appInstance
            self.client = client
            self.dpa = dpa
        }
    }

    public struct Opened: Sendable {
        /// The `authenticationSession`: whoever has it gets the tokens.
        public var session: String
        /// What the page's address has in its place.
        public var page: String
        public var expiresAt: Timestamp
    }

    /// Begins. Nothing is sent yet.
    ///
    /// - Throws: `BrowserError`, as the start of a validation does.
    public func open(_ order: Order) throws -> Opened {
        let record = AuthenticationRecord(
            identity: order.identity, origin: order.origin, offersMemory: order.offersMemory, language: order.language,
            appInstance: order.appInstance, channels: try validation.offered(order.identity))
        let now = clock.now
        let id = store.reserveSignInIDs(1).lowerBound
        let row = SignInRow(
            id: id, client: order.client, dpa: order.dpa,
            sealed: vault.seal(record.encoded, as: SealedRow(.signIn, id)), created: now,
            expires: now.advanced(by: Self.lifetime))
        try store.write { try $0.insert(signIn: row) }
        return Opened(
            session: Self.prefix + vault.publicID(.authentication, of: id),
            page: vault.publicID(.authenticationPage, of: id), expiresAt: row.expires)
    }

    // MARK: The shop ends

    /// What became of it.
    public struct Outcome: Sendable {
        /// Never `inaccessible`.
        public var status: Status
        /// For a consumer who is authenticated.
        public var tokens: IdentityValidation.Finished?
        /// Whether the consumer wants to be remembered; without a token there was no profile to be remembered by yet.
        public var isRemembered = false
    }

    /// Tells what became of it, once: with anything but `open` the session is gone. It stays where the tokens cannot be
    /// made: the shop asks again.
    ///
    /// - Parameter isClosing: the page is closed; what is still open has ended with that.
    /// - Throws: `BrowserError`: NOT_FOUND for a session that is not this shop's, is over or was told of;
    ///   ACCT_INACCESSIBLE.
    public func outcome(_ session: String, client: String, dpa: String, isClosing: Bool) throws -> Outcome {
        let unknown = BrowserError(.notFound, "There is no such authentication session.")
        guard session.hasPrefix(Self.prefix),
            let id = vault.row(of: String(session.dropFirst(Self.prefix.count)), kind: .authentication)
        else { throw unknown }
        let told: AuthenticationRecord? = try store.write { [self] writing in
            guard let (row, record) = try read(id, in: writing), row.client == client, row.dpa == dpa else {
                return nil
            }
            switch record.ending {
            case .proved?: break
            case nil where !isClosing: break
            default: try writing.deleteSignIn(id)
            }
            return record
        }
        guard let told else { throw unknown }
        switch told.ending {
        case nil: return Outcome(status: isClosing ? .closed : .open)
        case .closed?: return Outcome(status: .closed)
        case .switchConsumer?: return Outcome(status: .switchConsumer)
        case .inaccessible?: throw BrowserError(.accountInaccessible, "The account cannot be used.")
        case .proved(let identity, let method, let isRemembered)?:
            let tokens: IdentityValidation.Finished
            do {
                tokens = try validation.admit(
                    identity, by: method, remembering: isRemembered ? told.appInstance ?? entropy.uuid() : nil,
                    client: client, dpa: dpa)
            } catch let refusal as BrowserError {
                _ = try take(id)
                throw refusal
            }
            guard try take(id) else {
                // Somebody else has asked at the same time, and has got theirs.
                try validation.withdraw(tokens)
                throw unknown
            }
            return Outcome(status: .authenticated, tokens: tokens, isRemembered: isRemembered)
        }
    }

    /// Removes a session; false when it is gone.
    private func take(_ id: Int64) throws -> Bool {
        try store.write { writing in
            guard try writing.signIn(id) != nil else { return false }
            try writing.deleteSignIn(id)
            return true
        }
    }

    // MARK: What is kept

    /// An authentication whose time is not over.
    func read(
        _ id: Int64, in reading: any DirectoryReading
    ) throws -> (row: SignInRow, record: AuthenticationRecord)? {
        guard let row = try reading.signIn(id), row.expires > clock.now else { return nil }
        return (row, try AuthenticationRecord(encoded: vault.open(row.sealed, as: SealedRow(.signIn, id))))
    }
}
