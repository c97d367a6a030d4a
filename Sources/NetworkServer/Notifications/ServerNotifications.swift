// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import Processing
internal import Vault

/// Writes notifications and takes them to the issuers: the outbox of the server.
struct ServerNotifications: Sendable {
    let writer: Notifications
    let delivery: NotificationDelivery

    /// - Parameters:
    ///   - clock: what falls due follows it.
    ///   - signatureClock: the real one.
    init(
        _ storage: ServerStorage, callers: CallerDirectory, clock: any WallClock, signatureClock: any WallClock,
        log: Log, metrics: Metrics
    ) {
        let program: @Sendable (Int64) -> Program? = { callers.registry.programsByDirectory[$0] }
        let delivery = NotificationDelivery(
            store: storage.directory, vault: storage.vault,
            transport: HTTPNotificationTransport(vault: storage.vault, clock: signatureClock, program: program),
            directories: {
                callers.registry.programsByDirectory.values.filter { !$0.settings.notificationURL.isEmpty }
                    .map(\.directory)
            },
            clock: clock, report: { Self.note($0, log) })
        self.delivery = delivery
        writer = Notifications(
            vault: storage.vault, clock: clock,
            isWanted: { program($0)?.settings.notificationURL.isEmpty == false }, wake: { delivery.wake() },
            contract: { [store = storage.directory] card, directory in
                guard program(directory)?.settings.cardProducts.isEmpty == false else { return nil }
                return try ContractNames.of(card: card, directory: directory, in: store).map {
                    (cardContractId: $0.cardContractId, clientId: $0.clientId)
                }
            })
        Self.register(delivery, in: metrics)
    }

    private static func note(_ event: NotificationEvent, _ log: Log) {
        switch event {
        case .parked(let count):
            log.warning(
                "notifications were given up after 24 hours; they are kept and can be replayed",
                .int("notifications", count))
        case .storeFailed: log.error("the outbox could not be read or written; it is tried again")
        }
    }

    private static func register(_ delivery: NotificationDelivery, in metrics: Metrics) {
        metrics.gauge("muster_notifications_delivered", "Notifications that issuers acknowledged since the start.") {
            delivery.currentProgress.delivered
        }
        metrics.gauge("muster_notification_attempts_failed", "Attempts to notify that failed since the start.") {
            delivery.currentProgress.failed
        }
        metrics.gauge("muster_notifications_parked", "Notifications that were given up since the start.") {
            delivery.currentProgress.parked
        }
    }
}
