// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Enrollment
internal import HTTPClient
internal import RequestSigning
internal import Vault

/// Posts notifications to the endpoints that the programs' settings name, and to nowhere else: no redirect is followed,
/// and nothing of an answer but its status counts (processing 7.5).
struct HTTPNotificationTransport: NotificationTransport {
    /// Within this the issuer answers (processing 13).
    static let timeout = Duration.seconds(5)
    private static let answerBytesMax = 64 << 10

    private let vault: Vault
    private let program: @Sendable (Int64) -> Program?
    private let clock: any WallClock
    private let client: HTTPClient

    /// - Parameters:
    ///   - program: the program of a directory.
    ///   - clock: the real one, also in a sandbox whose own clock was moved: receivers compare the time with theirs.
    init(vault: Vault, clock: any WallClock, program: @escaping @Sendable (Int64) -> Program?) {
        self.vault = vault
        self.program = program
        self.clock = clock
        client = HTTPClient(
            configuration: HTTPClientConfiguration(
                connectTimeout: Self.timeout, totalTimeout: Self.timeout, responseBytesMax: Self.answerBytesMax))
    }

    func send(_ message: NotificationMessage) -> NotificationOutcome {
        guard let program = program(message.directory), !program.settings.notificationURL.isEmpty else {
            return .noEndpoint
        }
        let signature = EventSignature(secret: vault.notificationSecret(serviceId: program.serviceId))
        let request = HTTPClientRequest(
            method: "POST", url: program.settings.notificationURL,
            headers: [
                HTTPClientHeader("Content-Type", "application/json"),
                HTTPClientHeader("X-MC-Correlation-ID", message.correlationId),
                HTTPClientHeader(EventSignature.header, signature.value(for: message.body, at: clock.now)),
            ], body: message.body)
        guard let answer = try? client.send(request) else { return .failed }
        return (200...299).contains(answer.status) ? .acknowledged : .failed
    }
}
