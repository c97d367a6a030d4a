// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import JOSE
public import RequestSigning
internal import Synchronization

/// Why a notification is not taken. It names what is wrong and holds nothing of the event.
public enum NotificationRefusal: Error, Sendable, Equatable, CustomStringConvertible {
    case signature(EventSignature.Refusal)
    case malformed(String)

    public var description: String {
        switch self {
        case .signature(let refusal): refusal.description
        case .malformed(let reason): reason
        }
    }

    /// What to answer: the network tries again later whatever it is, so that a clock or a key can be put right.
    public var status: Int {
        switch self {
        case .signature: 401
        case .malformed: 400
        }
    }
}

/// Takes the network's notifications apart from the web server that they come in by (processing 7.5): checks the
/// signature, reads the event, and tells what was handled already.
///
/// The network sends an event until it is answered 2xx, so that it may come twice: `receive`, do what there is to do,
/// `handled`, and only then answer. What was handled is remembered in memory, the newest ones; an issuer that must not
/// act twice after a restart keeps the `eventId` with what it did.
public final class NotificationReceiver: Sendable {
    /// Where a notification's signature is.
    public static let signatureHeader = EventSignature.header

    public struct Notification: Sendable, Equatable {
        public var event: TokenEvent
        /// It was handled before: answer 2xx and do nothing.
        public var isRepeated: Bool
    }

    private struct Memory {
        var ids: Set<String> = []
        /// A ring of the ids, oldest first from `next` on.
        var order: [String] = []
        var next = 0
    }

    private let signature: EventSignature
    private let clock: any WallClock
    private let memoryMax: Int
    private let memory = Mutex(Memory())

    /// - Parameters:
    ///   - secret: the 32 bytes of the notification key file.
    ///   - memoryMax: so many events are known again.
    public init(secret: [UInt8], clock: any WallClock = SystemClock(), memoryMax: Int = 100_000) {
        signature = EventSignature(secret: secret)
        self.clock = clock
        self.memoryMax = max(1, memoryMax)
    }

    /// Checks and reads a notification.
    ///
    /// - Parameters:
    ///   - signature: the value of the `X-Event-Signature` header; nil when there is none.
    ///   - body: as it came, byte for byte.
    public func receive(signature value: String?, body: [UInt8]) throws(NotificationRefusal) -> Notification {
        do {
            try signature.check(value, body, now: clock.now)
        } catch {
            throw .signature(error)
        }
        let event = try TokenEvent(json: body)
        return Notification(event: event, isRepeated: memory.withLock { $0.ids.contains(event.eventId) })
    }

    /// The event was dealt with: when it comes again it is a repetition.
    public func handled(_ event: TokenEvent) {
        memory.withLock { memory in
            guard memory.ids.insert(event.eventId).inserted else { return }
            if memory.order.count < memoryMax {
                memory.order.append(event.eventId)
            } else {
                memory.ids.remove(memory.order[memory.next])
                memory.order[memory.next] = event.eventId
                memory.next = (memory.next + 1) % memoryMax
            }
        }
    }
}

extension IssuerProfile {
    /// Reads the key that the network signs notifications with: 64 hexadecimal digits.
    public func notificationSecret() throws(IssuerClientError) -> [UInt8] {
        guard let notificationKeyFile else {
            throw IssuerClientError(.configuration("the profile names no notificationKeyFile"))
        }
        let path = path(of: notificationKeyFile)
        let text: [UInt8]
        do {
            text = try SmallFile.read(path)
        } catch {
            throw IssuerClientError(.configuration(error.description))
        }
        let trimmed = text.filter { $0 > 0x20 }
        guard let secret = trimmed.withUnsafeBytes({ Hex.decode($0) }), secret.count == 32 else {
            throw IssuerClientError(.configuration("notification key file \(path) must hold 64 hexadecimal digits"))
        }
        return secret
    }
}
