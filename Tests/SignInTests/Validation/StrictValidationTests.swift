// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Store
import Synchronization
import Testing
import Verification

@testable import SignIn

/// Strict mode tells nothing by its work either (checkout 7).
struct StrictValidationTests {
    private let place: Place
    private let store: CountingStore
    private let outbox = Outbox()
    private let lookUp: ConsumerLookUp
    private let validation: IdentityValidation

    init() throws {
        place = try Place()
        store = CountingStore(place.store)
        let codes = OneTimeCodes(
            store: store, vault: place.vault, clock: place.clock, entropy: SeededEntropy(seed: 5), delivery: outbox)
        lookUp = ConsumerLookUp(
            store: store, vault: place.vault, clock: place.clock, codes: codes, directories: { Place.directories })
        validation = IdentityValidation(
            store: store, vault: place.vault, clock: place.clock, lookUp: lookUp, codes: codes,
            tokens: IdTokens(
                store: store, vault: place.vault, clock: place.clock, directories: { Place.directories }),
            recognition: Recognition(store: store, vault: place.vault, clock: place.clock),
            entropy: SeededEntropy(seed: 6), isStrict: true)
    }

    private func start(_ identity: LinkedIdentity) throws -> IdentityValidation.Started {
        let answer = Mutex<Result<IdentityValidation.Started, any Error>?>(nil)
        let start = IdentityValidation.Start(
            identity: identity, session: nil, channel: nil, client: Place.client, dpa: Place.dpa)
        validation.start(start, identity: identity) { result in answer.withLock { $0 = result } }
        return try #require(answer.withLock { $0 }).get()
    }

    private func finish(_ session: String, _ code: String) throws -> IdentityValidation.Finished {
        try validation.finish(
            IdentityValidation.Finish(
                session: session, code: code, isRemembered: false, appInstance: nil, client: Place.client,
                dpa: Place.dpa))
    }

    @Test("The store is asked as often for who is there as for who is not, at every step")
    func sameWork() throws {
        try place.add([Place.email(), Place.mobile()], directory: 1)
        try place.add([Place.email()], directory: 2)
        try place.add([Place.email("sus@example.test")], directory: 1, status: .suspended)
        var work: [[[Int]]] = []
        for text in ["ada@example.test", "eve@example.test", "sus@example.test"] {
            let identity = try Place.email(text)
            _ = store.take()
            _ = try lookUp.find(identity)
            var steps = [store.take()]
            let started = try start(identity)
            steps.append(store.take())
            #expect(throws: BrowserError.self) { try start(identity) }
            steps.append(store.take())
            let right = outbox.messages.last { $0.channel.clearAddress == text }?.code.revealDigits()
            #expect(throws: BrowserError.self) {
                try finish(started.session, right == "000000" ? "000001" : "000000")
            }
            steps.append(store.take())
            work.append(steps)
        }
        #expect(work[0] == work[1])
        #expect(work[0] == work[2])
    }

    @Test("A code goes to who is there alone; a code that nobody was sent lets nobody in")
    func pretended() throws {
        try place.add([Place.email()], directory: 1)
        _ = try start(Place.email())
        let absent = try start(Place.email("eve@example.test"))
        #expect(outbox.messages.map(\.channel.clearAddress) == ["ada@example.test"])
        // All codes there are: the tally locks long before the end, and none of the guesses passes.
        for guess in 0..<20 {
            #expect(throws: BrowserError.self) { try finish(absent.session, String(100_000 + guess)) }
        }
    }

    @Test("A code of nobody that is guessed by chance is wrong")
    func guessedPretended() throws {
        let fixed = try OneTimeCode("123456")
        let codes = OneTimeCodes(
            store: store, vault: place.vault, clock: place.clock, entropy: SeededEntropy(seed: 5), delivery: outbox,
            fixedCode: { _ in fixed })
        let validation = IdentityValidation(
            store: store, vault: place.vault, clock: place.clock, lookUp: lookUp, codes: codes, tokens: place.tokens,
            recognition: Recognition(store: store, vault: place.vault, clock: place.clock),
            entropy: SeededEntropy(seed: 6), isStrict: true)
        let identity = try Place.email("eve@example.test")
        let session = Mutex("")
        validation.start(
            IdentityValidation.Start(
                identity: identity, session: nil, channel: nil, client: Place.client, dpa: Place.dpa),
            identity: identity
        ) { result in session.withLock { $0 = (try? result.get().session) ?? "" } }
        let finish = IdentityValidation.Finish(
            session: session.withLock { $0 }, code: "123456", isRemembered: false, appInstance: nil,
            client: Place.client, dpa: Place.dpa)
        let refusal = #expect(throws: BrowserError.self) { try validation.finish(finish) }
        #expect(refusal?.reason == .codeInvalid)
    }
}

/// Keeps what is sent.
final class Outbox: CodeDelivery {
    private let state = Mutex<[CodeMessage]>([])
    let reach: Set<IdentityType>

    var messages: [CodeMessage] { state.withLock { $0 } }

    init(reach: Set<IdentityType> = [.emailAddress, .mobilePhoneNumber]) {
        self.reach = reach
    }

    func deliver(_ message: CodeMessage, completion: @escaping @Sendable (Bool) -> Void) {
        state.withLock { $0.append(message) }
        completion(true)
    }
}
