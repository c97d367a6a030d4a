// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Dispatch
import Foundation
import Store
import StoreSQLite
import Synchronization
import Testing

@testable import Verification

/// The life of a code (checkout 4.3, 4.4, 7).
@Suite("one-time codes") struct OneTimeCodeTests {
    private let place: Place

    init() throws {
        place = try Place()
    }

    @Test("a code of six digits passes once, within its time, for the identity in any spelling")
    func life() throws {
        let sent = try place.send()
        #expect(sent == .sent(expiresAt: place.after(600), nextSendAt: place.after(60)))
        let message = try #require(place.outbox.messages.first)
        #expect(message.code.revealDigits().utf8.count == 6 && message.expiresAt == place.after(600))
        #expect(message.channel.clearAddress == "Ada@Example.test" && message.purpose == .provisioning)
        let code = try place.last()
        place.clock.advance(by: .milliseconds(599_999))
        #expect(try place.check(code.wrong) == .wrong(guessesLeft: 2))
        #expect(try place.check(code.right, Place.email("ada@example.TEST")) == .right)
        #expect(try place.check(code.right) == .none)
    }

    @Test("from its last instant on a code is expired, and says so for a while")
    func expiry() throws {
        _ = try place.send()
        let code = try place.last()
        place.clock.advance(by: .seconds(600))
        #expect(try place.check(code.right) == .expired)
        #expect(try place.check(code.wrong) == .expired)
    }

    @Test("a code passes in no other session, for no other client, purpose or identity")
    func bound() throws {
        _ = try place.send()
        let code = try place.last().right
        let foreign = [
            Place.binding(2), Place.binding(client: "page2"), Place.binding(1, .signIn),
            CodeBinding(session: [1, 0x70], client: "age", purpose: .provisioning),
            CodeBinding(session: [], client: "\u{1}page", purpose: .provisioning),
        ]
        for binding in foreign { #expect(try place.check(code, nil, binding) == .none) }
        for channel in [try Place.email("bob@example.test"), try Place.mobile()] {
            #expect(try place.check(code, channel) == .none)
        }
        #expect(try place.check(code) == .right)
    }

    @Test("a new code makes the one before it void, in its own session alone")
    func superseded() throws {
        _ = try place.send()
        let first = try place.last().right
        place.clock.advance(by: .seconds(60))
        _ = try place.send(Place.binding(2))
        let other = try place.last().right
        place.clock.advance(by: .seconds(60))
        _ = try place.send()
        let second = try place.last().right
        try #require(first != second && second != other)
        #expect(try place.check(first) == .wrong(guessesLeft: 2))
        #expect(try place.check(second) == .right)
        #expect(try place.check(other, nil, Place.binding(2)) == .right)
    }

    @Test("three wrong guesses make a code for provisioning void, five one for signing in; the right code is then none")
    func void() throws {
        for (purpose, most) in [(CodePurpose.provisioning, 3), (.signIn, 5)] {
            let binding = Place.binding(1, purpose)
            _ = try place.send(binding)
            let code = try place.last()
            for left in (1..<most).reversed() {
                #expect(try place.check(code.wrong, nil, binding) == .wrong(guessesLeft: left))
            }
            #expect(try place.check(code.wrong, nil, binding) == .void)
            #expect(try place.check(code.right, nil, binding) == .void)
            place.clock.advance(by: .seconds(60))
        }
    }

    @Test("the third void code of a day locks the identity for 24 hours, everywhere, and nobody else")
    func voidLock() throws {
        var locked: CodeCheck?
        for number in 1...3 {
            _ = try place.send(Place.binding(UInt8(number)))
            let wrong = try place.last().wrong
            for _ in 1...3 { locked = try place.check(wrong, nil, Place.binding(UInt8(number))) }
            place.clock.advance(by: .seconds(60))
        }
        let until = place.after(86_400 - 60)
        #expect(locked == .locked(until: until))
        #expect(try place.send(Place.binding(9, .signIn)) == .locked(until: until))
        #expect(try place.check(place.last().right, nil, Place.binding(3)) == .locked(until: until))
        guard case .sent = try place.send(to: try Place.mobile()) else { throw Unexpected() }
        place.clock.set(until)
        guard case .sent = try place.send() else { throw Unexpected() }
        #expect(try place.check(place.last().right) == .right)
    }

    @Test("the 15th wrong guess of a day locks, however many codes it is spread over")
    func missLock() throws {
        let place = try Place { $0.sendsPerQuarterHour = 100 }
        for number in 1...8 {
            let binding = Place.binding(UInt8(number))
            _ = try place.send(binding)
            let wrong = try place.last().wrong
            if number == 8 {
                #expect(try place.check(wrong, nil, binding) == .locked(until: place.after(86_400)))
                break
            }
            for left in [2, 1] {
                #expect(
                    try place.check(wrong, nil, binding) == .wrong(guessesLeft: min(left, 15 - number * 2 - 1 + left)))
            }
            place.clock.advance(by: .seconds(60))
        }
    }

