// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Testing

@testable import DemoBank

@Suite struct BankSessionsTests {
    private let clock = ManualClock()

    private func sessions(_ max: Int = 10) -> BankSessions {
        BankSessions(clock: clock, entropy: SeededEntropy(seed: 1), sessionsMax: max)
    }

    @Test("a session is 128 bits that do not repeat, and ends when it is closed")
    func opens() {
        let sessions = sessions()
        let (first, second) = (sessions.open(user: "amelia"), sessions.open(user: "amelia"))
        #expect(first.utf8.count == 32 && first != second)
        #expect(sessions.user(of: first) == "amelia")
        sessions.close(first)
        #expect(sessions.user(of: first) == nil && sessions.user(of: second) == "amelia")
        #expect(sessions.user(of: "") == nil)
    }

    @Test("a session that is used goes on, one that is idle for 15 minutes ends")
    func idle() {
        let sessions = sessions()
        let id = sessions.open(user: "sam")
        clock.advance(by: .seconds(899))
        #expect(sessions.user(of: id) == "sam")
        clock.advance(by: .seconds(899))
        #expect(sessions.user(of: id) == "sam")
        clock.advance(by: .seconds(900))
        #expect(sessions.user(of: id) == nil)
    }

    @Test("there are so many sessions and no more: the one that was idle longest makes room")
    func bounded() {
        let sessions = sessions(2)
        let first = sessions.open(user: "a")
        clock.advance(by: .seconds(1))
        let second = sessions.open(user: "b")
        clock.advance(by: .seconds(1))
        _ = sessions.user(of: first)
        clock.advance(by: .seconds(1))
        _ = sessions.open(user: "c")
        #expect(sessions.count == 2 && sessions.user(of: first) == "a" && sessions.user(of: second) == nil)
    }

    @Test("five wrong passwords end a session")
    func faults() {
        let sessions = sessions()
        let id = sessions.open(user: "a")
        for _ in 0..<4 { sessions.noteFault(in: id) }
        #expect(sessions.user(of: id) == "a")
        sessions.noteFault(in: id)
        #expect(sessions.user(of: id) == nil)
    }
}
