// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Dispatch
internal import Foundation
public import Store
public import Vault

/// Takes notifications from the outbox to the issuers (processing 7.5): at least once, in order for each token, with
/// back-off, until one is acknowledged or has been tried for 24 hours. What is given up is parked, and lets the next
/// one of its token go on.
///
/// One thread reads what is due: when something was kept, when something was acknowledged, and every second, because
/// the clock may be moved by hand. Some more threads send. Nobody else ever waits for an issuer's endpoint.
public final class NotificationDelivery: @unchecked Sendable {
    // Everything mutable is guarded by `condition`, except `deletion`, which the thread that reads alone uses.

    /// Bounds of the delivery.
    public struct Limits: Sendable {
        /// Threads that send: so many are on their way at once.
        public var senders = 16
        /// On their way to one issuer at most; to one whose last attempt failed, a single one.
        public var inFlightPerDirectoryMax = 4
        /// On their way to issuers whose last attempt failed: the other threads are kept for those that answer.
        public var inFlightTroubledMax = 8
        /// Attempts that fail in a row before an issuer's endpoint is left alone for a while.
        public var failuresMax = 5
        /// For how long, by the server's clock: no longer than the first back-off.
        public var pause = Duration.seconds(60)
        /// Notifications that wait in memory for one issuer.
        public var queueMax = 64
        /// How long what was delivered can be replayed.
        public var retention = Duration.seconds(7 * 86_400)

        public init() {}
    }

    /// Numbers for the metrics, since the start.
    public struct Progress: Sendable, Equatable {
        public var delivered = 0
        public var failed = 0
        public var parked = 0
    }

    private static let sleepMax: TimeInterval = 1
    private static let deletedMax = 500
    /// How often what is old is deleted.
    private static let deletionInterval = Duration.seconds(600)

    private let store: any DirectoryStore
    private let vault: Vault
    private let transport: any NotificationTransport
    private let directories: @Sendable () -> [Int64]
    private let clock: any WallClock
    private let limits: Limits
    private let report: @Sendable (NotificationEvent) -> Void
    private let condition = NSCondition()
    private let work = DispatchSemaphore(value: 0)
    private var lanes: [Int64: DeliveryLane] = [:]
    /// In the order in which they take turns.
    private var turns: [Int64] = []
    private var progress = Progress()
    private var parkedToReport = 0
    /// Sent, and not yet marked in the store.
    private var marking = 0
    private var isWoken = false
    private var scans = 0
    /// The last scan that found nothing to do and nothing on its way.
    private var quietScan = 0
    private var senders = 0
    private var deletion: Timestamp?
    private var isStopping = false
    private var isStopped = false

    /// - Parameters:
    ///   - directories: those whose issuers have an endpoint, asked again and again.
    ///   - report: told of what the operator should know.
    public init(
        store: any DirectoryStore, vault: Vault, transport: any NotificationTransport,
        directories: @escaping @Sendable () -> [Int64], clock: any WallClock, limits: Limits = Limits(),
        report: @escaping @Sendable (NotificationEvent) -> Void = { _ in }
    ) {
        self.store = store
        self.vault = vault
        self.transport = transport
        self.directories = directories
        self.clock = clock
        self.limits = limits
        self.report = report
    }

    public func start() {
        start("notifications") { $0.scanUntilStopped() }
    }

    /// Lets what is on its way come to its end, which is a matter of seconds, and stops. Not to be called without
    /// `start`.
    public func stop() {
        condition.lock()
        isStopping = true
        condition.broadcast()
        for _ in 0..<limits.senders { work.signal() }
        while !isStopped || senders > 0 || marking > 0 { condition.wait() }
        condition.unlock()
    }

    /// Something was kept.
    public func wake() {
        condition.lock()
        wakeLocked()
        condition.unlock()
    }

    /// Sends everything that is due by now, with what follows from it, and returns when the outcome is on disk. What
    /// has to wait because an endpoint is left alone is not waited for.
    public func runDue() {
        condition.lock()
        let before = scans
        wakeLocked()
        while quietScan <= before, !isStopped { condition.wait() }
        condition.unlock()
    }

    /// Gives back what was read of a directory and is not on its way: its rows are going.
    public func forget(directory: Int64) {
        condition.lock()
        lanes[directory]?.clear()
        condition.unlock()
    }

    public var currentProgress: Progress {
        condition.lock()
        defer { condition.unlock() }
        return progress
    }

    private func wakeLocked() {
        isWoken = true
        condition.broadcast()
    }

