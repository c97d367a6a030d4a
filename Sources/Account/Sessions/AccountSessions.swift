// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Cryptography
internal import Directory
internal import JOSE
public import SignIn
public import Store
public import Vault
public import Verification

/// The sessions of the account's pages. The browser has a sealed cookie; who it is stands in the store, sealed, so that
/// a session can be ended, and whoever leaves a directory is gone from it at once.
///
/// No method may be called from a completion of the store: they wait for it.
public struct AccountSessions: Sendable {
    /// A session that nothing happens in ends after so long.
    public static let idleLife = Duration.seconds(900)
    /// And every session after so long.
    public static let life = Duration.seconds(3600)
    /// The end of an idle session is moved once in so long, so that reading a page seldom writes.
    private static let moveInterval = Duration.seconds(60)
    private static let textBytesMax = 512
    private static let layout: UInt8 = 1

    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let lookUp: ConsumerLookUp
    private let recognition: Recognition

    /// - Parameter entropy: must not be foreseeable: the keys of cookies and the marks of forms come from it.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource,
        lookUp: ConsumerLookUp, recognition: Recognition
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.entropy = entropy
        self.lookUp = lookUp
        self.recognition = recognition
    }

    /// Begins a session, never with anything that the browser came with.
    ///
    /// - Parameters:
    ///   - isProved: whether a code was entered just now; otherwise `browser` says what the session stands on.
    ///   - browser: the remembered browser and its profile.
    func open(
        _ identity: LinkedIdentity, isProved: Bool, browser: (consumer: Int64, family: Int64)?
    ) throws -> AccountSession {
        let now = clock.now
        let id = store.reserveSignInIDs(1).lowerBound
        let record = AccountRecord(
            identity: identity, browser: browser, proved: isProved ? now : nil, key: secret(), mark: secret())
        let row = SignInRow(
            id: id, client: AccountParty.client, dpa: AccountParty.dpa,
            sealed: vault.seal(record.encoded, as: SealedRow(.signIn, id)), created: now,
            expires: now.advanced(by: Self.idleLife))
        try store.write { try $0.insert(signIn: row) }
        return try session(row, record, text: text(id, record.key), now)
    }

    /// The session of a cookie; nil: it is over, or never was. It counts as used now.
    public func read(_ text: String) throws -> AccountSession? {
        let now = clock.now
        guard let (id, key) = parts(text), let row = try store.read({ try $0.signIn(id) }),
            row.client == AccountParty.client, row.expires > now, row.created.advanced(by: Self.life) > now,
            let record = try? AccountRecord(encoded: vault.open(row.sealed, as: SealedRow(.signIn, id))),
            constantTimeEqual(Array(record.key.utf8), Array(key.utf8))
        else { return nil }
        if record.proved == nil {
            // Nobody entered a code: the session is as good as what it stands on.
            guard let (consumer, family) = record.browser,
                try recognition.isRemembered(family: family, consumer: consumer)
            else { return nil }
        }
        guard try move(row, now) else { return nil }
        return try session(row, record, text: text, now)
    }

    /// Ends a session, whatever it is of; nothing happens when there is none.
    public func end(_ text: String) throws {
        guard let (id, _) = parts(text) else { return }
        try store.write { writing in
            guard try writing.signIn(id)?.client == AccountParty.client else { return }
            try writing.deleteSignIn(id)
        }
    }

    /// Moves the end of a session that is used. Returns whether it is still there.
    private func move(_ row: SignInRow, _ now: Timestamp) throws -> Bool {
        let last = row.created.advanced(by: Self.life)
        let end = min(now.advanced(by: Self.idleLife), last)
        guard end >= row.expires.advanced(by: Self.moveInterval) || end == last && end > row.expires else {
            return true
        }
        return try store.write { writing in
            guard var current = try writing.signIn(row.id) else { return false }
            current.expires = end
            try writing.update(signIn: current)
            return true
        }
    }

    private func session(
        _ row: SignInRow, _ record: AccountRecord, text: String, _ now: Timestamp
    ) throws -> AccountSession {
        let found = try lookUp.find(record.identity)
        return AccountSession(
            row: row.id, text: text, mark: record.mark, identity: record.identity,
            signedIn: SignedIn(
                identities: [record.identity], profiles: found.profiles, client: row.client, dpa: row.dpa, jti: "",
                browser: record.browser?.family),
            isPresent: found.isPresent, browser: record.browser, proved: record.proved, now: now)
    }

    // MARK: The cookie

    /// 128 bits.
    private func secret() -> String { Base64URL.encode(entropy.bytes(16)) }

    private func text(_ id: Int64, _ key: String) -> String {
        var writer = RecordWriter(version: Self.layout, capacity: 40)
        writer.add(id)
        writer.add(key)
        return Base64URL.encode(vault.seal(writer.bytes, as: AccountCookie.session))
    }

    private func parts(_ text: String) -> (id: Int64, key: String)? {
        guard text.utf8.count <= Self.textBytesMax, let bytes = Base64URL.decode(text),
            let plain = try? vault.open(bytes, as: AccountCookie.session),
            var reader = try? RecordReader(plain, version: Self.layout, record: "account cookie"),
            let id = try? reader.number(), let key = try? reader.required()
        else { return nil }
        return (id, key)
    }
}

/// The places that the account's cookies are sealed to: none of them opens as another one, or as that of another page.
enum AccountCookie {
    static let session = SealedRow(.session, 1)
    static let entry = SealedRow(.session, 2)
}
