// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPClient
internal import RequestSigning
internal import Vault
internal import Verification
internal import WireJSON

/// Hands one-time codes to the operator's own service, which knows how to send mails and short messages: a POST that is
/// signed as notifications are, answered with any 2xx. There is no second try, which could send a code twice: the
/// consumer asks for another one.
final class HTTPCodeDelivery: CodeDelivery, CardMessageDelivery {
    /// Within this the service answers.
    static let timeout = Duration.seconds(5)
    private static let workers = 8
    private static let answerBytesMax = 16 << 10

    let reach: Set<IdentityType> = [.emailAddress, .mobilePhoneNumber]
    private let url: String
    private let signature: EventSignature
    private let clock: any WallClock
    private let log: Log
    private let client: HTTPClient
    private let queue: DeliveryQueue

    /// - Parameter clock: the real one: receivers compare the time with theirs.
    init(url: String, vault: Vault, clock: any WallClock, log: Log, metrics: Metrics) {
        self.url = url
        signature = EventSignature(secret: vault.codeHookSecret)
        self.clock = clock
        self.log = log
        client = HTTPClient(
            configuration: HTTPClientConfiguration(
                connectTimeout: Self.timeout, totalTimeout: Self.timeout, responseBytesMax: Self.answerBytesMax))
        queue = DeliveryQueue(name: "codes", workers: Self.workers, log: log, metrics: metrics)
    }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        queue.submit({ [self, body = Self.body(message)] in post(body) }, completion: completion)
    }

    func deliver(_ message: CardMessage) {
        queue.submit({ [self, body = Self.body(message)] in post(body) }, completion: { _ in })
    }

    /// Lets those that wait go out.
    func stop(draining: Duration) {
        queue.stop(draining: draining)
    }

    private func post(_ body: [UInt8]) -> Bool {
        let request = HTTPClientRequest(
            method: "POST", url: url,
            headers: [
                HTTPClientHeader("Content-Type", "application/json"),
                HTTPClientHeader(EventSignature.header, signature.value(for: body, at: clock.now)),
            ], body: body)
        guard let answer = try? client.send(request) else {
            log.warning("the code hook gave no answer; a message was not sent")
            return false
        }
        guard (200...299).contains(answer.status) else {
            log.warning("the code hook refused; a message was not sent", .int("status", answer.status))
            return false
        }
        return true
    }

    static func body(_ message: CodeMessage) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("channel", message.channel.identityType.rawValue)
            writer.member("address", message.channel.clearAddress)
            // The one who is to send it.
            writer.member("code", message.code.revealDigits())
            writer.member("language", message.language.value)
            writer.member("expiresAt", message.expiresAt.iso8601)
            writer.member("purpose", message.purpose.rawValue)
        }
        return writer.bytes
    }

    /// `purpose` is `cardAdded`: the receiver sends `text` as it is.
    static func body(_ message: CardMessage) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("channel", message.channel.identityType.rawValue)
            writer.member("address", message.channel.clearAddress)
            writer.member("text", message.text)
            writer.member("language", message.language.value)
            writer.member("purpose", CardMessage.purpose)
        }
        return writer.bytes
    }
}

extension CardMessage {
    static let purpose = "cardAdded"
}
