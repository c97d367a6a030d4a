// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Enrollment
internal import HTTPService
internal import Store
internal import WireJSON

/// The outbox of a sandbox: what issuers are told, and telling them again.
struct OutboxRoutes: Sendable {
    static let limitDefault = 100
    static let limitMax = 1000

    let storage: ServerStorage
    let processing: ServerProcessing
    let callers: CallerDirectory
    let clock: any WallClock

    /// The newest notifications, newest first.
    func list(serviceId: String?, limit: Int) throws -> HTTPResponse {
        let programs = try programs(serviceId)
        let rows = try storage.directory.read { reading in
            try programs.flatMap { program in
                try reading.notifications(directory: program.directory, limit: limit).map { (program, $0) }
            }
        }
        .sorted { $0.1.id > $1.1.id }
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("notifications") { writer in
                for (program, row) in rows.prefix(limit) { write(row, of: program, to: &writer) }
            }
        }
        return .json(200, writer.bytes)
    }

    /// Sends again what was created since a time, and returns when that was tried.
    func replay(serviceId: String?, since: Timestamp?) throws -> HTTPResponse {
        let programs = try programs(serviceId)
        let now = clock.now
        let count = try storage.directory.write { writing in
            try programs.reduce(0) { count, program in
                try count
                    + writing.replayNotifications(
                        directory: program.directory, since: since ?? Timestamp(seconds: 0), now: now)
            }
        }
        processing.notifications.delivery.runDue()
        var writer = JSONWriter()
        writer.object { $0.member("replayed", count) }
        return .json(200, writer.bytes)
    }

    private func programs(_ serviceId: String?) throws(ServiceError) -> [Program] {
        let registry = callers.registry
        guard let serviceId else {
            return registry.programsByDirectory.values.sorted { $0.directory < $1.directory }
        }
        guard let program = registry.programs[serviceId] else {
            throw AdminBody.error(.notFound, "serviceId", "is not known")
        }
        return [program]
    }

    private func write(_ row: NotificationRow, of program: Program, to writer: inout JSONWriter) {
        let message = NotificationMessage(row, vault: storage.vault)
        writer.object { writer in
            writer.member("eventId", message.eventId)
            writer.member("serviceId", program.serviceId)
            writer.member("state", row.state.word)
            writer.member("attempts", row.attempts)
            writer.member("created", row.draft.created.iso8601)
            writer.member("nextAttempt", row.due?.iso8601)
            writer.member("settled", row.settled?.iso8601)
            writer.key("body")
            writer.raw(message.body)
        }
    }
}

extension NotificationRow.State {
    fileprivate var word: String {
        switch self {
        case .pending: "PENDING"
        case .delivered: "DELIVERED"
        case .parked: "PARKED"
        }
    }
}
