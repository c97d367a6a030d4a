// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

/// What waits for the endpoint of one directory's issuer, and how that endpoint does. A lane has bounds of its own, so
/// that one that is slow or broken takes nothing from the others.
struct DeliveryLane {
    /// What was read and is to be sent, in the order in which it fell due.
    private(set) var queue: [NotificationRow] = []
    /// What is in the queue, on its way, or sent and not yet marked so: it must not be read again.
    private(set) var held: Set<Int64> = []
    private(set) var inFlight = 0
    private(set) var failuresInARow = 0
    private var pausedUntil: Timestamp?

    var isTroubled: Bool { failuresInARow > 0 }

    func isPaused(_ now: Timestamp) -> Bool { pausedUntil.map { now < $0 } ?? false }

    /// Whether one may be sent now.
    func isReady(_ now: Timestamp, _ limits: NotificationDelivery.Limits) -> Bool {
        !queue.isEmpty && inFlight < (isTroubled ? 1 : limits.inFlightPerDirectoryMax) && !isPaused(now)
    }

    /// Takes rows in; returns how many were not held already.
    ///
    /// - Parameter earlier: what was held before the rows were read: it may have been settled since.
    mutating func add(_ rows: [NotificationRow], notIn earlier: Set<Int64>) -> Int {
        let new = rows.filter { !earlier.contains($0.id) && !held.contains($0.id) }
        queue += new
        held.formUnion(new.map(\.id))
        return new.count
    }

    mutating func take() -> NotificationRow {
        inFlight += 1
        return queue.removeFirst()
    }

    mutating func succeeded() {
        inFlight -= 1
        failuresInARow = 0
        pausedUntil = nil
    }

    /// An endpoint that has failed several times in a row is left alone for a while: with thousands of tokens waiting,
    /// each would wait its time limit out.
    mutating func failed(_ now: Timestamp, _ limits: NotificationDelivery.Limits) {
        inFlight -= 1
        failuresInARow += 1
        if failuresInARow >= limits.failuresMax { pause(now, limits) }
    }

    mutating func pause(_ now: Timestamp, _ limits: NotificationDelivery.Limits) {
        pausedUntil = now.advanced(by: limits.pause)
    }

    mutating func returned() {
        inFlight -= 1
    }

    mutating func release(_ id: Int64) {
        held.remove(id)
    }

    /// Gives back what is not on its way.
    mutating func clear() {
        for row in queue { held.remove(row.id) }
        queue = []
    }
}
