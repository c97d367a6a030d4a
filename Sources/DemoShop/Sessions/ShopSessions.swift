// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization

/// What the shop knows of a browser, without knowing whose it is.
struct ShopSession: Sendable {
    static let ordersMax = 20

    var basket = Basket()
    var preferences = Preferences()
    /// The shop's own id of the purchase that comes next. A page gives it to the network, which signs it.
    var transaction: String
    /// References of the orders that were made, the newest first.
    var orders: [String] = []

    /// What a checkout was begun for is another purchase than what is in the basket now.
    mutating func change(next transaction: String, _ body: (inout Basket) -> Void) {
        let before = basket
        body(&basket)
        if basket != before { self.transaction = transaction }
    }

    /// The basket is bought: the next purchase is another one.
    mutating func close(order: String, next transaction: String) {
        orders.insert(order, at: 0)
        orders.removeLast(max(0, orders.count - Self.ordersMax))
        basket = Basket()
        self.transaction = transaction
    }
}

/// Sessions are kept in memory, as many as there is room for.
final class ShopSessions: Sendable {
    static let idleMax = Duration.seconds(2 * 3600)
    static let sessionsMax = 10_000

    private struct Entry {
        var session: ShopSession
        var seen: Timestamp
    }

    private let sessions = Mutex<[String: Entry]>([:])
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let sessionsMax: Int

    init(clock: any WallClock, entropy: any EntropySource, sessionsMax: Int = ShopSessions.sessionsMax) {
        self.clock = clock
        self.entropy = entropy
        self.sessionsMax = sessionsMax
    }

    /// Begins a session: 128 random bits in 32 hexadecimal digits, never one that the browser came with.
    func open() -> String {
        let now = clock.now
        let id = RandomText.hex(entropy)
        sessions.withLock { sessions in
            if sessions.count >= sessionsMax {
                sessions = sessions.filter { $0.value.seen.advanced(by: Self.idleMax) > now }
            }
            if sessions.count >= sessionsMax, let oldest = sessions.min(by: { $0.value.seen < $1.value.seen }) {
                sessions[oldest.key] = nil
            }
            sessions[id] = Entry(session: ShopSession(transaction: entropy.uuid()), seen: now)
        }
        return id
    }

    /// A session that is not idle too long; it counts as used now.
    func session(_ id: String) -> ShopSession? {
        let now = clock.now
        return sessions.withLock { sessions in
            guard let entry = sessions[id] else { return nil }
            guard entry.seen.advanced(by: Self.idleMax) > now else {
                sessions[id] = nil
                return nil
            }
            sessions[id]?.seen = now
            return entry.session
        }
    }

    func change(_ id: String, _ body: (inout ShopSession) -> Void) {
        sessions.withLock { sessions in
            guard var session = sessions[id]?.session else { return }
            body(&session)
            sessions[id]?.session = session
        }
    }

    var count: Int { sessions.withLock { $0.count } }
}

/// What nobody can guess.
enum RandomText {
    /// 128 random bits in 32 hexadecimal digits.
    static func hex(_ entropy: any EntropySource) -> String {
        let digits = Array("0123456789abcdef")
        return String(entropy.bytes(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    static func isHex(_ text: String) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}
