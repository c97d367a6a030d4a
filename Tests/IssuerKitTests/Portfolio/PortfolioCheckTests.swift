// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Testing

@testable internal import IssuerKit

@Suite("Portfolio check")
struct PortfolioCheckTests {
    private func check(
        _ lines: [String], mapping: [String: PortfolioField] = [:], shown: Int = 20, threads: Int = 2
    ) throws -> PortfolioCheck.Outcome {
        try PortfolioCheck(
            mapping: mapping, now: Timestamp(seconds: 1_795_176_000), threads: threads, faultsShown: shown
        ).run(MemorySource(Array((lines.joined(separator: "\n") + "\n").utf8)))
    }

    @Test("One broken row among a hundred thousand is named with its row, line and column")
    func oneBrokenRow() throws {
        // One consumer with a hundred thousand cards: what counts here are the rows.
        let sample = try SyntheticPortfolio.lines(count: 1)
        let (start, end) = try (#require(sample[1].firstRange(of: "card-000000001")), sample[1])
        let (before, after) = (end[..<start.lowerBound], end[start.upperBound...])
        var lines = [sample[0]] + (1...100_000).map { before + "k\($0)" + after }
        var fields = lines[99_999].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields[9] = "5555555555554445"
        lines[99_999] = fields.joined(separator: ",")
        let outcome = try check(lines)
        #expect(outcome.rowCount == 100_000 && outcome.faultCount == 1)
        #expect("\(outcome.firstFaults[0])" == "row 99999 (line 100000), primaryAccountNumber: has a wrong check digit")
    }

    static let faults: [(column: Int, value: String, reason: String)] = [
        (0, "", "CANNOT_BE_NULL"), (0, "has space", "INVALID_FORMAT"), (1, "5555555555554444", "INVALID_VALUE"),
        (2, "nobody", "INVALID_FORMAT"), (2, "", "CANNOT_BE_NULL"), (3, "999", "INVALID_VALUE"),
        (4, "12", "INVALID_FORMAT"), (4, "abc", "INVALID_FORMAT"), (5, "", "CANNOT_BE_NULL"),
        (5, "   ", "INVALID_VALUE"), (6, String(repeating: "x", count: 51), "INVALID_FORMAT"),
        (7, "XX", "INVALID_VALUE"), (7, "us", "INVALID_VALUE"), (8, "EN", "INVALID_VALUE"),
        (9, "4111111111111111", "PAN_INELIGIBLE"), (9, "55555555", "INVALID_FORMAT"), (10, "13", "INVALID_VALUE"),
        (10, "8", "INVALID_FORMAT"), (11, "2025", "INVALID_VALUE"), (11, "31", "INVALID_FORMAT"),
        (12, "", "CANNOT_BE_NULL"), (15, "", "CANNOT_BE_NULL"), (16, "", "CANNOT_BE_NULL"),
        (17, String(repeating: "9", count: 17), "INVALID_FORMAT"), (18, "", "CANNOT_BE_NULL"),
    ]

    @Test("Each rule is checked, its column named, and the value never shown", arguments: PortfolioCheckTests.faults)
    func rules(column: Int, value: String, reason: String) throws {
        var lines = try SyntheticPortfolio.lines(count: 1, countries: ["US"])
        var fields = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        fields[column] = value
        lines[1] = fields.joined(separator: ",")
        let fault = try #require(
            try check(lines).firstFaults.first { $0.column == PortfolioField.allCases[column].heading })
        #expect(fault.reason == reason && fault.row == 1 && fault.line == 2)
        for field in fields where field.count > 4 { #expect(!"\(fault)".contains(field)) }
    }

    @Test("All faults of a row are found at once; the first ones are kept in the order of the rows, all are counted")
    func allFaults() throws {
        var lines = try SyntheticPortfolio.lines(count: 2000)
        for row in stride(from: 10, through: 2000, by: 10) {
            lines[row] = lines[row].replacing("@", with: "#").replacing(",US,", with: ",U,").replacing(
                ",GB,", with: ",G,")
        }
        for threads in [1, 3] {
            let outcome = try check(lines, shown: 7, threads: threads)
            #expect(outcome.faultCount >= 400)
            #expect(outcome.firstFaults.count == 7)
            #expect(outcome.firstFaults.map(\.row) == outcome.firstFaults.map(\.row).sorted())
            #expect(outcome.firstFaults[0].row == 10)
        }
    }

    @Test("A card id that stands twice is found over the whole file, and the first row is named")
    func duplicates() throws {
        var lines = try SyntheticPortfolio.lines(count: 5000)
        lines[4000] = lines[4000].replacing("card-000004000", with: "card-000000012")
        let outcome = try check(lines)
        #expect(outcome.faultCount == 1)
        #expect("\(outcome.firstFaults[0])" == "row 4000 (line 4001), externalCardId: is also in row 12")
    }

    @Test("A consumer that describes itself differently further down is found")
    func contradiction() throws {
        let lines = try SyntheticPortfolio.lines(count: 50)
        let fields = lines[3].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        var other = fields
        (other[1], other[6], other[9]) = ("another-card", "Othername", "5555555555554444")
        let outcome = try check(lines + [other.joined(separator: ",")])
        let fault = try #require(outcome.firstFaults.first)
        #expect(outcome.faultCount == 1 && fault.row == 51 && fault.column == "externalConsumerId")
        #expect(!"\(fault)".contains("Othername"))
        // The same consumer with another card is no contradiction.
        (other[6], other[9]) = (fields[6], "5555555555554444")
        #expect(try check(lines + [other.joined(separator: ",")]).faultCount == 0)
    }

    @Test("Broken form is told from broken content, and only broken quoting makes it unclear where rows end")
    func form() throws {
        let lines = try SyntheticPortfolio.lines(count: 3)
        let short = try check(lines + ["only,three,columns"])
        #expect("\(short.firstFaults[0])" == "row 4 (line 5): has 3 columns, but there are 19 headings")
        #expect(!short.blursRows)
        let quoted = try check(lines + [lines[1].replacing("card-000000001", with: "card\"x")])
        #expect(quoted.blursRows && quoted.firstFaults[0].column == "column 2")
    }

    @Test("Headings are found in any order and case, through a mapping, and beside columns that mean nothing")
    func columns() throws {
        let lines = try SyntheticPortfolio.lines(count: 5)
        let changed = lines.enumerated().map { index, line -> String in
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return (fields.reversed() + [index == 0 ? "Branch" : "12"]).joined(separator: ",")
        }
        let renamed =
            [changed[0].replacing("email", with: "E-Mail").replacing("zip", with: " ZIP ")] + changed.dropFirst()
        #expect(try check(Array(renamed), mapping: ["e-mail": .email]).faultCount == 0)
        for (heading, mapping) in [
            (renamed[0], [:]), (renamed[0], ["nowhere": PortfolioField.email]),
            (changed[0].replacing("Branch", with: "email"), [:]), ("", [:]),
        ] as [(String, [String: PortfolioField])] {
            let error = #expect(throws: PortfolioError.self) {
                try check([heading] + renamed.dropFirst(), mapping: mapping)
            }
            #expect(error?.code == .headings)
        }
        #expect(throws: PortfolioError.self) { try PortfolioCheck(now: Timestamp(seconds: 0)).run(MemorySource([])) }
    }
}
