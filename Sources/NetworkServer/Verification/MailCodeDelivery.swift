// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import MailClient
internal import Verification

/// Sends one-time codes and messages to email addresses over SMTP (checkout 7). There is no second try, which could
/// send a code twice: the consumer asks for another one.
final class MailCodeDelivery: CodeDelivery, CardMessageDelivery {
    /// Within this the server has taken a message, or it was not sent.
    static let timeout = Duration.seconds(10)
    private static let connectTimeout = Duration.seconds(5)
    /// Servers let one client have few connections.
    private static let workers = 4
    private static let senderName = "Click to Pay"

    let reach: Set<IdentityType> = [.emailAddress]
    private let sender: MailAddress
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let log: Log
    private let client: MailClient
    private let queue: DeliveryQueue

    /// - Parameters:
    ///   - clock: the real one: readers sort by it.
    ///   - entropy: what makes each message's id its own.
    init(
        _ mail: MailServer, password: String?, clock: any WallClock, entropy: any EntropySource, log: Log,
        metrics: Metrics
    ) {
        sender = mail.sender
        self.clock = clock
        self.entropy = entropy
        self.log = log
        client = MailClient(
            configuration: MailClientConfiguration(
                host: mail.host, port: mail.port, encryption: mail.encryption,
                login: mail.user.map { MailClientConfiguration.Login(user: $0, password: password ?? "") },
                greetingName: mail.sender.domain, caFile: mail.caFile, connectTimeout: Self.connectTimeout,
                totalTimeout: Self.timeout, idleConnectionsMax: Self.workers))
        queue = DeliveryQueue(name: "mail", workers: Self.workers, log: log, metrics: metrics)
    }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        submit(message.channel, message.mail, completion)
    }

    func deliver(_ message: CardMessage) {
        submit(message.channel, message.mail) { _ in }
    }

    /// Lets those that wait go out.
    func stop(draining: Duration) {
        queue.stop(draining: draining)
        client.closeIdle()
    }

    private func submit(
        _ channel: CodeChannel, _ mail: MailText, _ completion: @escaping @Sendable (Bool) -> Void
    ) {
        guard case .email(let email) = channel, let recipient = MailAddress(email.original) else {
            log.warning("a message is for nobody whom mail can reach; it was not sent")
            return completion(false)
        }
        queue.submit(
            { [self] in
                send(
                    MailMessage(
                        senderName: Self.senderName, sender: sender, recipient: recipient, subject: mail.subject,
                        text: mail.body, language: mail.language, sentAt: clock.now, id: entropy.uuid()))
            }, completion: completion)
    }

    private func send(_ message: MailMessage) -> Bool {
        do {
            try client.send(message)
            return true
        } catch {
            log.warning(
                "a mail was not sent", .text("why", error.code.name), .int("status", error.status))
            return false
        }
    }
}
