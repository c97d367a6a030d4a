// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Store
import Synchronization
import Testing
import Verification

@testable import SignIn

/// A server that can send to one kind of identities alone (checkout 4.3).
struct ReachTests {
    private let place: Place
    private let outbox: Outbox

    init() throws {
        place = try Place()
        outbox = Outbox(reach: [.emailAddress])
        try place.add([Place.email(), Place.mobile()], directory: 1)
        try place.add([Place.mobile("2025550111")], directory: 1)
    }

    private func start(_ identity: LinkedIdentity, isStrict: Bool = false) throws -> IdentityValidation.Started {
        let codes = OneTimeCodes(
            store: place.store, vault: place.vault, clock: place.clock, entropy: SeededEntropy(seed: 5),
            delivery: outbox)
        let validation = IdentityValidation(
            store: place.store, vault: place.vault, clock: place.clock,
            lookUp: ConsumerLookUp(
                store: place.store, vault: place.vault, clock: place.clock, codes: codes,
                directories: { Place.directories }),
            codes: codes, tokens: place.tokens,
            recognition: Recognition(store: place.store, vault: place.vault, clock: place.clock),
            entropy: SeededEntropy(seed: 6), isStrict: isStrict)
        let answer = Mutex<Result<IdentityValidation.Started, any Error>?>(nil)
        let start = IdentityValidation.Start(
            identity: identity, session: nil, channel: nil, client: Place.client, dpa: Place.dpa)
        validation.start(start, identity: identity) { result in answer.withLock { $0 = result } }
        return try #require(answer.withLock { $0 }).get()
    }

    @Test("Whoever is asked about by a number gets the code by mail, and only mail is offered")
    func other() throws {
        let started = try start(Place.mobile())
        #expect(started.supported.map(\.id) == ["EMAIL_ADDRESS"])
        #expect(started.channel.masked == "a*****a@example.test")
        #expect(outbox.messages.map(\.channel.clearAddress) == ["ada@example.test"])
    }

    @Test("Who has nothing that can be sent to is offered what there is; in strict mode nothing else is ever told")
    func none() throws {
        #expect(try start(Place.mobile("2025550111")).supported.map(\.id) == ["MOBILE_PHONE_NUMBER"])
        #expect(try start(Place.mobile(), isStrict: true).supported.map(\.id) == ["MOBILE_PHONE_NUMBER"])
        #expect(try start(Place.email()).supported.map(\.id) == ["EMAIL_ADDRESS"])
    }
}
