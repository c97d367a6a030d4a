// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Enrollment
import Store
import StoreSQLite
import Testing

@Suite("batch acceptance") struct BatchAcceptanceTests {
    private let network: Network
    private let ada = Person("ada", phone: "0100", cards: [("c-1", Person.pan(1)), ("c-2", Person.pan(2))])
    private let bob = Person("bob", phone: "0101", cards: [("c-3", Person.pan(3))])

    init() throws {
        network = try Network()
    }

    private var nothingStored: Bool {
        get throws {
            network.processor.waitUntilIdle()
            let counts = try network.store.read { try $0.counts(directory: Network.directory) }
            return try network.inbox.pending(after: 0, limit: 10).isEmpty
                && network.inbox.header(of: 1) == nil && counts.consumers == 0
        }
    }

    @Test("an external id that occurs twice refuses the whole batch, and nothing is stored")
    func duplicateIds() throws {
        var twin = bob
        twin.name = "ada"
        var card = bob
        card.cards[0].name = "c-1"
        var inside = ada
        inside.cards[1].name = "c-1"
        for (people, source) in [
            ([ada, twin], "externalConsumerId"), ([ada, card], "externalCardId"), ([inside], "externalCardId"),
        ] {
            let error = try #require(try network.refusal("b-1", Person.plaintext(people)))
            #expect(error.errorClass == .invalidArgument && error.status == 400)
            #expect(error.details.map(\.reason) == [.cannotBeDuplicateOrNull])
            #expect(error.details[0].source?.hasSuffix(source) == true)
        }
        #expect(try nothingStored)
    }

