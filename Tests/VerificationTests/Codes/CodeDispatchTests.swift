// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Synchronization
import Testing

@testable import Verification

/// Codes whose sending nobody can tell (checkout 7, strict mode).
@Suite("how a code goes out") struct CodeDispatchTests {
    private let place: Place

    init() throws { place = try Place() }

    private func send(_ dispatch: CodeDispatch) throws -> CodeSending {
        let answers = Mutex<[Result<CodeSending, any Error>]>([])
        place.codes.send(
            to: try Place.email(), for: Place.binding(), language: try LanguageCode("en"), dispatch: dispatch
        ) { result in answers.withLock { $0.append(result) } }
        let all = answers.withLock { $0 }
        #expect(all.count == 1)
        return try #require(all.first).get()
    }

    @Test("all three answer alike, and count alike")
    func alike() throws {
        for dispatch in [CodeDispatch.awaited, .unawaited, .pretended] {
            let sent = try send(dispatch)
            #expect(sent == .sent(expiresAt: place.after(600), nextSendAt: place.after(60)))
            #expect(try send(dispatch) == .tooSoon(nextSendAt: place.after(60)))
            place.clock.advance(by: .seconds(901))
        }
        #expect(place.outbox.messages.count == 2)
        #expect(try place.codes.lockedUntil(Place.email()) == nil)
    }

    @Test("a code that was not taken cannot be used, and the answer was given before")
    func untaken() throws {
        place.outbox.fail(true)
        let sent = try send(.unawaited)
        #expect(sent == .sent(expiresAt: place.after(600), nextSendAt: place.after(60)))
        #expect(try place.check(place.last().right) == .none)
    }

    @Test("guesses at a code that nobody was sent lock the identity as others do")
    func pretendedGuesses() throws {
        for _ in 1...5 {
            _ = try send(.pretended)
            for guess in 100...102 { _ = try place.check(try OneTimeCode("000\(guess)")) }
            place.clock.advance(by: .seconds(901))
        }
        #expect(try place.codes.lockedUntil(Place.email()) != nil)
    }
}
