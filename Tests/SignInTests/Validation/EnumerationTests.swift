// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import SQLite
import Store
import Synchronization
import Testing
import Vault
import Verification

@testable import SignIn
@testable import StoreSQLite

/// Whoever goes through lists of addresses learns nothing from how much work an answer was (checkout 7). Work is told
/// in steps of the database's machine, which no other program on the computer can blur.
struct EnumerationTests {
    /// Of each kind. Two samples of so many that come from one distribution are further apart than `limit` once in a
    /// million times (Kolmogorov and Smirnov).
    private static let count = 10_000
    private static let validations = 500

    private static func limit(_ count: Int) -> Double { 2.69 * (2 / Double(count)).squareRoot() }

    @Test("Looking up 10,000 who are known is as much work as looking up 10,000 who are not")
    func lookUps() throws {
        let town = try Town(count: Self.count, isStrict: true)
        let (known, unknown) = try town.work(Self.count) { identity in _ = try town.lookUp.find(identity) }
        #expect(Sample.distance(known, unknown) < Self.limit(Self.count))
    }

    @Test("A code and a wrong guess at it are as much work for who is known as for who is not")
    func validationsOfBoth() throws {
        let town = try Town(count: Self.validations, isStrict: true)
        let (known, unknown) = try town.work(Self.validations) { identity in
            let session = try town.start(identity)
            #expect(throws: BrowserError.self) { try town.guess(session) }
        }
        #expect(Sample.distance(known, unknown) < Self.limit(Self.validations))
    }

    @Test("Outside strict mode the two are told apart: this would see a difference")
    func control() throws {
        let town = try Town(count: 200, isStrict: false)
        let (known, unknown) = try town.work(200) { identity in _ = try town.lookUp.find(identity) }
        #expect(Sample.distance(known, unknown) > 0.9)
    }
}

private enum Sample {
    /// The greatest difference of two empirical distributions: what the best rule "more than so much is known" gains.
    static func distance(_ one: [Int], _ other: [Int]) -> Double {
        let values = Set(one + other).sorted()
        let (left, right) = (one.sorted(), other.sorted())
        var (i, j, most) = (0, 0, 0.0)
        for value in values {
            while i < left.count, left[i] <= value { i += 1 }
            while j < right.count, right[j] <= value { j += 1 }
            most = max(most, abs(Double(i) / Double(left.count) - Double(j) / Double(right.count)))
        }
        return most
    }
}

/// Directories with people of every kind in them.
private struct Town {
    let place: Place
    let lookUp: ConsumerLookUp
    private let validation: IdentityValidation

    /// - Parameter count: how many are known: with a profile in one directory or in both, active, suspended or locked,
    ///   or with a staged card alone.
    init(count: Int, isStrict: Bool) throws {
        place = try Place()
        let codes = OneTimeCodes(
            store: place.store, vault: place.vault, clock: place.clock, entropy: SeededEntropy(seed: 5),
            delivery: Outbox())
        lookUp = ConsumerLookUp(
            store: place.store, vault: place.vault, clock: place.clock, codes: codes, isStrict: isStrict,
            directories: { Place.directories })
        validation = IdentityValidation(
            store: place.store, vault: place.vault, clock: place.clock, lookUp: lookUp, codes: codes,
            tokens: place.tokens,
            recognition: Recognition(store: place.store, vault: place.vault, clock: place.clock),
            entropy: SeededEntropy(seed: 6), isStrict: isStrict)
        try fill(count)
    }

    private func fill(_ count: Int) throws {
        var consumers: [ConsumerRow] = []
        var staged: [StagedCardRow] = []
        for number in 0..<count {
            let identity = try Self.known(number)
            switch number % 8 {
            case 0: staged.append(try stagedCard(identity, number))
            case 1:
                consumers.append(try place.row([identity], directory: 1))
                consumers.append(try place.row([identity], directory: 2))
            case 2: consumers.append(try place.row([identity], directory: 1, status: .suspended))
            case 3: consumers.append(try place.row([identity], directory: 2, status: .locked))
            case 4:
                consumers.append(try place.row([identity], directory: 1))
                staged.append(try stagedCard(identity, number))
            default: consumers.append(try place.row([identity], directory: Int64(number % 2 + 1)))
            }
        }
        try place.store.write { [consumers, staged] writing in
            try writing.insert(consumers: consumers)
            try writing.insert(staged: staged)
        }
    }

    private func stagedCard(_ identity: LinkedIdentity, _ number: Int) throws -> StagedCardRow {
        let id = place.store.reserveStagedIDs(1).lowerBound
        let index = place.vault.identifier(of: identity, directory: 1).index
        let pan = place.vault.blindIndex(.pan, directory: 1, value: Array("\(number)".utf8))
        return StagedCardRow(
            id: id, directory: 1, externalConsumerId: "consumer-\(number)", externalCardId: "card-\(number)",
            email: index, mobile: place.vault.blindIndex(.mobile, directory: 1, value: Array("\(number)".utf8)),
            pan: pan, sealed: [UInt8](repeating: 7, count: 200), created: place.clock.now,
            expires: place.clock.now.advanced(by: .seconds(86_400)))
    }

    static func known(_ number: Int) throws -> LinkedIdentity {
        try Place.email("known.\(100_000 + number)@example.test")
    }

    static func unknown(_ number: Int) throws -> LinkedIdentity {
        try Place.email("other.\(100_000 + number)@example.test")
    }

    // MARK: Work

    /// The work that `body` is for each of `count` who are known, and for each of as many who are not, in an order that
    /// has nothing to do with it.
    func work(
        _ count: Int, _ body: (LinkedIdentity) throws -> Void
    ) throws -> (known: [Int], unknown: [Int]) {
        var (known, unknown): ([Int], [Int]) = ([], [])
        // A prime that no count here has as a factor: every number once.
        for number in (0..<2 * count).map({ $0 * 7919 % (2 * count) }) {
            let isKnown = number < count
            let identity = isKnown ? try Self.known(number) : try Self.unknown(number - count)
            let before = try steps()
            try body(identity)
            let work = try steps() - before
            if isKnown { known.append(work) } else { unknown.append(work) }
        }
        return (known, unknown)
    }

    /// Of the one reader that a single thread uses, and of the writer.
    private func steps() throws -> Int {
        try place.store.read { ($0 as? DirectoryReader)?.connection.stepsEver ?? 0 }
            + place.store.write { ($0 as? DirectoryReader)?.connection.stepsEver ?? 0 }
    }

    func start(_ identity: LinkedIdentity) throws -> String {
        let answer = Mutex<Result<IdentityValidation.Started, any Error>?>(nil)
        let start = IdentityValidation.Start(
            identity: identity, session: nil, channel: nil, client: Place.client, dpa: Place.dpa)
        validation.start(start, identity: identity) { result in answer.withLock { $0 = result } }
        return try #require(answer.withLock { $0 }).get().session
    }

    func guess(_ session: String) throws {
        _ = try validation.finish(
            IdentityValidation.Finish(
                session: session, code: "000000", isRemembered: false, appInstance: nil, client: Place.client,
                dpa: Place.dpa))
    }
}