    private func start(_ name: String, _ body: @escaping @Sendable (NotificationDelivery) -> Void) {
        let thread = Thread { [self] in body(self) }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    // MARK: The thread that reads

    private func scanUntilStopped() {
        while sleepUntilWoken() {
            do {
                let found = try scan()
                try deleteOld()
                finishScan(found: found)
            } catch {
                report(.storeFailed)
                finishScan(found: 0)
            }
        }
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    /// False when it is to stop.
    private func sleepUntilWoken() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let end = Date(timeIntervalSinceNow: Self.sleepMax)
        while !isWoken, !isStopping, condition.wait(until: end) {}
        isWoken = false
        scans += 1
        return !isStopping
    }

    /// Reads what is due; returns how many it found that were not known.
    private func scan() throws -> Int {
        let now = clock.now
        var found = 0
        for directory in directories() {
            guard let held = heldIfLow(directory, now) else { continue }
            let rows = try store.read {
                try $0.notifications(dueUntil: now, directory: directory, limit: limits.queueMax + held.count)
            }
            if rows.isEmpty { continue }
            condition.lock()
            if lanes[directory] == nil { turns.append(directory) }
            found += lanes[directory, default: DeliveryLane()].add(rows, notIn: held)
            condition.unlock()
        }
        return found
    }

    /// What is held of a directory; nil when no more is to be read of it now.
    private func heldIfLow(_ directory: Int64, _ now: Timestamp) -> Set<Int64>? {
        condition.lock()
        defer { condition.unlock() }
        guard let lane = lanes[directory] else { return [] }
        return lane.queue.count > limits.queueMax / 2 || lane.isPaused(now) ? nil : lane.held
    }

    private func finishScan(found: Int) {
        let now = clock.now
        condition.lock()
        let ready = lanes.values.reduce(0) { $0 + ($1.isReady(now, limits) ? $1.queue.count : 0) }
        let isQuiet = found == 0 && ready == 0 && marking == 0 && lanes.values.allSatisfy { $0.inFlight == 0 }
        if isQuiet, !isWoken { quietScan = scans }
        if ready > 0 { callSenders(ready) }
        let parked = parkedToReport
        parkedToReport = 0
        condition.broadcast()
        condition.unlock()
        if parked > 0 { report(.parked(parked)) }
    }

    /// The threads that send begin when there is something to send.
    private func callSenders(_ count: Int) {
        while senders < limits.senders, !isStopping {
            senders += 1
            start("notify-\(senders)") { $0.sendUntilStopped() }
        }
        for _ in 0..<min(count, limits.senders) { work.signal() }
    }

    /// Only the thread that reads comes here.
    private func deleteOld() throws {
        let now = clock.now
        if let deletion, now < deletion.advanced(by: Self.deletionInterval) { return }
        deletion = now
        let oldest = now.advanced(by: .zero - limits.retention)
        while try store.write({ try $0.deleteNotifications(deliveredBefore: oldest, limit: Self.deletedMax) })
            == Self.deletedMax
        {}
    }

    // MARK: The threads that send

    private func sendUntilStopped() {
        while true {
            work.wait()
            while let (directory, row) = take() {
                finish(transport.send(NotificationMessage(row, vault: vault)), row, directory)
            }
            condition.lock()
            let ends = isStopping
            if ends { senders -= 1 }
            if ends { condition.broadcast() }
            condition.unlock()
            if ends { return }
        }
    }

    /// The next one to send, of each lane in turn; nil when none may be sent.
    private func take() -> (directory: Int64, row: NotificationRow)? {
        let now = clock.now
        condition.lock()
        defer { condition.unlock() }
        if isStopping { return nil }
        let troubled = lanes.values.reduce(0) { $0 + ($1.isTroubled ? $1.inFlight : 0) }
        for (index, directory) in turns.enumerated() {
            guard var lane = lanes[directory], lane.isReady(now, limits) else { continue }
            if lane.isTroubled, troubled >= limits.inFlightTroubledMax { continue }
            turns.append(turns.remove(at: index))
            // Taken out, so that it is changed in place.
            lanes[directory] = nil
            let row = lane.take()
            lanes[directory] = lane
            return (directory, row)
        }
        return nil
    }

    private func finish(_ outcome: NotificationOutcome, _ row: NotificationRow, _ directory: Int64) {
        let now = clock.now
        let next = NotificationBackOff.next(after: row.attempts + 1, at: now, queued: row.queued)
        condition.lock()
        switch outcome {
        case .acknowledged:
            lanes[directory]?.succeeded()
            progress.delivered += 1
            marking += 1
        case .failed:
            lanes[directory]?.failed(now, limits)
            progress.failed += 1
            if next == nil {
                progress.parked += 1
                parkedToReport += 1
            }
            marking += 1
        case .noEndpoint:
            lanes[directory]?.returned()
            lanes[directory]?.clear()
            lanes[directory]?.release(row.id)
            // A scan that runs has passed it over. By the next one the directory is no longer among those with an
            // endpoint, or has a new one.
            wakeLocked()
        }
        condition.unlock()
        let id = row.id
        switch outcome {
        case .acknowledged: mark(row, directory) { try $0.deliver(notification: id, at: now) }
        case .failed:
            mark(row, directory) { writing in
                if let next {
                    try writing.postpone(notification: id, until: next)
                } else {
                    try writing.park(notification: id, at: now)
                }
            }
        case .noEndpoint: break
        }
    }

    /// Writes an outcome down. One that cannot be written leaves the row as it was: it is sent again.
    private func mark(
        _ row: NotificationRow, _ directory: Int64, _ job: @escaping @Sendable (any DirectoryWriting) throws -> Void
    ) {
        store.submit(job) { [self] result in
            condition.lock()
            marking -= 1
            if case .failure = result { lanes[directory]?.pause(clock.now, limits) }
            lanes[directory]?.release(row.id)
            wakeLocked()
            condition.unlock()
            if case .failure = result { report(.storeFailed) }
        }
    }
}

/// What the operator of a delivery should know.
public enum NotificationEvent: Sendable, Equatable {
    /// So many were given up after 24 hours; they go out again when they are replayed.
    case parked(Int)
    /// The outbox could not be read or written; it is tried again.
    case storeFailed
}
