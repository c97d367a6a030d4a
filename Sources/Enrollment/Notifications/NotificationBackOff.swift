// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// When a notification is tried again (processing 7.5): after 1, 5, 15, 60 and 360 minutes, then every 6 hours up to 24
/// hours after it was kept.
///
/// The last attempt is at 24 hours exactly: an endpoint that was down for that long gets what was kept meanwhile.
enum NotificationBackOff {
    private static let minutes: [Int64] = [1, 5, 15, 60, 360]
    static let window = Duration.seconds(24 * 3600)

    /// - Parameters:
    ///   - attempts: how many have failed, at least 1.
    ///   - queued: when the notification was kept, or replayed.
    /// - Returns: nil when that was the last one.
    static func next(after attempts: Int, at now: Timestamp, queued: Timestamp) -> Timestamp? {
        let end = queued.advanced(by: window)
        guard now < end else { return nil }
        let wait = minutes[min(max(attempts, 1), minutes.count) - 1]
        return min(now.advanced(by: .seconds(wait * 60)), end)
    }
}
