// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Directory
internal import Foundation
public import Store

/// Does what falls due: on a thread that sleeps until the next thing, or at once when a clock is moved by hand.
public final class DueRunner: @unchecked Sendable {
    // `isStopping` and `isStopped` are guarded by `condition`.

    /// Due things that one transaction takes at most.
    private static let dueMax = 500
    /// How long the thread sleeps at most: something may have been set by another process or a moved clock.
    private static let sleepMax: TimeInterval = 1
    /// Results are deleted in portions, so that no transaction is long.
    private static let resultsMax = 200
    private static let checkoutRetention = Duration.seconds(400 * 86_400)

    private let directory: any DirectoryStore
    private let inbox: any InboxStore
    private let processor: BatchProcessor
    private let clock: any WallClock
    private let resultRetention: Duration
    private let emptyProfiles: @Sendable (Int64) -> EmptyProfilePolicy
    private let housekeeping: @Sendable () -> Void
    private let notifications: Notifications?
    private let added: @Sendable (AddedCard) -> Void
    private let report: @Sendable (any Error) -> Void
    private let condition = NSCondition()
    private var isStopping = false
    private var isStopped = false

    /// - Parameters:
    ///   - resultRetention: how long batch results are kept after the batch's end.
    ///   - emptyProfiles: what becomes of empty profiles, by directory.
    ///   - notifications: writes what issuers are told; nil: they are told nothing.
    ///   - added: told of each card whose cardholder is to be told, once, after that was written down. Returns at once.
    ///   - housekeeping: what else is to be done every second, and is quick.
    ///   - report: told when the store failed; the work is tried again.
    public init(
        directory: any DirectoryStore, inbox: any InboxStore, processor: BatchProcessor, clock: any WallClock,
        resultRetention: Duration, emptyProfiles: @escaping @Sendable (Int64) -> EmptyProfilePolicy,
        notifications: Notifications? = nil, added: @escaping @Sendable (AddedCard) -> Void = { _ in },
        housekeeping: @escaping @Sendable () -> Void = {},
        report: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.added = added
        self.housekeeping = housekeeping
        self.notifications = notifications
        self.directory = directory
        self.inbox = inbox
        self.processor = processor
        self.clock = clock
        self.resultRetention = resultRetention
        self.emptyProfiles = emptyProfiles
        self.report = report
    }

    public func start() {
        let thread = Thread { [self] in run() }
        thread.name = "due-runner"
        thread.start()
    }

    public func stop() {
        condition.lock()
        isStopping = true
        condition.broadcast()
        while !isStopped { condition.wait() }
        condition.unlock()
    }

    private func run() {
        while sleepUntilNext() {
            housekeeping()
            do {
                try runDue()
            } catch {
                report(error)
            }
        }
        condition.lock()
        isStopped = true
        condition.broadcast()
        condition.unlock()
    }

    /// False when the runner is to stop.
    private func sleepUntilNext() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        if !isStopping { _ = condition.wait(until: Date(timeIntervalSinceNow: Self.sleepMax)) }
        return !isStopping
    }

    /// Does everything that is due now and returns when it is on disk; resumed batches are queued.
    public func runDue() throws {
        let now = clock.now
        while true {
            let rows = try directory.read { try $0.due(until: now, limit: Self.dueMax) }
            if rows.isEmpty { break }
            for row in rows where row.kind == DueKind.resumeBatch.rawValue {
                if let header = try inbox.header(of: row.subject) { processor.resume(header) }
            }
            let (isTold, cards) = try directory.write { [emptyProfiles, notifications] writing in
                var isTold = false
                var cards: [AddedCard] = []
                for row in rows {
                    try writing.delete(due: row)
                    switch DueKind(rawValue: row.kind) {
                    case .suspendToken:
                        isTold =
                            try DueActions.suspendToken(of: row.subject, notifications: notifications, in: writing)
                            || isTold
                    case .purgeProfile:
                        try DueActions.purge(
                            consumer: row.subject, policy: emptyProfiles(row.directory), now: now, in: writing)
                    case .tellCardholder:
                        if let card = try DueActions.addedCard(row.subject, in: writing) { cards.append(card) }
                    case .resumeBatch, nil: break
                    }
                }
                return (isTold, cards)
            }
            // A courtesy: rather once too few than twice.
            cards.forEach(added)
            if isTold { notifications?.kept() }
        }
        try expireStaged(now)
        try expireReceipts(now)
        try expireCheckouts(now)
        let oldest = now.advanced(by: .zero - resultRetention)
        // A code is kept for a day after its time, so that whoever is late learns that; a count as long as it counts.
        let yesterday = now.advanced(by: .seconds(-86_400))
        // Refunds and chargebacks of a purchase are told of for months.
        let forgotten = now.advanced(by: .zero - Self.checkoutRetention)
        // Staged cards end after the batches that staged them did, so that a result never outlives its card's row.
        while try directory.write({ writing in
            try [
                writing.deleteResults(endedBefore: oldest, limit: Self.resultsMax),
                writing.deleteStaged(endedBefore: oldest, limit: Self.resultsMax),
                writing.deleteReceipts(endedBefore: oldest, limit: Self.resultsMax),
                writing.deleteCodes(expiredBefore: yesterday, limit: Self.resultsMax),
                writing.deleteCodeTallies(restingBefore: now, limit: Self.resultsMax),
                writing.deleteRecognitions(expiredBefore: now, limit: Self.resultsMax),
                writing.deleteSignIns(expiredBefore: now, limit: Self.resultsMax),
                writing.deleteCheckouts(settledBefore: forgotten, limit: Self.resultsMax),
            ].max()
        }) == Self.resultsMax {}
    }

    /// Ends the staged cards whose time is over, and with that the PANs at rest (enrollment 9.4).
    private func expireStaged(_ now: Timestamp) throws {
        while try !directory.read({ try $0.overdueStagedCards(at: now, limit: 1) }).isEmpty {
            try directory.write { writing in
                for row in try writing.overdueStagedCards(at: now, limit: Self.dueMax) {
                    try writing.replace(row, by: row.ended(as: .expired, at: now))
                }
            }
        }
    }

    /// Ends the checkouts whose time is over, and with that what they hold of their consumers (checkout 6.3).
    private func expireCheckouts(_ now: Timestamp) throws {
        while try !directory.read({ try $0.overdueCheckouts(at: now, limit: 1) }).isEmpty {
            try directory.write { [notifications] writing in
                for row in try writing.overdueCheckouts(at: now, limit: Self.dueMax) {
                    try CheckoutEnd(notifications: notifications).expire(row, at: now, in: writing)
                }
            }
        }
    }

    /// Ends the receipts whose time is over, and with that the PANs that were pushed (token-connect 10.1).
    private func expireReceipts(_ now: Timestamp) throws {
        while try !directory.read({ try $0.overdueReceipts(at: now, limit: 1) }).isEmpty {
            try directory.write { writing in
                for row in try writing.overdueReceipts(at: now, limit: Self.dueMax) {
                    try writing.update(receipt: row.ended(as: .expired, at: now))
                }
            }
        }
    }
}
