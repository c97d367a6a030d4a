// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Store
import StoreSQLite
import Synchronization
import Vault

@testable import Enrollment

/// Issuers' endpoints in memory: each directory's answers as it is told to.
final class Endpoints: NotificationTransport {
    struct Attempt: Equatable {
        var directory: Int64
        /// The member `word` of the event.
        var word: String
        var eventId: String
        var at: Timestamp
        var outcome: NotificationOutcome
    }

    private struct State {
        var attempts: [Attempt] = []
        var outcomes: [Int64: NotificationOutcome] = [:]
        var gates: [Int64: DispatchSemaphore] = [:]
        var inFlight: [Int64: Int] = [:]
        var inFlightMax: [Int64: Int] = [:]
    }

    private let clock: ManualClock
    private let state = Mutex(State())

    init(_ clock: ManualClock) {
        self.clock = clock
    }

    var attempts: [Attempt] { state.withLock { $0.attempts } }

    func words(_ directory: Int64 = 1, _ outcome: NotificationOutcome = .acknowledged) -> [String] {
        attempts.filter { $0.directory == directory && $0.outcome == outcome }.map(\.word)
    }

    func inFlightMax(_ directory: Int64) -> Int { state.withLock { $0.inFlightMax[directory] ?? 0 } }

    func answer(_ outcome: NotificationOutcome, directory: Int64 = 1) {
        state.withLock { $0.outcomes[directory] = outcome }
    }

    /// The endpoint takes each call and does not answer before the gate is signalled.
    func hang(directory: Int64) -> DispatchSemaphore {
        let gate = DispatchSemaphore(value: 0)
        state.withLock { $0.gates[directory] = gate }
        return gate
    }

    func send(_ message: NotificationMessage) -> NotificationOutcome {
        let (outcome, gate) = state.withLock { state in
            let count = (state.inFlight[message.directory] ?? 0) + 1
            state.inFlight[message.directory] = count
            state.inFlightMax[message.directory] = max(count, state.inFlightMax[message.directory] ?? 0)
            return (state.outcomes[message.directory] ?? .acknowledged, state.gates[message.directory])
        }
        gate?.wait()
        let event = (try? JSONSerialization.jsonObject(with: Data(message.body))) as? [String: String]
        let attempt = Attempt(
            directory: message.directory, word: event?["word"] ?? "", eventId: event?["eventId"] ?? "",
            at: clock.now, outcome: outcome)
        state.withLock { state in
            state.attempts.append(attempt)
            state.inFlight[message.directory]? -= 1
        }
        return outcome
    }
}

/// A store in a temporary folder with a delivery on it; `restart` opens both again.
final class Outbox {
    let clock = ManualClock()
    let vault: Vault
    let endpoints: Endpoints
    let directories = Mutex<[Int64]>([1, 2, 3])
    private(set) var store: SQLiteDirectoryStore
    private(set) var delivery: NotificationDelivery
    private let path: String
    private let limits: NotificationDelivery.Limits
    private let events = Reported()

    final class Reported: Sendable {
        let events = Mutex<[NotificationEvent]>([])
    }

    init(_ limits: NotificationDelivery.Limits = NotificationDelivery.Limits()) throws {
        path = NSTemporaryDirectory() + "muster-outbox-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        vault = try sharedVault.get().vault
        endpoints = Endpoints(clock)
        self.limits = limits
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 4 << 20)
        delivery = Self.delivery(store, vault, endpoints, clock, limits, events)
        delivery.start()
    }

    deinit {
        delivery.stop()
        store.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func delivery(
        _ store: SQLiteDirectoryStore, _ vault: Vault, _ endpoints: Endpoints, _ clock: ManualClock,
        _ limits: NotificationDelivery.Limits, _ reported: Reported
    ) -> NotificationDelivery {
        NotificationDelivery(
            store: store, vault: vault, transport: endpoints, directories: { [1, 2, 3] }, clock: clock, limits: limits,
            report: { event in reported.events.withLock { $0.append(event) } })
    }

    var reported: [NotificationEvent] { events.events.withLock { $0 } }

    func stop() {
        delivery.stop()
        store.close()
    }

    func restart() throws {
        stop()
        store = try SQLiteDirectoryStore(path: path + "/directory.db", cacheBytes: 4 << 20)
        delivery = Self.delivery(store, vault, endpoints, clock, limits, events)
        delivery.start()
    }

    /// Keeps events about these subjects, each with a word of its own.
    func keep(_ events: [(subject: Int64, word: String)], directory: Int64 = 1) throws {
        let now = clock.now
        let drafts = events.map { event in
            NotificationDraft(
                directory: directory, subject: event.subject, body: Array(#"{"word":"\#(event.word)"}"#.utf8),
                created: now)
        }
        try store.write { try $0.insert(notifications: drafts) }
    }

    func rows(_ directory: Int64 = 1) throws -> [NotificationRow] {
        try store.read { try $0.notifications(directory: directory, limit: 10_000) }
    }

    func counts(_ directory: Int64 = 1) throws -> NotificationCounts {
        try store.read { try $0.notificationCounts(directory: directory) }
    }
}
