// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Directory
internal import JOSE
internal import PhoneNumbers
public import Store
public import Vault
public import Verification

/// The tokens that say who has signed in (checkout 3.3, 7). The network signs them, and keeps who each one stands for,
/// sealed, under its `jti`: so a token can be taken back, and whoever leaves a directory is gone from it at once.
///
/// No method may be called from a completion of the store: they wait for it.
public final class IdTokens: Sendable {
    /// From `iat` to `exp`, unless it is set otherwise (checkout 3.3).
    public static let lifetime = Duration.seconds(480)

    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let directories: @Sendable () -> [Int64]
    private let verifier: IdTokenVerifier
    private let network: NetworkName
    private let lifetime: Duration

    /// - Parameters:
    ///   - network: who gives the tokens.
    ///   - lifetime: how long a token is good, from its `iat` to its `exp`.
    ///   - directories: every directory in which consumers are looked for, the general one first.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, network: NetworkName = NetworkName(),
        lifetime: Duration = IdTokens.lifetime, directories: @escaping @Sendable () -> [Int64]
    ) {
        self.network = network
        self.lifetime = lifetime
        self.store = store
        self.vault = vault
        self.clock = clock
        self.directories = directories
        verifier = IdTokenVerifier(vault: vault, network: network)
    }

    /// Gives a token to a consumer who has proved who they are.
    ///
    /// - Parameters:
    ///   - identities: what was proved, at most 10. Empty only with `profile`.
    ///   - profile: directory and row of the profile of a browser that was remembered for it alone.
    ///   - client: the client that alone may use it.
    ///   - dpa: the shop.
    ///   - method: by what; nil: the consumer had signed in before, and has proved nothing anew.
    ///   - browser: the family of the browser that is remembered with it: signing out forgets that too.
    ///   - recognized: the browser that was recognized: a checkout exchanges its token.
    public func issue(
        for identities: [LinkedIdentity], profile: (directory: Int64, consumer: Int64)? = nil, client: String,
        dpa: String, method: SignInMethod?, browser: Int64? = nil, recognized: RecognizedBrowser? = nil
    ) throws -> String {
        let record = SignInRecord(
            identities: identities, profile: profile, browser: browser, recognized: recognized)
        return try issue(record, of: record, client, dpa, method)
    }

    /// Gives a token that stands for nobody, and is good for signing out: for a shop whose consumer has left the
    /// browser to somebody else (checkout 5.8).
    ///
    /// - Parameters:
    ///   - identities: those of the consumer who leaves, for the token's subject.
    ///   - browser: the family of the browser that signing out forgets.
    public func issueForSignOut(
        of identities: [LinkedIdentity], profile: (directory: Int64, consumer: Int64), client: String, dpa: String,
        browser: Int64?
    ) throws -> String {
        try issue(
            SignInRecord(identities: [], browser: browser), of: SignInRecord(identities: identities, profile: profile),
            client, dpa, nil)
    }

    private func issue(
        _ record: SignInRecord, of consumer: SignInRecord, _ client: String, _ dpa: String, _ method: SignInMethod?
    ) throws -> String {
        let now = clock.now
        let id = store.reserveSignInIDs(1).lowerBound
        let row = SignInRow(
            id: id, client: client, dpa: dpa, sealed: vault.seal(record.encoded, as: SealedRow(.signIn, id)),
            created: now, expires: now.advanced(by: lifetime))
        try store.write { try $0.insert(signIn: row) }
        var claims = IdTokenClaims(
            network: network, subject: subject(consumer, client), references: method?.references ?? [],
            client: client, issued: now.seconds, isSigningIn: method != nil, expires: row.expires.seconds,
            id: vault.publicID(.signIn, of: id))
        switch record.identities.first {
        case .email(let email): claims.mask.email = email.maskedText
        case .mobile(let mobile): claims.mask.mobile = mobile.maskedNumber
        case nil: break
        }
        return try claims.sign(vault)
    }

    /// Who a token stands for; nil when it is forged, expired, taken back or another client's: AUTH_INVALID.
    public func read(_ token: String, client: String) throws -> SignedIn? {
        guard let verified = try verify(token, client: client) else { return nil }
        return try store.read { try signedIn(verified, client: client, in: $0) }
    }

    /// Without the store: a token of the network's for this client, whose time is not over.
    func verify(_ token: String, client: String) throws -> VerifiedIdToken? {
        guard let verified = try verifier.read(token, at: clock.now), verified.audience.contains(client),
            verified.expires > clock.now.seconds
        else { return nil }
        return verified
    }

    /// Who it stands for now; nil when it was taken back.
    func signedIn(
        _ token: VerifiedIdToken, client: String, in reading: any DirectoryReading
    ) throws -> SignedIn? {
        guard let id = vault.row(of: token.id, kind: .signIn), let row = try reading.signIn(id),
            row.client == client, row.expires > clock.now
        else { return nil }
        let record = try SignInRecord(encoded: vault.open(row.sealed, as: SealedRow(.signIn, id)))
        if record.isForSignOut { return nil }
        return SignedIn(
            identities: record.identities, profiles: try profiles(of: record, in: directories(), reading),
            client: row.client, dpa: row.dpa, jti: token.id, browser: record.browser, recognized: record.recognized)
    }

    /// The family of the browser that is remembered with a token which is good; nil: there is none. It is for signing
    /// out: a token that is good for nothing else will do.
    func browser(of token: String, client: String) throws -> Int64? {
        guard let verified = try verify(token, client: client), let id = vault.row(of: verified.id, kind: .signIn),
            let row = try store.read({ try $0.signIn(id) }), row.client == client, row.expires > clock.now
        else { return nil }
        return try SignInRecord(encoded: vault.open(row.sealed, as: SealedRow(.signIn, id))).browser
    }

    /// Whether the network has made this token for a client, whatever became of it.
    public func isMade(_ token: String, for client: String) throws -> Bool {
        try verifier.read(token, at: clock.now)?.audience.contains(client) ?? false
    }

    /// Takes a token back, whoever brings it; nothing happens when it is none or not known any more.
    public func revoke(_ token: String) throws {
        guard let verified = try verifier.read(token, at: clock.now) else { return }
        try revoke(jti: verified.id)
    }

    /// The same by the token's id.
    public func revoke(jti: String) throws {
        guard let id = vault.row(of: jti, kind: .signIn) else { return }
        try store.write { try $0.deleteSignIn(id) }
    }

    /// Leaves a token good for signing out alone: its consumer has left the browser to somebody else (checkout 5.8).
    /// Nothing happens when it is gone.
    ///
    /// - Parameter id: the token's row.
    public func retire(_ id: Int64, in writing: any DirectoryWriting) throws {
        guard var row = try writing.signIn(id) else { return }
        let place = SealedRow(.signIn, id)
        let record = try SignInRecord(encoded: vault.open(row.sealed, as: place))
        row.sealed = vault.seal(SignInRecord(identities: [], browser: record.browser).encoded, as: place)
        try writing.update(signIn: row)
    }

    private func profiles(
        of record: SignInRecord, in directories: [Int64], _ reading: any DirectoryReading
    ) throws -> [ConsumerRow] {
        if record.identities.isEmpty {
            guard let profile = record.profile, directories.contains(profile.directory),
                let row = try reading.consumer(profile.consumer), row.directory == profile.directory
            else { return [] }
            return [row]
        }
        return try vault.profiles(of: record.identities, in: directories, reading)
    }

    private func subject(_ record: SignInRecord, _ client: String) -> String {
        var value = Array(client.utf8) + [0]
        switch record.identities.first {
        case .email(let email): value += Array("e".utf8) + Array(email.matching.utf8)
        case .mobile(let mobile): value += Array("m".utf8) + Array(mobile.e164.utf8)
        case nil: value += Array("p".utf8) + Array(vault.publicID(.consumer, of: record.profile?.consumer ?? 0).utf8)
        }
        return Base64URL.encode(vault.blindIndex(.subject, directory: 0, value: value).bytes)
    }
}

extension Vault {
    /// What is found by these identities in these directories: the first directory's first.
    func identifiers(of identities: [LinkedIdentity], in directories: [Int64]) -> [DirectoryIdentifier] {
        directories.flatMap { directory in
            identities.map { DirectoryIdentifier(identifier(of: $0, directory: directory), in: directory) }
        }
    }

    /// The live profiles that have one of these identities, each once, the first directory's first.
    func profiles(
        of identities: [LinkedIdentity], in directories: [Int64], _ reading: any DirectoryReading
    ) throws -> [ConsumerRow] {
        var seen = Set<Int64>()
        return try reading.consumers(identifiedBy: identifiers(of: identities, in: directories)).compactMap { row in
            row.flatMap { seen.insert($0.id).inserted ? $0 : nil }
        }
    }
}

extension MobileNumber {
    /// As it may be shown: calling code and last digits.
    var maskedNumber: String { "+\(countryCode) " + Masking.phone(nationalNumber) }
}
