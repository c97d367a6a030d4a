// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Directory
public import Store
public import Vault
public import Verification

/// Proves who a consumer is by a one-time code (checkout 4.3, 4.4, 5.3). What has begun is kept sealed, and bound to
/// client, shop and identity as the code is.
///
/// No method may be called from a completion of the store: they wait for it.
public final class IdentityValidation: Sendable {
    /// How long a validation is kept: longer than any code of it, so that whoever is late learns that.
    static let life = Duration.seconds(3600)
    private static let prefix = "ivs_"
    private static let language = "en"

    let store: any DirectoryStore
    let vault: Vault
    let clock: any WallClock
    let lookUp: ConsumerLookUp
    let codes: OneTimeCodes
    let tokens: IdTokens
    let recognition: Recognition
    let entropy: any EntropySource
    let isStrict: Bool

    /// - Parameter isStrict: nobody can tell whether there is a consumer before the code is proved: what was asked
    ///   about is the one channel, and for an identity of nobody everything happens but the sending.
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, lookUp: ConsumerLookUp, codes: OneTimeCodes,
        tokens: IdTokens, recognition: Recognition, entropy: any EntropySource, isStrict: Bool
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.lookUp = lookUp
        self.codes = codes
        self.tokens = tokens
        self.recognition = recognition
        self.entropy = entropy
        self.isStrict = isStrict
    }

    // MARK: Starting

    /// The wish for a code.
    public struct Start: Sendable {
        /// Who it is to be; nil: who it was in the session.
        public var identity: LinkedIdentity?
        /// The `idValidationSessionId` of an earlier start: its code is void from then on.
        public var session: String?
        /// The channel's id; nil: that of the identity.
        public var channel: String?
        public var client: String
        public var dpa: String

        public init(identity: LinkedIdentity?, session: String?, channel: String?, client: String, dpa: String) {
            self.identity = identity
            self.session = session
            self.channel = channel
            self.client = client
            self.dpa = dpa
        }
    }

    public struct Started: Sendable {
        /// The `idValidationSessionId`.
        public var session: String
        /// Where the code went.
        public var channel: ValidationChannel
        public var supported: [ValidationChannel]
        public var expiresAt: Timestamp
        /// From when on another code may be asked for.
        public var nextSendAt: Timestamp
    }

    /// Where a code could go that a start sends, what was named first.
    ///
    /// - Throws: `BrowserError`, as a start does.
    public func offered(_ identity: LinkedIdentity) throws -> [ValidationChannel] {
        ValidationChannel.channels(try channels(identity, try present(identity).found))
    }

    /// Who a start is for, once it is known: also to count by, before anything is looked up for it.
    ///
    /// - Throws: CONSUMER_ID_MISSING when neither the call nor a session of the caller says it.
    public func identity(of start: Start) throws -> LinkedIdentity {
        if let identity = start.identity { return identity }
        guard let (_, record) = try start.session.flatMap({ try session($0, start.client, start.dpa) }),
            let first = record.identities.first
        else { throw BrowserError(.consumerIdMissing, "There is no consumerIdentity, and no session that has one.") }
        return first
    }

    /// Sends a code.
    ///
    /// - Parameters:
    ///   - identity: from `identity(of:)`.
    ///   - completion: called once, from this thread or from that of the delivery. The failure is a `BrowserError`, or
    ///     a fault of the server.
    public func start(
        _ start: Start, identity: LinkedIdentity,
        completion: @escaping @Sendable (Result<Started, any Error>) -> Void
    ) {
        do {
            let plan = try plan(start, identity)
            let expires = plan.row.expires
            codes.send(
                to: CodeChannel(plan.channel), for: binding(plan.row), language: plan.language,
                dispatch: !isStrict ? .awaited : plan.record.isReal ? .unawaited : .pretended
            ) { [self] result in
                completion(
                    Result {
                        do {
                            return try started(try result.get(), plan)
                        } catch {
                            // What was sent before is still good where it went.
                            if let before = plan.before {
                                try store.write { [row = plan.row] in
                                    var old = row
                                    old.sealed = before
                                    old.expires = expires
                                    try $0.update(signIn: old)
                                }
                            }
                            throw error
                        }
                    })
            }
        } catch {
            completion(.failure(error))
        }
    }

    private struct Plan: Sendable {
        var row: SignInRow
        var record: ValidationRecord
        var channel: LinkedIdentity
        var language: LanguageCode
        /// What was sealed in the row before; nil: the row is new.
        var before: [UInt8]?
    }

    private func plan(_ start: Start, _ identity: LinkedIdentity) throws -> Plan {
        let (found, isReal) = try present(identity)
        let known = try start.session.flatMap { try session($0, start.client, start.dpa) }
        var record = ValidationRecord(isReal: isReal, identities: try channels(identity, found))
        guard let place = start.channel.map({ ValidationChannel.index($0, in: record.identities) }) ?? 0 else {
            throw BrowserError(.idFormatUnsupported, "There is no such validation channel.")
        }
        record.sentTo = place
        let now = clock.now
        let id = known?.row.id ?? store.reserveSignInIDs(1).lowerBound
        let row = SignInRow(
            id: id, client: start.client, dpa: start.dpa,
            sealed: vault.seal(record.encoded, as: SealedRow(.signIn, id)), created: known?.row.created ?? now,
            expires: now.advanced(by: Self.life))
        try store.write { [isKnown = known != nil] writing in
            if isKnown { try writing.update(signIn: row) } else { try writing.insert(signIn: row) }
        }
        return Plan(
            row: row, record: record, channel: record.identities[place], language: try language(found),
            before: known?.row.sealed)
    }

    /// Who has an identity, and whether that is somebody who may sign in. Outside strict mode nobody else comes out.
    private func present(_ identity: LinkedIdentity) throws -> (found: ConsumerLookUp.Found, isReal: Bool) {
        let found = try lookUp.find(identity)
        guard !isStrict else { return (found, found.isPresent && found.refusal == nil) }
        guard found.isPresent else { throw BrowserError(.notFound, "There is no consumer of this identity.") }
        if let refusal = found.refusalToSignIn { throw refusal }
        return (found, true)
    }

    /// Whether there is somebody of an identity who may sign in.
    ///
    /// - Throws: outside strict mode a `BrowserError` for everybody else.
    func isSomebody(_ identity: LinkedIdentity) throws -> Bool { try present(identity).isReal }

    /// What was asked about, and outside strict mode what else the consumer is known by, as far as codes can be sent
    /// there.
    private func channels(_ identity: LinkedIdentity, _ found: ConsumerLookUp.Found) throws -> [LinkedIdentity] {
        guard !isStrict else { return [identity] }
        var channels = [identity]
        for profile in found.profiles where profile.status == .active {
            for other in try vault.identities(of: profile)
            where !channels.contains(other) && channels.count < LinkedIdentity.countMax { channels.append(other) }
        }
        let reached = channels.filter { codes.reach.contains($0.identityType) }
        return reached.isEmpty ? channels : reached
    }

    private func language(_ found: ConsumerLookUp.Found) throws -> LanguageCode {
        let own = found.profiles.first { $0.status == .active }
        guard let row = own ?? found.stranger else { return try LanguageCode(Self.language) }
        let kept = try StoredConsumer(encoded: vault.open(row.sealed, as: SealedRow(.consumer, row.id))).languageCode
        // In strict mode a stranger's is read, to have done the same work.
        return try LanguageCode(own == nil ? Self.language : kept)
    }

    private func started(_ sending: CodeSending, _ plan: Plan) throws -> Started {
        switch sending {
        case .sent(let expiresAt, let nextSendAt):
            let channels = ValidationChannel.channels(plan.record.identities)
            return Started(
                session: Self.prefix + vault.publicID(.validation, of: plan.row.id),
                channel: channels[plan.record.sentTo ?? 0], supported: channels, expiresAt: expiresAt,
                nextSendAt: nextSendAt)
        case .tooSoon(let next):
            let seconds = (next.milliseconds - clock.now.milliseconds + 999) / 1000
            throw BrowserError(.retriesExceeded, "No other code is sent yet.", retryAfter: max(1, Int(seconds)))
        case .locked: throw BrowserError.lockedIdentity
        case .undeliverable: throw BrowserError(.otpSendFailed, "The code could not be sent.")
        }
    }

    // MARK: Sessions

    /// A validation of this client and shop that is not over.
    func session(_ text: String, _ client: String, _ dpa: String) throws -> (row: SignInRow, record: ValidationRecord)?
    {
        guard text.hasPrefix(Self.prefix),
            let id = vault.row(of: String(text.dropFirst(Self.prefix.count)), kind: .validation),
            let row = try store.read({ try $0.signIn(id) }), row.client == client, row.dpa == dpa,
            row.expires > clock.now
        else { return nil }
        return (row, try ValidationRecord(encoded: vault.open(row.sealed, as: SealedRow(.signIn, id))))
    }

    func binding(_ row: SignInRow) -> CodeBinding {
        CodeBinding(
            session: Array(vault.publicID(.validation, of: row.id).utf8), client: row.client + "\n" + row.dpa,
            purpose: .signIn)
    }
}
