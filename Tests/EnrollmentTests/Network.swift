// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Enrollment
import Foundation
import JOSE
import Store
import StoreSQLite
import Synchronization
import Testing
import Vault

/// The enrollment of a network in one process: real stores in a temporary folder, a clock that is moved by hand.
/// `restart` closes everything and opens it again over the same files.
final class Network {
    static let directory: Int64 = 1
    static let client = "0a1b2c3d-0000-4000-8000-0123456789ab"
    static let otherClient = "0a1b2c3d-0000-4000-8000-0123456789cd"
    static let service = "ISSUER_C2P#EXAMPLEBANK#01"

    let clock = ManualClock()
    let vault: Vault
    var settings = ProgramSettings()
    var limits = BatchProcessor.Limits()
    private(set) var store: SQLiteDirectoryStore
    private(set) var inbox: SQLiteInboxStore
    private(set) var processor: BatchProcessor
    private(set) var due: DueRunner
    private(set) var acceptance: BatchAcceptance
    private(set) var isProcessing = false
    private let trouble = Trouble()
    let path: String
    private let isSandbox: Bool
    private let issuer: (any AuthorizationPoint)?
    private let calls: AuthorizationCalls?

    /// How often the processor told the operator of trouble: a batch that it could not read, or a transaction that
    /// failed.
    var troubleCount: Int { trouble.noted }

    var singles: CardEnrollment {
        CardEnrollment(
            directory: store, vault: vault, clock: clock, isSandbox: isSandbox, notifications: notifications,
            authorization: calls)
    }
    var notifications: Notifications { Self.notifications(vault, clock, settings) }
    var reading: BatchStatusReading { BatchStatusReading(vault: vault, inbox: inbox, directory: store) }
    var profiles: Profiles { Profiles(store: store, vault: vault, clock: clock, notifications: notifications) }
    var cards: Cards { Cards(store: store, vault: vault, clock: clock, notifications: notifications) }

    /// - Parameter isProcessing: whether the processor's thread runs from the start.
    init(
        isSandbox: Bool = true, isProcessing: Bool = true, settings: ProgramSettings = ProgramSettings(),
        limits: BatchProcessor.Limits = BatchProcessor.Limits(), issuer: (any AuthorizationPoint)? = nil
    ) throws {
        self.issuer = issuer
        calls = issuer.map(AuthorizationCalls.init)
        path = NSTemporaryDirectory() + "muster-enrollment-" + UUID().uuidString
        vault = try sharedVault.get().vault
        self.isSandbox = isSandbox
        self.settings = settings
        var limits = limits
        limits.authorizationPause = .zero
        self.limits = limits
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let parts = try Parts(path, vault, clock, settings, limits, isSandbox, trouble, issuer)
        (store, inbox, processor) = (parts.store, parts.inbox, parts.processor)
        (due, acceptance) = (parts.due, parts.acceptance)
        if isProcessing { try startProcessing() }
    }

    deinit {
        close()
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func notifications(
        _ vault: Vault, _ clock: ManualClock, _ settings: ProgramSettings
    ) -> Notifications {
        Notifications(
            vault: vault, clock: clock, isWanted: { _ in !settings.notificationURL.isEmpty }, wake: {})
    }

    /// Shared with the processor's thread.
    private final class Trouble: Sendable {
        private let count = Mutex(0)

        var noted: Int { count.withLock { $0 } }

        func note() { count.withLock { $0 += 1 } }
    }

    private struct Parts {
        let store: SQLiteDirectoryStore
        let inbox: SQLiteInboxStore
        let processor: BatchProcessor
        let due: DueRunner
        let acceptance: BatchAcceptance

        init(
            _ path: String, _ vault: Vault, _ clock: ManualClock, _ settings: ProgramSettings,
            _ limits: BatchProcessor.Limits, _ isSandbox: Bool, _ trouble: Trouble,
            _ issuer: (any AuthorizationPoint)?
        ) throws {
            store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 4 << 20)
            inbox = try SQLiteInboxStore(path: path + "/inbox.db", cacheBytes: 1 << 20)
            let opening = BatchOpening(vault: vault, clock: clock, plaintextBytesMax: 2 << 20)
            let preparation = BatchPreparation(
                vault: vault, directory: store, opening: opening,
                programs: { _ in settings }, clock: clock, isSandbox: isSandbox,
                notifications: Network.notifications(vault, clock, settings))
            processor = BatchProcessor(
                directory: store, inbox: inbox, preparation: preparation, clock: clock, limits: limits,
                authorization: issuer, report: { _ in trouble.note() })
            due = DueRunner(
                directory: store, inbox: inbox, processor: processor, clock: clock,
                resultRetention: .seconds(settings.resultDays * 86_400), emptyProfiles: { _ in settings.emptyProfiles },
                notifications: Network.notifications(vault, clock, settings))
            acceptance = BatchAcceptance(
                vault: vault, inbox: inbox, opening: opening, preparation: preparation, processor: processor,
                clock: clock)
        }
    }

    func startProcessing() throws {
        isProcessing = true
        try processor.start()
    }

    private func close() {
        if isProcessing { processor.stop() }
        isProcessing = false
        inbox.close()
        store.close()
    }

    /// Stops, and opens the same files anew.
    func restart(isProcessing: Bool = true) throws {
        close()
        let parts = try Parts(path, vault, clock, settings, limits, isSandbox, trouble, issuer)
        (store, inbox, processor) = (parts.store, parts.inbox, parts.processor)
        (due, acceptance) = (parts.due, parts.acceptance)
        if isProcessing { try startProcessing() }
    }

    /// Does what is due now and waits for the batches that it resumes.
    func runDue() throws {
        try due.runDue()
        processor.waitUntilIdle()
    }
}

/// One key ring for all tests of the module: RSA keys take their time.
let sharedVault = Result { try SharedVault() }

final class SharedVault: Sendable {
    let vault: Vault
    private let path: String

    init() throws {
        path = NSTemporaryDirectory() + "muster-enrollment-vault-" + UUID().uuidString
        vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            clock: ManualClock())
        _ = try vault.networkKeys
        // The ring is in memory from here on.
        try FileManager.default.removeItem(atPath: path)
    }
}
