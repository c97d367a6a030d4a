// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Directory
import Enrollment
import PhoneNumbers
import Store
import StoreSQLite
import Testing
import Vault

/// One random history in a directory of its own, beside the model of what it should come to.
final class History {
    /// A batch to accept.
    struct Batch {
        var id: String
        var people: [Person]
        var kind: BatchKind

        var plaintext: String { Person.plaintext(people, kind.generation) }
    }

    let network: Network
    let seed: UInt64
    let directory: Int64
    let requestor = Requestor(actor: "client", srcCorrelationId: "call")
    var random: SplitMix
    var model = DirectoryModel()
    /// Row numbers by the model's births, for everything that was ever made.
    var consumers: [Int: Int64] = [:]
    var cards: [Int: Int64] = [:]
    var staged: [Int: Int64] = [:]
    /// The batches that staged something, with what their records came to.
    var stagings: [(header: BatchHeader, outcomes: [DirectoryModel.Outcome])] = []
    private var batches = 0

    /// What it did, for a failure's message.
    var steps: [String] = []
    /// The kinds of things that came about: what a run of many histories should not do without.
    var reached: Set<String> = []

    init(_ network: Network, seed: UInt64, directory: Int64) {
        self.network = network
        self.seed = seed
        self.directory = directory
        random = SplitMix(seed: seed)
    }

    /// Whether its issuer decides itself.
    var hasIssuer: Bool { seed % 4 == 0 }

    /// What to run to see it again, and what happened.
    var story: String { "MUSTER_TEST_SEED=\(seed) MUSTER_TEST_HISTORIES=1: " + steps.joined(separator: "; ") }

    // Few values, so that they collide often.
    func email() -> String { "e\(random.below(4))@example.test" }
    func phone() -> String { "010\(random.below(4))" }

    // MARK: Batches

    /// A batch to accept, of consumers with different names.
    func nextBatch() -> Batch {
        batches += 1
        var names = Set<String>()
        var cardNames = Set<String>()
        let people = (0..<1 + random.below(2)).compactMap { _ -> Person? in
            let number = random.below(4)
            // Mostly a consumer as it should be, sometimes with parts of another.
            let isWhole = random.below(3) > 0
            let person = Person(
                "n\(isWhole ? number : random.below(4))", email: isWhole ? "e\(number)@example.test" : email(),
                phone: isWhole ? "010\(number)" : phone(),
                cards: (0..<1 + random.below(3)).compactMap { _ in
                    let name = "c\(random.below(9))"
                    return cardNames.insert(name).inserted ? (name, Person.pan(random.below(5))) : nil
                })
            return person.cards.isEmpty || !names.insert(person.name).inserted ? nil : person
        }
        let kind = BatchKind(
            generation: random.below(3) == 0 ? .v2 : .v1, isPreProvisioning: random.below(3) == 0)
        return Batch(id: "b-\(batches)", people: people, kind: kind)
    }

