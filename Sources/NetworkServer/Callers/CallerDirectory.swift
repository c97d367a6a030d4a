// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import Directory
internal import RequestSigning
internal import Store
internal import Synchronization

/// The registry as requests need it: in memory, by key. It follows changes that another process makes (an issuer that
/// is onboarded while the server runs) within a quarter of a second, and at once when a key is not known.
final class CallerDirectory: SigningKeyDirectory {
    private struct State: Sendable {
        var registry = CallerRegistry()
        var version: Int64 = -1
        var checked: MonotonicInstant?
    }

    private static let checkInterval = Duration.milliseconds(250)

    private let store: any RegistryStore
    private let log: Log
    private let state = Mutex(State())

    init(store: any RegistryStore, log: Log) throws(StoreError) {
        self.store = store
        self.log = log
        try refresh()
    }

    /// The registry as it is now.
    var registry: CallerRegistry {
        let isDue = state.withLock { state in
            guard let checked = state.checked, MonotonicInstant.now.duration(since: checked) < Self.checkInterval else {
                return true
            }
            return false
        }
        if isDue { refreshOrLog() }
        return state.withLock { $0.registry }
    }

    /// The registry as it is at this moment, for whoever is not in it as it was read last.
    var newest: CallerRegistry {
        refreshOrLog()
        return state.withLock { $0.registry }
    }

    func signingKey(consumerKey: String) -> SigningKey? {
        if let key = registry.signingKeys[consumerKey] { return key.key }
        refreshOrLog()
        return state.withLock { $0.registry.signingKeys[consumerKey]?.key }
    }

    /// The client behind a consumer key.
    func caller(consumerKey: String) -> Caller? {
        state.withLock { state in
            guard let entry = state.registry.signingKeys[consumerKey] else { return nil }
            return state.registry.callers[entry.srcClientId]
        }
    }

    /// A registry that cannot be read is served as it was last: the requests of known clients go on.
    private func refreshOrLog() {
        do {
            try refresh()
        } catch {
            log.error("the registry cannot be read", .text("store", "registry"))
        }
    }

    private func refresh() throws(StoreError) {
        let version = try store.version()
        let isNew = state.withLock { state in
            state.checked = .now
            return state.version != version
        }
        guard isNew else { return }
        let registry = CallerRegistry(try store.snapshot(), log: log)
        state.withLock { state in
            state.registry = registry
            state.version = version
        }
    }
}

/// A client that may call.
struct Caller: Sendable {
    var srcClientId: String
    var isLocked: Bool
}

/// A program as requests use it.
struct Program: Sendable {
    var directory: Int64
    var serviceId: String
    var directoryId: String
    var srcClientId: String
    var settings: ProgramSettings
}

/// An immutable picture of the registry.
struct CallerRegistry: Sendable {
    var signingKeys: [String: (key: SigningKey, srcClientId: String)] = [:]
    var callers: [String: Caller] = [:]
    var programs: [String: Program] = [:]
    var programsByDirectory: [Int64: Program] = [:]
    /// By client.
    var payloadKeys: [String: PayloadKeys] = [:]
    /// By the `directoryId` of the second generation.
    var programsByDirectoryId: [String: Program] = [:]
    /// The shops.
    private var applications: [String: DigitalPaymentApplication] = [:]
    /// The origins of all shops.
    private(set) var shopOrigins: Set<String> = []
    /// The oldest program of each client.
    private var firstPrograms: [String: Program] = [:]

    init() {}

    /// Leaves out what cannot be read, and says so: one damaged row must not lock everybody out.
    init(_ snapshot: RegistrySnapshot, log: Log) {
        for client in snapshot.clients {
            callers[client.srcClientId] = Caller(srcClientId: client.srcClientId, isLocked: client.status == .locked)
        }
        for row in snapshot.signingKeys where row.isActive {
            guard let publicKey = try? RSAPublicKey.load(row.publicKey) else {
                log.error("a signing key is not readable", .identifier("srcClientId", row.srcClientId))
                continue
            }
            signingKeys[row.consumerKey] = (
                SigningKey(consumerKey: row.consumerKey, publicKey: publicKey), row.srcClientId
            )
        }
        for row in snapshot.payloadKeys {
            do {
                try payloadKeys[row.srcClientId, default: PayloadKeys()].add(row)
            } catch {
                log.error("a payload key is not readable", .identifier("srcClientId", row.srcClientId))
            }
        }
        for row in snapshot.programs {
            guard let settings = try? ProgramSettings(json: row.settings) else {
                log.error("a program's settings are not readable", .int("directory", Int(row.directory)))
                continue
            }
            let program = Program(
                directory: row.directory, serviceId: row.serviceId, directoryId: row.directoryId,
                srcClientId: row.srcClientId, settings: settings)
            programs[row.serviceId] = program
            programsByDirectory[row.directory] = program
            programsByDirectoryId[row.directoryId] = program
            if firstPrograms[row.srcClientId] == nil { firstPrograms[row.srcClientId] = program }
        }
        for row in snapshot.applications {
            guard let application = try? DigitalPaymentApplication(row) else {
                log.error("a shop's settings are not readable", .identifier("srcClientId", row.srcClientId))
                continue
            }
            applications[row.srcDpaId] = application
            shopOrigins.formUnion(application.origins)
        }
    }

    /// The program that a client's call is about as far as its head says: the one that it names when it is the
    /// client's, otherwise the client's first.
    func program(of srcClientId: String, named serviceId: String?) -> Program? {
        if let serviceId, let named = programs[serviceId], named.srcClientId == srcClientId { return named }
        return firstPrograms[srcClientId]
    }

    /// The shop of an id, whoever's it is.
    func dpa(_ srcDpaId: String) -> DigitalPaymentApplication? { applications[srcDpaId] }

    /// What consumers read of the shops of a client, at most three.
    func shops(of srcClientId: String) -> [String] {
        Array(
            Set(applications.values.filter { $0.srcClientId == srcClientId }.map(\.presentationName)).sorted().prefix(3)
        )
    }

    /// Every directory in which consumers are looked for, the general one first and then by age.
    var consumerDirectories: [Int64] {
        let general = general?.directory
        return programsByDirectory.keys.sorted { ($0 != general ? 1 : 0, $0) < ($1 != general ? 1 : 0, $1) }
    }

    /// The general directory, which is nobody's own.
    var general: Program? { programs[GeneralDirectory.serviceId] }

    /// The program whose own account ranges or card products have the longest prefix of a PAN. Nil where none has one,
    /// and where several clients have the same: a card number goes to nobody who may be a stranger to it.
    func issuer(panDigits: String) -> Program? {
        var (found, length): ([Program], Int) = ([], 0)
        for program in programs.values where program.serviceId != GeneralDirectory.serviceId {
            let prefixes = program.settings.accountRanges.map(\.prefix) + program.settings.cardProducts.map(\.prefix)
            let longest = prefixes.filter(panDigits.hasPrefix).map(\.utf8.count).max() ?? 0
            if longest > length { (found, length) = ([], longest) }
            if longest == length, length > 0 { found.append(program) }
        }
        guard Set(found.map(\.srcClientId)).count == 1 else { return nil }
        return found.min { $0.directory < $1.directory }
    }

    /// The programs of a client.
    func programs(of srcClientId: String) -> [Program] { programs.values.filter { $0.srcClientId == srcClientId } }

    /// The same for a consumer key, proven or not.
    func program(consumerKey: String, named serviceId: String?) -> Program? {
        signingKeys[consumerKey].flatMap { program(of: $0.srcClientId, named: serviceId) }
    }
}
