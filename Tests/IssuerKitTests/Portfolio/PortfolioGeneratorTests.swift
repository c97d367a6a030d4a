// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Testing

@testable internal import IssuerKit

@Suite("Portfolio generator")
struct PortfolioGeneratorTests {
    /// Reads a generated portfolio with our reader; the writer has no code in common with it.
    private func rows(_ bytes: [UInt8]) throws -> [[String]] {
        try records(bytes).map { try $0.get() }
    }

    @Test("The same seed gives the same bytes, whatever the pieces they are made in; another seed gives others")
    func determinism() throws {
        let bytes = try SyntheticPortfolio.bytes(count: 2000, seed: 42)
        #expect(try SyntheticPortfolio.bytes(count: 2000, seed: 42) == bytes)
        var generator = try PortfolioGenerator(
            PortfolioGenerator.Settings(count: 2000, seed: 42, year: SyntheticPortfolio.year))
        var pieces = PortfolioGenerator.headings
        while try generator.append(to: &pieces, bytesMax: 1) > 0 {}
        #expect(pieces == bytes)
        #expect(try SyntheticPortfolio.bytes(count: 2000, seed: 43) != bytes)
    }

    @Test("Every row of every country passes the check", arguments: PortfolioGenerator.countries)
    func everyCountryIsValid(country: String) throws {
        let bytes = try SyntheticPortfolio.bytes(count: 300, seed: 7, countries: [country])
        let outcome = try PortfolioCheck(now: Timestamp(seconds: 1_795_176_000)).run(MemorySource(bytes))
        #expect(outcome.rowCount == 300 && outcome.firstFaults == [])
        #expect(try rows(bytes).dropFirst().allSatisfy { $0[7] == country && $0[18] == country })
    }

    @Test("Nothing that must be unique occurs twice, and everything is of reserved or synthetic kind")
    func uniqueAndReserved() throws {
        let table = try rows(try SyntheticPortfolio.bytes(count: 6000, seed: 3)).dropFirst()
        #expect(table.count == 6000)
        #expect(Set(table.map { $0[1] }).count == 6000)
        #expect(Set(table.map { $0[9] }).count == 6000)
        let consumers = Set(table.map { $0[0] })
        #expect(Set(table.map { $0[2] }).count == consumers.count)
        #expect(Set(table.map { $0[3] + "-" + $0[4] }).count == consumers.count)
        #expect(consumers.count < 5250 && consumers.count > 4500)
        for row in table {
            #expect(
                ["example.com", "example.org", "example.net"].contains { row[2].hasSuffix("@" + $0) }
                    || row[2].hasSuffix(".test"))
        }
        #expect(
            table.contains { $0[5].utf8.contains { $0 > 127 } } && table.contains { $0[12].utf8.contains { $0 > 127 } })
    }

    @Test("Card numbers have a right check digit, a Mastercard range, and no ending that a sandbox reacts to")
    func cardNumbers() throws {
        let reserved: Set<String> = ["0010", "0028", "0036", "0044", "0051", "0069", "0077", "0085"]
        let table = try rows(try SyntheticPortfolio.bytes(count: 8000, seed: 5)).dropFirst()
        for pan in table.map({ $0[9] }) {
            // The sum of all digits, every second one from the right replaced by the digit sum of its double.
            let sum = pan.reversed().enumerated().reduce(0) { sum, pair in
                let digit = pair.element.wholeNumberValue ?? 0
                return sum + (pair.offset % 2 == 0 ? digit : (digit * 2) / 10 + (digit * 2) % 10)
            }
            let prefix = Int(pan.prefix(4)) ?? 0
            #expect(
                pan.count == 16 && sum % 10 == 0 && ((5100...5599).contains(prefix) || (2221...2720).contains(prefix)))
            #expect(!reserved.contains(String(pan.suffix(4))))
        }
        #expect(
            table.allSatisfy { (SyntheticPortfolio.year + 1...SyntheticPortfolio.year + 5).contains(Int($0[11]) ?? 0) })
    }

    @Test("Exactly as many rows as wanted, none for none, and no more than there are numbers for")
    func counts() throws {
        for count in [0, 1, 2, 3, 999] {
            #expect(try rows(try SyntheticPortfolio.bytes(count: count)).count == count + 1)
        }
        #expect(throws: PortfolioError.self) {
            try PortfolioGenerator(PortfolioGenerator.Settings(count: 100_000_000, countries: ["HK"], year: 2026))
        }
        let error = #expect(throws: PortfolioError.self) {
            try PortfolioGenerator(PortfolioGenerator.Settings(count: 1, countries: ["XX"], year: 2026))
        }
        #expect(error?.code == .unsatisfiable)
    }

    @Test("A permutation visits every number once", arguments: [1, 2, 7, 10, 1000, 6000, 65_536])
    func permutation(count: Int) {
        for seed: UInt64 in [0, 1, 0xFFFF_FFFF_FFFF_FFFF, 0x1234_5678_9ABC_DEF0] {
            let permutation = NumberPermutation(count: count, seed: seed)
            #expect(Set((0..<count).map { permutation($0) }) == Set(0..<count))
        }
    }
}
