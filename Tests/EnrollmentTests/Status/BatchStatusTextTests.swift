// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Enrollment
import Store
import Testing

/// A status written straight from the stored records is the status written from typed ones, byte for byte.
@Suite("batch status text") struct BatchStatusTextTests {
    private let network: Network

    init() throws {
        network = try Network()
    }

    private func compare(_ header: BatchHeader, _ records: Int) throws {
        for generation in [APIGeneration.v1, .v2] {
            let typed = try #require(try network.reading.status(of: header, srcCorrelationId: "call"))
            #expect(typed.items.count == records)
            let written = try network.reading.json(of: header, srcCorrelationId: "call", generation: generation)
            #expect(written == typed.json(generation: generation))
        }
    }

    @Test("with records that succeeded, failed and wait, in any order")
    func mixed() throws {
        var people = (0..<40).map { Person("p\($0)", phone: "01\($0 + 10)", cards: [("c-\($0)", Person.pan($0))]) }
        people[3].cards[0].pan = Person.pan(ending: "0044")
        people[17].email = "not an email"
        // A reserved number whose record is final later.
        people[21].cards[0].pan = Person.pan(ending: "0077")
        people[30].cards.append(Person.Card(name: "second", pan: Person.pan(99)))
        let header = try network.accept("b-1", Person.plaintext(people))
        network.processor.waitUntilIdle()
        let words = Set(try network.status(header).items.map(\.status))
        #expect(words.isSuperset(of: [.successful, .failed, .inProgress]))
        try compare(header, 41)
    }

    @Test("for a batch that failed as a whole, one that is staged, and one that has not begun")
    func others() throws {
        let failed = try network.accept(
            "FAIL-1", Person.plaintext([Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))])]))
        let payload = EncryptedPayload.one(
            try network.encrypt(Person.plaintext([Person("bob", phone: "0101", cards: [("c-2", Person.pan(2))])])))
        let staged = try network.offer("s-1", payload: payload, kind: BatchKind(isPreProvisioning: true)).get()
        network.processor.waitUntilIdle()
        try compare(failed, 0)
        try compare(staged, 1)
        let idle = try Network(isProcessing: false)
        let waiting = try idle.accept(
            "b-1", Person.plaintext([Person("ada", phone: "0100", cards: [("c-1", Person.pan(1))])]))
        let typed = try #require(try idle.reading.status(of: waiting, srcCorrelationId: "call"))
        #expect(
            try idle.reading.json(of: waiting, srcCorrelationId: "call", generation: .v1) == typed.json())
    }
}
