// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Cryptography
internal import HTTPClient
public import JOSE
internal import RequestSigning
internal import WireJSON

/// The issuer's side of the enrollment API: the first generation (enrollment 6 to 10), keyed by the network's ids, or
/// the second (12), keyed by the issuer's own.
///
/// Every call signs exactly the bytes that it sends, carries the flow id of the answer before it, and is repeated by
/// the rules of `RetryPolicy`. Calls block; any number of threads may make them at once.
public final class IssuerClient: Sendable {
    /// What a client may be told beside its profile.
    public struct Options: Sendable {
        public var retry: RetryPolicy
        /// How card data is encrypted; the network reads 128, 192 and 256 bits.
        public var encryption: ContentEncryption
        public var timeout: Duration
        /// Which generation of the API enrollments go through. Each has its own life-cycle calls, and a client can make
        /// both: the directory behind them is one.
        public var generation: APIGeneration
        public var clock: any WallClock
        public var sleeper: any Sleeper
        public var entropy: any EntropySource

        public init(
            retry: RetryPolicy = RetryPolicy(), encryption: ContentEncryption = .a128GCM,
            timeout: Duration = .seconds(45), generation: APIGeneration = .v1, clock: any WallClock = SystemClock(),
            sleeper: any Sleeper = ThreadSleeper(), entropy: any EntropySource = SystemEntropy()
        ) {
            self.retry = retry
            self.encryption = encryption
            self.timeout = timeout
            self.generation = generation
            self.clock = clock
            self.sleeper = sleeper
            self.entropy = entropy
        }
    }

    public let profile: IssuerProfile
    public let options: Options
    let clientId: SrcClientID
    let serviceId: ServiceID
    let exchange: SignedExchange
    /// Scheme and host of the profile's `baseURL`.
    let origin: String
    /// What answers are encrypted to; nil when the profile names no such key.
    let payloadKey: @Sendable () throws(IssuerClientError) -> RSAPrivateKey?
    let networkKeys: NetworkKeyProvider
    private let recent = RecentWrites()

    /// - Parameters:
    ///   - passphrase: of the signing key's file, when it has one.
    ///   - transport: libcurl unless a test gives another.
    /// - Throws: `IssuerClientError` with the cause `configuration`.
    public init(
        profile: IssuerProfile, passphrase: String? = nil, options: Options = Options(),
        transport: (any IssuerTransport)? = nil
    ) throws(IssuerClientError) {
        self.profile = profile
        self.options = options
        do {
            clientId = try SrcClientID(profile.srcClientId)
            serviceId = try ServiceID(profile.serviceId)
        } catch {
            throw IssuerClientError(.configuration("srcClientId or serviceId of the profile \(error)"))
        }
        guard let origin = profile.origin else {
            throw IssuerClientError(.configuration("baseURL of the profile must be an http or https URL"))
        }
        let transport =
            transport
            ?? HTTPClient(
                configuration: HTTPClientConfiguration(
                    totalTimeout: options.timeout, caFile: profile.caFile.map { profile.path(of: $0) }))
        if options.generation == .v2 { _ = try Self.directoryPath(profile) }
        self.origin = origin
        payloadKey = { () throws(IssuerClientError) in try profile.payloadKey(passphrase: passphrase) }
        networkKeys = NetworkKeyProvider(url: profile.keysURL ?? origin + "/keys", transport: transport)
        exchange = try SignedExchange(profile: profile, passphrase: passphrase, options: options, transport: transport)
    }

    // MARK: Batches

    /// Sends a batch (enrollment 7). Sent again with the same id and content it has no further effect and gives the
    /// same `batchId`.
    ///
    /// - Parameter rows: rows of one consumer need not stand together; the first one's consumer data is sent.
    public func enrollBatch(
        externalBatchId: ExternalID, rows: [PortfolioRow]
    ) throws(IssuerClientError) -> BatchAccepted {
        guard !rows.isEmpty else { throw IssuerClientError(.invalidRequest("a batch needs at least one row")) }
        let plaintext = BatchPlaintext.write(rows, options.generation)
        return try repeated { () throws(IssuerClientError) in
            try submitOnce(externalBatchId: externalBatchId, plaintext: plaintext)
        }
    }