    @Test("sends are 60 seconds apart, 3 in 15 minutes and 10 in a day, over all sessions")
    func sends() throws {
        let start = place.clock.now
        _ = try place.send()
        #expect(try place.send(Place.binding(2)) == .tooSoon(nextSendAt: place.after(60)))
        for _ in 2...3 {
            place.clock.advance(by: .seconds(60))
            _ = try place.send(Place.binding(2))
        }
        #expect(place.outbox.messages.count == 3)
        place.clock.advance(by: .seconds(60))
        #expect(try place.send() == .tooSoon(nextSendAt: start.advanced(by: .seconds(900))))
        while place.outbox.messages.count < 10 {
            guard case .tooSoon(let next) = try place.send() else { continue }
            place.clock.set(next)
        }
        #expect(try place.send() == .tooSoon(nextSendAt: start.advanced(by: .seconds(86_400))))
        // A code that was sent before stays good.
        #expect(try place.check(place.last().right) == .right)
        place.clock.set(start.advanced(by: .seconds(86_400)))
        guard case .sent = try place.send() else { throw Unexpected() }
    }

    @Test("a code that nobody took counts as sent and passes for nobody")
    func undeliverable() throws {
        place.outbox.fail(true)
        #expect(try place.send() == .undeliverable)
        #expect(try place.check(place.last().right) == .none)
        place.outbox.fail(false)
        #expect(try place.send() == .tooSoon(nextSendAt: place.after(60)))
        let nobody = OneTimeCodes(
            store: place.store, vault: place.vault, clock: place.clock, entropy: SystemEntropy(),
            delivery: NoCodeDelivery())
        let answer = Mutex<CodeSending?>(nil)
        nobody.send(to: try Place.mobile(), for: Place.binding(), language: try LanguageCode("en")) { result in
            answer.withLock { $0 = try? result.get() }
        }
        #expect(answer.withLock { $0 } == .undeliverable)
    }

    @Test("of many that guess at once, no more are heard than the code allows; of many right ones, one passes")
    func race() throws {
        _ = try place.send()
        let code = try place.last()
        let (codes, email) = (place.codes, try Place.email())
        let seen = try together { _ in try codes.check(code.wrong, sentTo: email, for: Place.binding()) }
        #expect(seen.count(where: { if case .wrong = $0 { true } else { false } }) == 2)
        #expect(seen.count(where: { $0 == .void }) == 14)
        place.clock.advance(by: .seconds(60))
        _ = try place.send()
        let right = try place.last().right
        let passed = try together { _ in try codes.check(right, sentTo: email, for: Place.binding()) }
        #expect(passed.count(where: { $0 == .right }) == 1 && passed.count(where: { $0 == .none }) == 15)
    }

    @Test("of many that want a code at once, one is sent")
    func sendRace() throws {
        let (codes, email, language) = (place.codes, try Place.email(), try LanguageCode("en"))
        let answers = try together { thread in try Place.send(codes, email, Place.binding(UInt8(thread)), language) }
        #expect(answers.count(where: { $0 == .tooSoon(nextSendAt: place.after(60)) }) == 15)
        #expect(place.outbox.messages.count == 1)
    }

    /// Runs 16 at once.
    private func together<Value: Sendable>(_ body: @Sendable (Int) throws -> Value) throws -> [Value] {
        let results = Mutex<[Result<Value, any Error>]>([])
        DispatchQueue.concurrentPerform(iterations: 16) { thread in
            let result = Result { try body(thread) }
            results.withLock { $0.append(result) }
        }
        return try results.withLock { $0 }.map { try $0.get() }
    }

    @Test("codes, counts and locks outlive a restart")
    func restart() throws {
        _ = try place.send()
        let code = try place.last()
        for _ in 1...2 { _ = try place.check(code.wrong) }
        try place.restart()
        #expect(try place.send() == .tooSoon(nextSendAt: place.after(60)))
        #expect(try place.check(code.wrong) == .void)
        for number in 2...3 {
            place.clock.advance(by: .seconds(60))
            _ = try place.send(Place.binding(UInt8(number)))
            let wrong = try place.last().wrong
            for _ in 1...3 { _ = try place.check(wrong, nil, Place.binding(UInt8(number))) }
        }
        try place.restart()
        #expect(try place.check(code.right) == .locked(until: place.after(86_400)))
    }

    @Test("neither a code nor an identity is in the files, in any of the usual forms")
    func secrecy() throws {
        var needles = ["ada@example.test", "Ada@Example.test", "example.test", "12025550123", "2025550123"]
        for channel in [try Place.email(), try Place.mobile()] {
            _ = try place.send(to: channel)
            _ = try place.check(place.last().wrong, channel)
        }
        needles += place.outbox.messages.map { $0.code.revealDigits() }
        var read = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: place.path) {
            let data = try Data(contentsOf: URL(fileURLWithPath: place.path + "/" + name))
            read += data.count
            for needle in needles {
                let forms = [Data(needle.utf8), Data(Data(needle.utf8).base64EncodedString().utf8)]
                for form in forms { #expect(data.range(of: form) == nil, "\(name)") }
            }
        }
        #expect(read > 1000)
    }

    @Test("all codes of six digits come up, those with zeros at their head too")
    func spread() throws {
        let place = try Place {
            $0.sendInterval = .zero
            $0.sendsPerDay = 100
            $0.sendsPerQuarterHour = 100
        }
        for _ in 1...60 { _ = try place.send() }
        let digits = place.outbox.messages.map { $0.code.revealDigits() }
        #expect(Set(digits).count > 55 && digits.allSatisfy { $0.utf8.count == 6 })
        #expect(Set(digits.compactMap(\.first)).count == 10)
    }
}

struct Unexpected: Error {}