    @Test(
        "no consumers, no cards and missing external ids refuse the whole batch",
        arguments: [
            (#"{}"#, "consumers"), (#"{"consumers":[]}"#, "consumers"), (#"{"consumers":7}"#, "consumers"),
            (#"{"consumers":[{"externalConsumerId":"a","cards":[]}]}"#, "consumers[0].cards"),
            (#"{"consumers":[{"cards":[{"externalCardId":"c"}]}]}"#, "consumers[0].externalConsumerId"),
            (#"{"consumers":[{"externalConsumerId":"a","cards":[{}]}]}"#, "consumers[0].cards[0].externalCardId"),
        ])
    func wholeBatchFaults(plaintext: String, source: String) throws {
        let error = try #require(try network.refusal("b-1", plaintext))
        #expect(error.errorClass == .invalidArgument && error.status == 400)
        #expect(error.details.map(\.source).contains(source), "\(error)")
        #expect(try nothingStored)
    }

    @Test("a batch of as many cards as allowed is accepted, one of one more is refused")
    func limit() throws {
        let people = (0..<5).map { Person("p\($0)", phone: "010\($0)", cards: [("c\($0)", Person.pan($0))]) }
        let error = try #require(try network.refusal("b-1", Person.plaintext(people), cardsMax: 4))
        #expect(error.details.map(\.reason) == [.limitExceed] && error.details[0].source == "consumers")
        #expect(try nothingStored)
        #expect(try network.refusal("b-1", Person.plaintext(people), cardsMax: 5) == nil)
    }

    @Test("the program's limit and the server's both hold")
    func programLimit() throws {
        var settings = network.settings
        settings.cardsPerBatchMax = 1
        network.settings = settings
        #expect(try network.refusal("b-1", Person.plaintext([ada])) != nil)
        #expect(try network.refusal("b-1", Person.plaintext([bob])) == nil)
    }

    @Test("everything that is wrong with the encryption or is no JSON object has one and the same error")
    func corrupt() throws {
        let good = try network.encrypt(Person.plaintext([ada]))
        let parts = good.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        func joined(_ parts: [[UInt8]]) -> [UInt8] { Array(parts.joined(separator: [UInt8(ascii: ".")])) }
        func changed(_ index: Int) -> [UInt8] {
            var parts = parts
            parts[index][parts[index].count / 2] ^= 1
            return joined(parts)
        }
        let tokens: [[UInt8]] =
            (0..<5).map(changed) + [
                Array("x".utf8), Array("....".utf8), Array(good.dropLast(5)), joined(Array(parts.dropLast())),
                good + good, try network.encrypt("not json"), try network.encrypt(#"{"consumers":[}"#),
                try network.encrypt("[]"), try network.encrypt("\"text\""), try network.encrypt("null"),
                try network.encrypt(#"{"a":1,"a":1}"#), try network.encrypt("{} {}"),
                try network.encrypt(String(repeating: #"{"a":"#, count: 40) + "1" + String(repeating: "}", count: 40)),
            ]
        let errors = try tokens.map { network.refusal(try network.offer("b-1", payload: .one($0))) }
        let first = try #require(errors[0])
        #expect(first.status == 400 && first.errorClass == .invalidArgument)
        #expect(first.details.map(\.reason) == [.corruptData] && first.details[0].source == "enrollmentData")
        for (index, error) in errors.enumerated() { #expect(error == first, "token \(index)") }
        #expect(try nothingStored)
    }

    @Test("an unknown kid is no other error than a broken token")
    func unknownKey() throws {
        let other = try Network.strangerToken(Person.plaintext([ada]))
        let error = try #require(network.refusal(try network.offer("b-1", payload: .one(other))))
        #expect(error.details.map(\.reason) == [.corruptData])
    }

    @Test("a batch may be encrypted for each consumer apart")
    func perConsumer() throws {
        let payload = EncryptedPayload.perConsumer([try network.encrypt(ada.json), try network.encrypt(bob.json)])
        let header = try network.offer("b-1", payload: payload).get()
        network.processor.waitUntilIdle()
        let status = try network.status(header)
        #expect(status.batchStatus == .completedSuccessfully)
        #expect(status.items.map(\.externalCardId) == ["c-1", "c-2", "c-3"])
    }

    // MARK: Repeats (enrollment 17)

    @Test("the same content under the same id answers with the original batch and processes nothing again")
    func repeated() throws {
        let plaintext = Person.plaintext([ada, bob])
        let first = try network.accept("b-1", plaintext)
        network.processor.waitUntilIdle()
        let status = try network.status(first)
        let finished = network.processor.currentProgress.batchesFinished
        let people = [ada, bob].map { person in
            // The same members in another order, with white space and escapes.
            person.json.replacing(#""firstName":"Ada","#, with: "").replacing(
                #""languageCode":"en""#, with: #""languageCode" : "\u0065n" , "firstName":"\u0041da" "#)
        }
        let rewritten = "\n{ \"consumers\" : [" + people.joined(separator: " ,\t") + "] }"
        for text in [plaintext, rewritten] {
            #expect(try network.accept("b-1", text) == first)
        }
        network.processor.waitUntilIdle()
        #expect(network.processor.currentProgress.batchesFinished == finished)
        #expect(try network.status(first) == status)
        #expect(try network.inbox.header(of: first.batch + 1) == nil)
    }

    @Test("other content under the same id is refused with ALREADY_EXISTS, for ever")
    func reused() throws {
        let first = try network.accept("b-1", Person.plaintext([ada]))
        network.processor.waitUntilIdle()
        var changed = ada
        changed.cards[0].year = "2032"
        for text in [Person.plaintext([bob]), Person.plaintext([changed]), Person.plaintext([ada, bob])] {
            let error = try #require(try network.refusal("b-1", text))
            #expect(error.status == 409 && error.errorClass == .alreadyExists)
            #expect(error.details.map(\.source) == ["externalBatchId"] && error.details[0].reason == .alreadyExists)
        }
        try network.restart()
        #expect(try network.refusal("b-1", Person.plaintext([bob])) != nil)
        #expect(try network.accept("b-1", Person.plaintext([ada])).batch == first.batch)
    }

    @Test("an externalBatchId belongs to its client and directory")
    func scope() throws {
        let first = try network.accept("b-1", Person.plaintext([ada]))
        let other = try network.accept("b-1", Person.plaintext([bob]), client: Network.otherClient)
        let elsewhere = try network.accept("b-1", Person.plaintext([bob]), directory: Network.directory + 1)
        #expect(Set([first.batch, other.batch, elsewhere.batch]).count == 3)
    }

    @Test("a server that is stopping says so and does not accept")
    func stopping() throws {
        network.inbox.close()
        let error = try #require(try network.refusal("b-1", Person.plaintext([ada])))
        #expect(error.errorClass == .unavailable && error.status == 503)
    }

    @Test("an inbox that has no room says so: the batch may come again, and the fault is not ours to hide as one")
    func full() throws {
        let opening = BatchOpening(vault: network.vault, clock: network.clock, plaintextBytesMax: 1 << 20)
        let preparation = BatchPreparation(
            vault: network.vault, directory: network.store, opening: opening, programs: { _ in ProgramSettings() },
            clock: network.clock, isSandbox: true)
        let acceptance = BatchAcceptance(
            vault: network.vault, inbox: FullInbox(), opening: opening, preparation: preparation,
            processor: network.processor, clock: network.clock)
        let destination = BatchAcceptance.Destination(
            srcClientId: Network.client, directory: Network.directory, settings: ProgramSettings(), cardsMax: 250)
        let envelope = try network.envelope("b-1", .one(try network.encrypt(Person.plaintext([bob]))))
        acceptance.accept(envelope, to: destination) { result in
            guard case .failure(let error) = result else {
                Issue.record("accepted")
                return
            }
            #expect(error.errorClass == .unavailable && error.status == 503)
        }
        #expect(try nothingStored)
    }
}

/// An inbox that takes nothing; it answers from the caller's thread, as the contract says.
private final class FullInbox: InboxStore {
    func offer(
        _ header: BatchHeader, payload: [UInt8]?,
        completion: @escaping @Sendable (Result<InboxAnswer, StoreError>) -> Void
    ) {
        completion(.failure(StoreError(.full, "too many bytes wait for the disk")))
    }

    func header(of batch: Int64) throws(StoreError) -> BatchHeader? { nil }
    func payload(of batch: Int64) throws(StoreError) -> [UInt8]? { nil }
    func isPending(_ batch: Int64) throws(StoreError) -> Bool { false }
    func pending(after batch: Int64, limit: Int) throws(StoreError) -> [BatchHeader] { [] }
    func pendingCounts() throws(StoreError) -> [Int64: Int] { [:] }
    func dropPayloads(of batches: [Int64]) {}
    func forget(directory: Int64) throws(StoreError) {}
    func close() {}
}
