// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store

/// An operator's wish that an issuer is told again what happened since an instant.
public struct NotificationReplay: Sendable, Equatable, Codable {
    /// Milliseconds since 1970.
    public var since: Int64
    /// When it was asked for: tells two wishes for the same instant apart.
    public var asked: Int64

    public init(since: Timestamp, asked: Timestamp) {
        self.since = since.milliseconds
        self.asked = asked.milliseconds
    }

    /// Fulfils the wish in a directory, once for all time: the audit row of the same transaction is the mark. Returns
    /// whether it was done now.
    public func fulfil(directory: Int64, now: Timestamp, in store: any DirectoryStore) throws -> Bool {
        let mark = "\(since)@\(asked)"
        let action = "notifications.replay"
        return try store.write { writing in
            let isDone = try writing.audit(directory: directory, limit: Self.auditMax)
                .contains { $0.action == action && $0.correlation == mark }
            if isDone { return false }
            let since = Timestamp(milliseconds: since)
            _ = try writing.replayNotifications(directory: directory, since: since, now: now)
            try writing.append(
                audit: AuditRow(
                    at: now, directory: directory, actor: "muster", action: action, subject: 0, correlation: mark))
            return true
        }
    }

    /// How far back the mark is looked for after a restart. Beyond that a replay may happen once more, which issuers
    /// know by the event ids.
    private static let auditMax = 10_000
}

extension ProgramSetting {
    /// `none`, or an instant; each change is a new wish.
    static var notificationReplay: ProgramSetting {
        ProgramSetting(
            name: "notificationReplay", form: "must be none, or an instant such as 2026-11-20T12:00:00Z",
            value: { settings in
                .text(settings.notificationReplay.map { Timestamp(milliseconds: $0.since).iso8601 } ?? "none")
            },
            change: { settings, text in
                if text == "none" {
                    settings.notificationReplay = nil
                    return ()
                }
                return Timestamp(iso8601: text).map {
                    settings.notificationReplay = NotificationReplay(since: $0, asked: SystemClock().now)
                }
            })
    }
}
