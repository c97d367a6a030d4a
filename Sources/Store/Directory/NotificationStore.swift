// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// Reads of the notifications that a directory owes its issuer.
public protocol NotificationReading {
    /// Those that are to be tried at `instant` or before, earliest due first: of each subject at most one, its oldest
    /// that is pending.
    func notifications(dueUntil instant: Timestamp, directory: Int64, limit: Int)
        throws(StoreError) -> [NotificationRow]

    /// The newest of a directory, newest first, in any state.
    func notifications(directory: Int64, limit: Int) throws(StoreError) -> [NotificationRow]

    func notificationCounts(directory: Int64) throws(StoreError) -> NotificationCounts
}

/// Writes of notifications.
///
/// Each subject has a queue of those that are pending, by id. The one at its head has a time when it is due; the next
/// gets one when the head is delivered or parked.
public protocol NotificationWriting: NotificationReading {
    /// Keeps notifications, in this order. One that is the first of its subject is due at once.
    func insert(notifications: [NotificationDraft]) throws(StoreError)

    /// It was acknowledged. Nothing happens when it is not pending any more.
    func deliver(notification id: Int64, at instant: Timestamp) throws(StoreError)
    /// An attempt failed; it is tried again at `due`. Nothing happens when it is not pending any more.
    func postpone(notification id: Int64, until due: Timestamp) throws(StoreError)
    /// The last attempt failed. Nothing happens when it is not pending any more.
    func park(notification id: Int64, at instant: Timestamp) throws(StoreError)

    /// Makes what was delivered or parked pending again, as if it had been kept at `now`, when it was created at
    /// `since` or later. Returns how many.
    func replayNotifications(directory: Int64, since: Timestamp, now: Timestamp) throws(StoreError) -> Int

    /// Removes those that were delivered before `instant`; at most `limit`. Returns how many went.
    func deleteNotifications(deliveredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
}