    /// Asks what has become of a batch (enrollment 8).
    public func batchStatus(batchId: String) throws(IssuerClientError) -> BatchStatus {
        let status = try repeated { () throws(IssuerClientError) in try statusOnce(batchId: batchId) }
        for item in status.items {
            if let id = item.srcConsumerId { noteWrite(id) }
            if let id = item.srcDigitalCardId { noteWrite(id) }
        }
        return status
    }

    /// Something with this id was made a moment ago: a 404 for it may be replication lag (enrollment 2.5).
    func noteWrite(_ id: String) {
        recent.note(id, now: options.clock.now)
    }

    // MARK: Profiles

    /// A consumer with all cards, masked (enrollment 10.1).
    public func getProfile(srcConsumerId: String) throws(IssuerClientError) -> ProfileResponse {
        try get(path: "/profiles/" + Self.segment(srcConsumerId), lagOf: srcConsumerId, ProfileResponse.init)
    }

    /// Changes what the patch names and leaves the rest (enrollment 10.2).
    public func updateProfile(
        srcConsumerId: String, _ patch: ConsumerPatch, compliance: ComplianceSettings? = nil
    ) throws(IssuerClientError) -> ProfileResponse {
        let path = "/profiles/" + (try Self.segment(srcConsumerId))
        return try call { () throws(IssuerClientError) in
            let request = UpdateProfileRequest(
                common: try self.common(), change: .plain(patch), compliance: compliance)
            return try self.exchange.send("PUT", path, body: request.json())
        } read: {
            ProfileResponse($0)
        }
    }

    /// Deletes a profile with all its cards (enrollment 10.3).
    ///
    /// - Returns: false when there was none any more, which is what a repeated deletion finds (enrollment 17).
    public func deleteProfile(
        srcConsumerId: String, reason: String? = nil, requestor: String? = nil
    ) throws(IssuerClientError) -> Bool {
        // The id is checked though it rides in the query: an empty one must never reach the network.
        _ = try Self.segment(srcConsumerId)
        return try delete("/profiles", [("consumerId", srcConsumerId), ("reason", reason), ("requestor", requestor)])
    }

    /// Deletes a profile if it has no card left: none must stay empty (enrollment 13.2).
    ///
    /// - Returns: whether it was there and empty.
    public func deleteProfileIfEmpty(srcConsumerId: String) throws(IssuerClientError) -> Bool {
        do throws(IssuerClientError) {
            guard try getProfile(srcConsumerId: srcConsumerId).maskedCards?.isEmpty == true else { return false }
        } catch {
            if error.status == 404 { return false }
            throw error
        }
        return try deleteProfile(srcConsumerId: srcConsumerId)
    }

    // MARK: Cards

    /// A card, masked (enrollment 10.4).
    public func getCard(srcDigitalCardId: String) throws(IssuerClientError) -> CardResponse {
        try get(path: "/cards/" + Self.segment(srcDigitalCardId), lagOf: srcDigitalCardId, CardResponse.init)
    }

    /// Replaces a card's billing address (enrollment 10.5).
    public func updateCard(
        srcDigitalCardId: String, billingAddress: Address
    ) throws(IssuerClientError) -> CardResponse {
        let path = "/cards/" + (try Self.segment(srcDigitalCardId))
        return try call { () throws(IssuerClientError) in
            let request = UpdateCardRequest(
                common: try self.common(), change: .plain(CardChanges(billingAddress: billingAddress)))
            return try self.exchange.send("PUT", path, body: request.json())
        } read: {
            CardResponse($0)
        }
    }

