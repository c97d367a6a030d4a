// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization

/// Ids that the network gave out within the last minute: it may not know them everywhere yet (enrollment 2.5).
final class RecentWrites: Sendable {
    static let window: Duration = .seconds(60)
    /// How long to wait before asking again for something that should be there.
    static let waits: [Duration] = [.seconds(2), .seconds(5), .seconds(15)]
    static let idsMax = 10_000

    private let ids = Mutex<[String: Timestamp]>([:])

    func note(_ id: String, now: Timestamp) {
        ids.withLock { ids in
            if ids.count >= Self.idsMax { ids = ids.filter { $0.value.advanced(by: Self.window) > now } }
            if ids.count < Self.idsMax { ids[id] = now }
        }
    }

    func holds(_ id: String, now: Timestamp) -> Bool {
        ids.withLock { ids in ids[id].map { $0.advanced(by: Self.window) > now } ?? false }
    }
}
