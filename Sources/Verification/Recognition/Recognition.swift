// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store
public import Vault

/// Remembers browsers, so that their consumers need no code (checkout 3.4): tokens that the browser keeps, bound to a
/// client and an app instance, which the network signs, knows and can take back.
///
/// A token and those that it was exchanged for are one family: who takes back one takes back all of them.
public final class Recognition: Sendable {
    /// From `iat` to `exp`, unless it is set otherwise (checkout 3.4).
    public static let lifetime = Duration.seconds(180 * 86_400)

    let store: any DirectoryStore
    let vault: Vault
    let clock: any WallClock
    private let network: NetworkName
    private let lifetime: Duration
    private let overlap: Duration

    /// - Parameters:
    ///   - network: who gives the tokens.
    ///   - lifetime: how long a token is good, from its `iat` to its `exp`.
    ///   - overlap: how long a token is still good after it was exchanged: for calls on their way, and other
    ///     windows of the same browser.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, network: NetworkName = NetworkName(),
        lifetime: Duration = Recognition.lifetime, overlap: Duration = .seconds(300)
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.network = network
        self.lifetime = lifetime
        self.overlap = overlap
    }

    // MARK: Giving

    /// Gives a browser a token, once its consumer has proved who they are and has asked to be remembered.
    ///
    /// - Parameters:
    ///   - consumer: row number of the profile.
    ///   - client: the client that alone may use it (`srciClientId`).
    ///   - appInstance: the browser's own id at that client (`appInstanceId`), at most 64 characters.
    ///   - identity: what the consumer has proved; it must be one of the profile's. Nil: the browser is recognized for
    ///     this profile alone.
    /// - Throws: `RecognitionRefusal`.
    public func remember(
        consumer: Int64, directory: Int64, client: String, appInstance: String, identity: Identifier? = nil
    ) throws -> String {
        try rememberBrowser(
            consumer: consumer, directory: directory, client: client, appInstance: appInstance, identity: identity
        ).token
    }

    /// The same, with the family of the token.
    public func rememberBrowser(
        consumer: Int64, directory: Int64, client: String, appInstance: String, identity: Identifier? = nil
    ) throws -> RememberedBrowser {
        let id = store.reserveRecognitionIDs(1).lowerBound
        let row = try store.write { [clock, lifetime] writing in
            guard let profile = try writing.consumer(consumer), profile.directory == directory,
                identity.map({ profile.isIdentified(by: $0.index, $0.kind) }) ?? true
            else { throw RecognitionRefusal.noSuchConsumer }
            let now = clock.now
            let row = RecognitionRow(
                id: id, family: id, directory: directory, consumer: consumer, created: now,
                expires: now.advanced(by: lifetime), identity: identity, client: client)
            try writing.insert(recognition: row)
            try writing.append(audit: Self.audit("recognition.create", row, now, client))
            return row
        }
        return RememberedBrowser(token: try token(row, client, appInstance), family: row.family)
    }

    /// Exchanges a token that is good for a new one, which lives for its full time; the old one is good for a short
    /// overlap (checkout 7, "Rotation"). Within that it gives the same new token again and no second one.
    ///
    /// - Returns: nil when the consumer is not recognized.
    public func rotate(_ token: String, client: String) throws -> String? {
        guard let claims = try good(token, client) else { return nil }
        return try exchange(client, claims.appInstance) { [self] in try row(claims, $0, in: $1) }
    }

    /// The same for a browser that was recognized a while ago.
    public func rotate(_ browser: RecognizedBrowser, client: String) throws -> String? {
        try exchange(client, browser.appInstance) { now, reading in
            try reading.recognition(browser.token).flatMap { row in
                row.expires > now && row.consumer == browser.consumer ? row : nil
            }
        }
    }

    private func exchange(
        _ client: String, _ appInstance: String,
        _ find: @escaping @Sendable (Timestamp, any DirectoryReading) throws -> RecognitionRow?
    ) throws -> String? {
        let id = store.reserveRecognitionIDs(1).lowerBound
        let next: RecognitionRow? = try store.write { [self] writing in
            let now = clock.now
            guard var old = try find(now, writing) else { return nil }
            if let successor = old.successor {
                return try writing.recognition(successor).flatMap { $0.expires > now ? $0 : nil }
            }
            var next = old
            next.id = id
            next.created = now
            next.expires = now.advanced(by: lifetime)
            next.client = client
            old.successor = id
            old.expires = min(old.expires, now.advanced(by: overlap))
            try writing.insert(recognition: next)
            try writing.update(recognition: old)
            return next
        }
        return try next.map { try self.token($0, client, appInstance) }
    }

    // MARK: Recognizing

    /// Who brings a token; nil when it is expired, another client's, taken back, forged, or its consumer is gone or has
    /// no longer the identity that was proved.
    ///
    /// - Parameter appInstance: the browser that brings it; nil: it does not say.
    public func recognized(
        _ token: String, client: String, appInstance: String? = nil
    ) throws -> RecognizedConsumer? {
        guard case .good(let consumer) = try standing(token, client: client, appInstance: appInstance) else {
            return nil
        }
        return consumer
    }

    /// The same, and of a token that is not good whether only its time is over.
    public func standing(
        _ token: String, client: String, appInstance: String? = nil
    ) throws -> RecognitionStanding {
        guard let claims = try RecognitionClaims.read(token, vault, network), claims.client == client,
            appInstance.map({ $0 == claims.appInstance }) ?? true
        else { return .none }
        let now = clock.now
        guard claims.expires > now.seconds else { return .expired }
        return try store.read { reading in
            guard let row = try row(claims, now, in: reading), let profile = try reading.consumer(row.consumer),
                profile.directory == row.directory,
                row.identity.map({ profile.isIdentified(by: $0.index, $0.kind) }) ?? true
            else { return .none }
            return .good(
                RecognizedConsumer(
                    consumer: row.consumer, directory: row.directory, srcConsumerId: claims.consumer,
                    appInstance: claims.appInstance, token: row.id, family: row.family, identity: row.identity))
        }
    }

    /// Whether the network has made this token for a client, whatever became of it.
    public func isMade(_ token: String, for client: String) throws -> Bool {
        try RecognitionClaims.read(token, vault, network)?.client == client
    }

    // MARK: Taking back

    /// Takes back a token and all that it was exchanged for or came from, whatever client brings it: whoever has it may
    /// give it up. Nothing happens when it is none, or not known any more.
    public func forget(_ token: String) throws {
        guard let claims = try RecognitionClaims.read(token, vault, network),
            let id = vault.row(of: claims.id, kind: .recognition)
        else { return }
        try store.write { [clock] writing in
            guard let row = try writing.recognition(id) else { return }
            try writing.deleteRecognitions(family: row.family)
            try writing.append(audit: Self.audit("recognition.revoke", row, clock.now, claims.client))
        }
    }

    /// The same of a family.
    public func forget(family: Int64) throws {
        try store.write { try $0.deleteRecognitions(family: family) }
    }

    /// Takes back every token of a profile. (A profile that is deleted takes its tokens with it.)
    public func forgetAll(consumer: Int64) throws {
        try store.write { try $0.deleteRecognitions(consumer: consumer) }
    }

    // MARK: Parts

    private func token(_ row: RecognitionRow, _ client: String, _ appInstance: String) throws -> String {
        try RecognitionClaims(
            network: network, appInstance: appInstance, consumer: vault.publicID(.consumer, of: row.consumer),
            client: client,
            issued: row.created.seconds, expires: row.expires.seconds, id: vault.publicID(.recognition, of: row.id)
        ).sign(vault)
    }

    /// The claims of a token that the network has signed for this client and whose own time is not over.
    private func good(_ token: String, _ client: String) throws -> RecognitionClaims? {
        guard let claims = try RecognitionClaims.read(token, vault, network), claims.client == client,
            claims.expires > clock.now.seconds
        else { return nil }
        return claims
    }

    private func row(
        _ claims: RecognitionClaims, _ now: Timestamp, in reading: any DirectoryReading
    ) throws -> RecognitionRow? {
        guard let id = vault.row(of: claims.id, kind: .recognition), let row = try reading.recognition(id),
            row.expires > now, vault.publicID(.consumer, of: row.consumer) == claims.consumer
        else { return nil }
        return row
    }

    static func audit(
        _ action: String, _ row: RecognitionRow, _ now: Timestamp, _ client: String, _ correlation: String = ""
    ) -> AuditRow {
        AuditRow(
            at: now, directory: row.directory, actor: client, action: action, subject: row.consumer,
            correlation: correlation)
    }
}