    /// Compares a batch's results with the model's.
    func check(_ batch: Batch, _ header: BatchHeader) throws {
        let people = batch.people
        let status = try network.status(header)
        steps.append(
            (batch.kind.isPreProvisioning ? "stage \(batch.kind.generation) " : "batch \(batch.kind.generation) ")
                + people.map {
                    "\($0.name)/\($0.email.prefix(2))/\($0.phone)/\($0.cards.map { $0.name + ":" + $0.pan.suffix(2) })"
                }.joined(separator: "+"))
        let call = DirectoryModel.Call(isSecondGeneration: batch.kind.generation == .v2)
        let isStaging = batch.kind.isPreProvisioning
        let expected = people.flatMap { isStaging ? model.stage($0, call) : model.enroll($0, call) }
        if isStaging { stagings.append((header, expected)) }
        #expect(status.items.count == expected.count, "\(story)")
        for (item, outcome) in zip(status.items, expected) {
            switch outcome {
            case .failed(let source):
                #expect(item.status == .failed && item.error?.details.first?.source == source, "\(story)")
                reached.insert("\(isStaging ? "staging" : "batch") failed on \(source)")
            case .staged(let birth): try checkStaged(birth, item)
            case .successful(let profile, let card):
                guard item.status == .successful else {
                    Issue.record("failed with \(item.error?.details.first?.source ?? "-"): \(story)")
                    continue
                }
                expectSame(&consumers, profile, try network.consumer(item))
                expectSame(&cards, card, try network.card(item))
            }
        }
        #expect(
            status.batchStatus
                == (expected.contains { if case .failed = $0 { true } else { false } }
                    ? .completedWithErrors : .completedSuccessfully),
            "\(story)")
    }

    // MARK: One card

    /// Enrolls one card by itself, in either generation, beside the model.
    func single() throws {
        let (person, isSecond) = nextSingle()
        steps.append(
            "single \(isSecond ? "v2" : "v1") \(person.name)/\(person.email.prefix(2))/\(person.phone)/"
                + "\(person.cards[0].name):\(person.cards[0].pan.suffix(2))")
        let result = network.enrollOne(
            try network.order(person, directory: directory, generation: isSecond ? .v2 : .v1))
        let outcome = model.enrollOne(person, isSecondGeneration: isSecond)
        try expect(result, outcome)
        switch outcome {
        case .successful(let profile, _): try checkProfile(profile)
        case .failed(let source):
            reached.insert("single failed on \(source)")
            // A refused call leaves no profile behind that was not there (enrollment 6.7).
            try checkNames(of: person)
        case .staged: break
        }
    }

    /// - Parameter mixed: one of so many consumers has parts of another.
    func nextSingle(mixed: Int = 3) -> (Person, isSecondGeneration: Bool) {
        let number = random.below(4)
        let isWhole = random.below(mixed) > 0
        var person = Person(
            "n\(isWhole ? number : random.below(4))", email: isWhole ? "e\(number)@example.test" : email(),
            phone: isWhole ? "010\(number)" : phone(), cards: [("c\(random.below(9))", Person.pan(random.below(5)))])
        if random.below(2) == 0 { return (person, true) }
        // Names are a matter of choice in the first generation.
        if random.below(3) == 0 { person.name = "" }
        if random.below(3) == 0 { person.cards[0].name = "" }
        return (person, false)
    }

    /// Takes over what was done elsewhere, in the order in which it was done.
    func replay(_ person: Person, isSecondGeneration: Bool, _ outcome: CardOutcome) throws {
        steps.append("\(person.name)/\(person.email.prefix(2))/\(person.phone)/\(person.cards[0].name)")
        try expect(.success(outcome), model.enrollOne(person, isSecondGeneration: isSecondGeneration))
    }

    func expect(_ result: Result<CardOutcome, any Error>, _ outcome: DirectoryModel.Outcome) throws {
        switch (result, outcome) {
        case (.success(let made), .successful(let profile, let card)):
            expectSame(&consumers, profile, made.consumer.id)
            expectSame(&cards, card, made.card.id)
        case (.failure(let error), .failed(let source)):
            #expect((error as? ServiceError)?.details.first?.source == source, "\(story)")
        default:
            Issue.record("\(result) where the model has \(outcome): \(story)")
        }
    }

    /// A birth has one row for ever, and no two births have the same.
    func expectSame(_ rows: inout [Int: Int64], _ birth: Int, _ row: Int64) {
        if let known = rows[birth] {
            #expect(known == row, "\(story)")
        } else {
            #expect(!rows.values.contains(row), "\(story)")
            rows[birth] = row
        }
    }

    // MARK: Helpers

    /// Why the directory did not do it; nil when it did.
    func refusal(_ body: () throws -> Void) -> DirectoryRefusal? { refusal(DirectoryRefusal.self, body) }

    func refusal<Refusal: Error>(_ type: Refusal.Type, _ body: () throws -> Void) -> Refusal? {
        do {
            try body()
            return nil
        } catch {
            let refusal = error as? Refusal
            if refusal == nil { Issue.record("\(error): \(story)") }
            return refusal
        }
    }

    /// Anything that was ever made.
    func pick(_ rows: [Int: Int64]) -> Int? {
        let births = rows.keys.sorted()
        return births.isEmpty ? nil : births[random.below(births.count)]
    }
}
