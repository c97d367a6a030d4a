// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Testing

@testable import Verification

/// Somebody without the code who asks and guesses as much as is allowed (checkout 7). Each guess that is compared hits
/// one of 1,000,000 equally likely codes, so that the chance to pass in a day is at most the guesses of a day in a
/// million: 15 make 1 in 66,667, and the bound is 1 in 50,000.
@Suite("guessing at one-time codes") struct CodeAttackTests {
    private static let guessesMax = 15
    private static let codes = 1_000_000
    private static let day: Int64 = 86_400_000

    /// What an attacker did, all guesses wrong.
    private final class Attack {
        let place: Place
        var compared: [Int64] = []
        var sent = 0
        private var wrong: [CodeBinding: OneTimeCode] = [:]

        init() throws {
            place = try Place()
        }

        /// Asks for a code; what it is not is guessed later.
        func ask(_ binding: CodeBinding) throws -> Timestamp? {
            switch try place.send(binding) {
            case .sent:
                sent += 1
                wrong[binding] = try place.last().wrong
                return nil
            case .tooSoon(let next), .locked(let next): return next
            case .undeliverable: throw Unexpected()
            }
        }

        /// False when no guess was compared.
        func guess(_ binding: CodeBinding) throws -> Bool {
            let wasLocked = try isLocked(binding)
            let answer = try place.check(wrong[binding] ?? OneTimeCode("123456"), nil, binding)
            switch answer {
            case .wrong: break
            // The guess that ended its code; later ones find it void, and are not compared.
            case .void where !ended.contains(binding): ended.insert(binding)
            case .locked where !wasLocked: break
            default: return false
            }
            compared.append(place.clock.now.milliseconds)
            return true
        }

        private var ended: Set<CodeBinding> = []

        func renew(_ binding: CodeBinding) { ended.remove(binding) }

        private func isLocked(_ binding: CodeBinding) throws -> Bool {
            // A binding that has no code: locked, or none.
            let probe = CodeBinding(session: [0xFF, 0xFF], client: "probe", purpose: .signIn)
            if case .locked = try place.check(OneTimeCode("123456"), nil, probe) { return true }
            return false
        }

        /// The most guesses that were compared in 24 hours.
        var worstDay: Int {
            compared.map { start in compared.count { $0 >= start && $0 < start + CodeAttackTests.day } }.max() ?? 0
        }
    }

    /// Guesses so often at each code, asks for the next one as soon as that is allowed.
    private func attack(days: Int64, perCode: Int, _ binding: (Int) -> CodeBinding) throws -> Attack {
        let attack = try Attack()
        let end = attack.place.clock.now.milliseconds + days * Self.day
        while attack.place.clock.now.milliseconds < end {
            let target = binding(attack.sent)
            if let next = try attack.ask(target) {
                attack.place.clock.set(next)
                continue
            }
            attack.renew(target)
            for _ in 0..<perCode {
                guard try attack.guess(target) else { break }
            }
        }
        return attack
    }

    @Test(
        "whatever the attacker spreads guesses over, no day of three has more than 15", arguments: [1, 2, 3, 4, 5, 9])
    func patient(perCode: Int) throws {
        for purpose in CodePurpose.allCases {
            for isOneSession in [true, false] {
                let attack = try attack(days: 3, perCode: perCode) { number in
                    Place.binding(isOneSession ? 1 : UInt8(truncatingIfNeeded: number), purpose)
                }
                #expect(attack.worstDay <= Self.guessesMax, "\(perCode) \(purpose) \(isOneSession)")
                #expect(attack.worstDay * 50_000 < Self.codes)
                #expect(attack.worstDay >= min(perCode, 9), "the attacker was heard at all")
            }
        }
    }

    @Test("the attacker gets all 15 where the limits allow it, so that the bound is tight")
    func tight() throws {
        let attack = try attack(days: 1, perCode: 5) { Place.binding(UInt8(truncatingIfNeeded: $0), .signIn) }
        #expect(attack.worstDay == Self.guessesMax)
    }

    @Test("the owner who passes in between gives the attacker nothing back")
    func owner() throws {
        let attack = try Attack()
        let place = attack.place
        let end = place.clock.now.milliseconds + Self.day
        var passed = 0
        while place.clock.now.milliseconds < end {
            let target = Place.binding(UInt8(truncatingIfNeeded: attack.sent))
            if let next = try attack.ask(target) {
                place.clock.set(next)
                continue
            }
            for _ in 1...2 { _ = try attack.guess(target) }
            if try place.check(place.last().right, nil, target) == .right { passed += 1 }
        }
        #expect(attack.worstDay <= Self.guessesMax && passed > 0)
    }

    @Test("a lock that is shorter than a day gives no guesses back")
    func shortLock() throws {
        let place = try Place {
            $0.lock = .seconds(60)
            $0.sendsPerQuarterHour = 100
        }
        for number in 1...3 {
            _ = try place.send(Place.binding(UInt8(number), .signIn))
            let wrong = try place.last().wrong
            for _ in 1...5 { _ = try place.check(wrong, nil, Place.binding(UInt8(number), .signIn)) }
            place.clock.advance(by: .seconds(60))
        }
        guard case .locked(let until) = try place.send() else { throw Unexpected() }
        #expect(until > place.after(86_000))
    }
}
