// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization

/// Who is signed in. Sessions are kept in memory, as many as there is room for: a restart signs everybody out.
final class BankSessions: Sendable {
    static let idleMax = Duration.seconds(15 * 60)
    static let sessionsMax = 10_000
    /// Wrong passwords within a session, after which it ends.
    static let faultsMax = 5

    private struct Session {
        var user: String
        var seen: Timestamp
        var faults = 0
    }

    private let sessions = Mutex<[String: Session]>([:])
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let sessionsMax: Int

    init(clock: any WallClock, entropy: any EntropySource, sessionsMax: Int = BankSessions.sessionsMax) {
        self.clock = clock
        self.entropy = entropy
        self.sessionsMax = sessionsMax
    }

    /// Begins a session: 128 random bits in 32 hexadecimal digits, never one that the browser came with.
    func open(user: String) -> String {
        let now = clock.now
        let digits = Array("0123456789abcdef")
        let id = String(entropy.bytes(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        sessions.withLock { sessions in
            if sessions.count >= sessionsMax {
                sessions = sessions.filter { $0.value.seen.advanced(by: Self.idleMax) > now }
            }
            if sessions.count >= sessionsMax, let oldest = sessions.min(by: { $0.value.seen < $1.value.seen }) {
                sessions[oldest.key] = nil
            }
            sessions[id] = Session(user: user, seen: now)
        }
        return id
    }

    /// The user of a session that is not idle too long; it counts as used now.
    func user(of id: String) -> String? {
        let now = clock.now
        return sessions.withLock { sessions in
            guard let session = sessions[id] else { return nil }
            guard session.seen.advanced(by: Self.idleMax) > now else {
                sessions[id] = nil
                return nil
            }
            sessions[id]?.seen = now
            return session.user
        }
    }

    func close(_ id: String) {
        sessions.withLock { $0[id] = nil }
    }

    /// A wrong password within the session; one too many ends it.
    func noteFault(in id: String) {
        sessions.withLock { sessions in
            sessions[id]?.faults += 1
            if sessions[id]?.faults ?? 0 >= Self.faultsMax { sessions[id] = nil }
        }
    }

    var count: Int { sessions.withLock { $0.count } }
}
