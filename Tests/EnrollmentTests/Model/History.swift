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
    private let network: Network
    private let seed: UInt64
    private let directory: Int64
    private var random: SplitMix
    private var model = DirectoryModel()
    /// Row numbers by the model's births, for everything that was ever made.
    private var consumers: [Int: Int64] = [:]
    private var cards: [Int: Int64] = [:]
    private var batches = 0

    /// What it did, for a failure's message.
    private(set) var steps: [String] = []

    init(_ network: Network, seed: UInt64, directory: Int64) {
        self.network = network
        self.seed = seed
        self.directory = directory
        random = SplitMix(seed: seed)
    }

    private var story: String { "seed \(seed): " + steps.joined(separator: "; ") }

    // Few values, so that they collide often.
    private func email() -> String { "e\(random.below(4))@example.test" }
    private func phone() -> String { "010\(random.below(4))" }

    // MARK: Batches

    /// A batch to accept, of consumers with different names.
    func nextBatch() -> (id: String, people: [Person]) {
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
        return ("b-\(batches)", people)
    }

    /// Compares a batch's results with the model's.
    func check(_ people: [Person], _ status: BatchStatus) throws {
        steps.append(
            people.map {
                "\($0.name)/\($0.email.prefix(2))/\($0.phone)/\($0.cards.map { $0.name + ":" + $0.pan.suffix(2) })"
            }.joined(separator: "+"))
        let expected = people.flatMap { model.enroll($0) }
        #expect(status.items.count == expected.count, "\(story)")
        for (item, outcome) in zip(status.items, expected) {
            switch outcome {
            case .failed(let source):
                #expect(item.status == .failed && item.error?.details.first?.source == source, "\(story)")
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
        try expect(result, model.enrollOne(person, isSecondGeneration: isSecond))
    }

    /// - Parameter mixed: one of so many consumers has parts of another.
    func nextSingle(mixed: Int = 3) -> (Person, isSecondGeneration: Bool) {
        let number = random.below(4)
        let isWhole = random.below(mixed) > 0
        let person = Person(
            "n\(isWhole ? number : random.below(4))", email: isWhole ? "e\(number)@example.test" : email(),
            phone: isWhole ? "010\(number)" : phone(), cards: [("c\(random.below(9))", Person.pan(random.below(5)))])
        return (person, random.below(2) == 0)
    }

    /// Takes over what was done elsewhere, in the order in which it was done.
    func replay(_ person: Person, isSecondGeneration: Bool, _ outcome: CardOutcome) throws {
        steps.append("\(person.name)/\(person.email.prefix(2))/\(person.phone)/\(person.cards[0].name)")
        try expect(.success(outcome), model.enrollOne(person, isSecondGeneration: isSecondGeneration))
    }

    private func expect(_ result: Result<CardOutcome, any Error>, _ outcome: DirectoryModel.Outcome) throws {
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
    private func expectSame(_ rows: inout [Int: Int64], _ birth: Int, _ row: Int64) {
        if let known = rows[birth] {
            #expect(known == row, "\(story)")
        } else {
            #expect(!rows.values.contains(row), "\(story)")
            rows[birth] = row
        }
    }

    // MARK: Life cycle

    func liveCycleStep() throws {
        let requestor = Requestor(actor: "client", srcCorrelationId: "call")
        switch random.below(4) {
        case 0:
            guard let birth = pick(consumers) else { return }
            try update(birth, requestor)
        case 1:
            guard random.below(2) == 0, let birth = pick(consumers), let row = consumers[birth] else { return }
            steps.append("delete profile \(birth)")
            let isThere = model.deleteProfile(birth)
            let refusal = refusal { try network.profiles.delete(row, directory: directory, by: requestor) }
            #expect(refusal == (isThere ? nil : .noProfile), "\(story)")
        default:
            guard let birth = pick(cards), let row = cards[birth] else { return }
            steps.append("delete card \(birth)")
            let isThere = model.deleteCard(birth)
            let refusal = refusal {
                try network.cards.delete(row, directory: directory, emptyProfiles: .keep, by: requestor)
            }
            #expect(refusal == (isThere ? nil : .noCard), "\(story)")
        }
    }

    private func update(_ birth: Int, _ requestor: Requestor) throws {
        guard let row = consumers[birth] else { return }
        let email = random.below(2) == 0 ? email() : nil
        let phone = random.below(2) == 0 ? phone() : nil
        steps.append("update \(birth) \(email ?? "-") \(phone ?? "-")")
        var patch = ConsumerPatch()
        if let email { patch.email = .set(try Email(email)) }
        if let phone {
            patch.mobile = .set(try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "202555" + phone))
        }
        let expected: DirectoryRefusal? =
            switch model.update(birth, email: email, phone: phone) {
            case "gone": .noProfile
            case "both": .ambiguousIdentity
            case "email": .emailTaken
            case "mobile": .mobileTaken
            default: nil
            }
        let refusal = refusal {
            _ = try network.profiles.update(row, directory: directory, patch: patch, compliance: nil, by: requestor)
        }
        #expect(refusal == expected, "\(story)")
    }

    private func refusal(_ body: () throws -> Void) -> DirectoryRefusal? {
        do {
            try body()
            return nil
        } catch {
            let refusal = error as? DirectoryRefusal
            if refusal == nil { Issue.record("\(error): \(story)") }
            return refusal
        }
    }

    private func pick(_ rows: [Int: Int64]) -> Int? {
        let births = rows.keys.sorted()
        return births.isEmpty ? nil : births[random.below(births.count)]
    }

    // MARK: The end

    /// Compares everything that the directory holds with the model.
    func checkAll() throws {
        let counts = try network.store.read { try $0.counts(directory: directory) }
        let cardCount = model.profiles.reduce(0) { $0 + $1.cards.count }
        #expect(
            counts == DirectoryCounts(consumers: model.profiles.count, cards: cardCount, tokens: cardCount), "\(story)")
        for profile in model.profiles {
            let row = try #require(consumers[profile.birth], "\(story)")
            let view = try network.profiles.read(row, directory: directory)
            #expect(view.consumer.email == profile.email, "\(story)")
            #expect(view.consumer.mobileNumber == "202555" + profile.phone, "\(story)")
            #expect(view.row.externalConsumerId == profile.name, "\(story)")
            #expect((view.row.emptySince != nil) == profile.cards.isEmpty, "\(story)")
            // Of cards enrolled at once, the one that came first has not always the lower number.
            let known = profile.cards.sorted { cards[$0.birth] ?? 0 < cards[$1.birth] ?? 0 }
            #expect(view.cards.map(\.row.id) == known.map { cards[$0.birth] }, "\(story)")
            #expect(view.cards.map(\.card.clearPAN) == known.map(\.pan), "\(story)")
            for (view, card) in zip(view.cards, known) {
                let found = try network.store.read { try $0.cards(named: Array(card.names), directory: directory) }
                #expect(found.allSatisfy { $0 == view.row.id }, "\(story)")
            }
        }
        for (birth, row) in consumers where !model.profiles.contains(where: { $0.birth == birth }) {
            #expect(refusal { _ = try network.profiles.read(row, directory: directory) } == .noProfile, "\(story)")
        }
    }
}

/// SplitMix64: the same seed gives the same numbers.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((word ^ (word >> 31)) % UInt64(bound))
    }
}
