// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store
public import Vault
internal import WireJSON

/// A notification as it goes out (processing 7.5).
public struct NotificationMessage: Sendable, Equatable {
    /// Whose directory it is of.
    public var directory: Int64
    /// The same each time that it is sent: the receiver drops what it has seen.
    public var eventId: String
    public var correlationId: String
    /// The whole event as JSON.
    public var body: [UInt8]

    /// The event's id is the row's in an opaque form, so that it need not be kept.
    public init(_ row: NotificationRow, vault: Vault) {
        let eventId = vault.publicID(.event, of: row.id)
        directory = row.draft.directory
        self.eventId = eventId
        var writer = JSONWriter(capacity: row.draft.body.count + 64)
        writer.object { $0.member("eventId", eventId) }
        // Two objects become one: `{"eventId":"…"` and `,` in place of the brace that opens the stored one.
        body = writer.bytes.dropLast() + [UInt8(ascii: ",")] + row.draft.body.dropFirst()
        correlationId = (try? JSONDocument.parse(row.draft.body))?.root["correlationId"]?.string ?? eventId
    }
}

/// What became of an attempt.
public enum NotificationOutcome: Sendable, Equatable {
    /// The issuer's endpoint answered 2xx in time.
    case acknowledged
    case failed
    /// The program has no endpoint any more: the notification waits until it has one.
    case noEndpoint
}

/// Takes notifications to issuers. Called from several threads at once; may block for some seconds, no longer.
public protocol NotificationTransport: Sendable {
    func send(_ message: NotificationMessage) -> NotificationOutcome
}