    /// Deletes a card (enrollment 10.6).
    ///
    /// - Returns: false when there was none any more.
    public func deleteCard(
        srcDigitalCardId: String, reason: String? = nil, requestor: String? = nil
    ) throws(IssuerClientError) -> Bool {
        let path = "/cards/" + (try Self.segment(srcDigitalCardId))
        return try delete(path, [("reason", reason), ("requestor", requestor)])
    }

    // MARK: What the operations share

    func get<Value: Sendable>(
        path: String, lagOf id: String, _ read: @escaping (JSONValue) -> Value?
    ) throws(IssuerClientError) -> Value {
        var lagWaits = RecentWrites.waits[...]
        while true {
            do throws(IssuerClientError) {
                return try call(
                    { () throws(IssuerClientError) in
                        try self.exchange.send("GET", path, query: try self.common().items)
                    }, read: read)
            } catch {
                // What was written a moment ago may not have reached every site of the network (enrollment 2.5).
                guard error.status == 404, recent.holds(id, now: options.clock.now), let wait = lagWaits.popFirst()
                else { throw error }
                options.sleeper.sleep(for: wait)
            }
        }
    }

    func delete(_ path: String, _ extra: [(String, String?)]) throws(IssuerClientError) -> Bool {
        do throws(IssuerClientError) {
            _ = try repeated { () throws(IssuerClientError) in
                let items = try self.common().items + extra.compactMap { name, value in value.map { (name, $0) } }
                return try self.exchange.send("DELETE", path, query: items)
            }
            return true
        } catch {
            if error.status == 404, !error.concernsAccess { return false }
            throw error
        }
    }

    func call<Value>(
        _ send: () throws(IssuerClientError) -> SignedExchange.Answer, read: (JSONValue) -> Value?
    ) throws(IssuerClientError) -> Value {
        let answer = try repeated(send)
        return try answer.read(read)
    }

    /// Makes a call as often as the retry policy allows.
    func repeated<Value>(_ body: () throws(IssuerClientError) -> Value) throws(IssuerClientError) -> Value {
        var attempt = 1
        while true {
            do throws(IssuerClientError) {
                return try body()
            } catch {
                let jitter = Double(options.entropy.word() >> 11) / Double(1 << 53)
                guard let delay = options.retry.delay(after: error, attempt: attempt, jitter: jitter) else {
                    throw error
                }
                options.sleeper.sleep(for: delay)
                attempt += 1
            }
        }
    }

    /// What every call carries, with a correlation id of its own.
    func common() throws(IssuerClientError) -> CommonQuery {
        CommonQuery(
            srcClientId: clientId, serviceId: serviceId,
            srcCorrelationId: try? CorrelationID(options.entropy.uuid()))
    }

    /// Where the second generation's calls go: below the directory of the profile (enrollment 12.2).
    static func directoryPath(_ profile: IssuerProfile) throws(IssuerClientError) -> String {
        guard let id = profile.directoryId else {
            throw IssuerClientError(
                .configuration("directoryId is missing in the profile: the second generation of the API needs it"))
        }
        return APIPaths.fill(profile.paths.directory, with: try segment(id))
    }

    /// One of the issuer's own ids as a part of a path: its letters need no escaping. Two of them would be taken for
    /// steps of the path.
    static func segment(_ id: ExternalID) throws(IssuerClientError) -> String {
        guard id.value != ".", id.value != ".." else {
            throw IssuerClientError(.invalidRequest("an id of dots alone cannot be part of a path"))
        }
        return id.value
    }

    /// An id as a part of a path. Ids of the network are letters, digits and a few marks; anything else is refused
    /// rather than escaped.
    static func segment(_ id: String) throws(IssuerClientError) -> String {
        let isSafe = id.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        guard isSafe, !id.isEmpty, id.utf8.count <= 64 else {
            throw IssuerClientError(.invalidRequest("an id must be 1 to 64 letters, digits, dashes or underscores"))
        }
        return id
    }
}
