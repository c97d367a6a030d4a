// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import AmbientTesting
internal import ClickToPay
internal import Testing
internal import WireJSON

@testable internal import IssuerKit

@Suite("Row reader")
struct RowReaderTests {
    private static let today = CalendarMonth(year: 2026, month: 11)

    private static let oddities = [
        "", " ", "x", "0", "12", "00", "999", "2026", "0999", "US", "us", "en", "EN", "zz", "ada@example.test",
        "a@b", "@", "5555555555554444", "5555555555554445", "4111111111111111", "2025550123", "+1", "1242", "0044",
        "Zoë", "tab\there", "del\u{7F}", String(repeating: "n", count: 50), String(repeating: "n", count: 51),
        String(repeating: "ß", count: 75), String(repeating: "a", count: 76), "a.b:c_d-e",
    ]

    /// What a server says to the row, sent as it is written.
    private func serverAccepts(_ fields: [String]) throws -> Bool {
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("consumers") { writer in
                writer.object { writer in
                    writer.member("externalConsumerId", fields[0])
                    writer.object("consumerIdentity") { writer in
                        writer.member("identityType", "EMAIL_ADDRESS")
                        writer.member("identityValue", fields[2])
                    }
                    writer.object("mobileNumber") { writer in
                        writer.member("countryCode", fields[3])
                        writer.member("phoneNumber", fields[4])
                    }
                    writer.member("firstName", fields[5])
                    writer.member("lastName", fields[6])
                    writer.member("countryCode", fields[7])
                    writer.member("languageCode", fields[8])
                    writer.array("cards") { writer in writer.object { card(fields, to: &$0) } }
                }
            }
        }
        let document = try JSONDocument.parse(writer.bytes)
        guard let data = try? EnrollmentData.decode([document.root], today: Self.today, cardsMax: 1, generation: .v1)
        else { return false }
        return data.records.allSatisfy { $0.faults.isEmpty && $0.cards.allSatisfy(\.faults.isEmpty) }
    }

    private func card(_ fields: [String], to writer: inout JSONWriter) {
        writer.member("externalCardId", fields[1])
        writer.member("primaryAccountNumber", fields[9])
        writer.member("panExpirationMonth", fields[10])
        writer.member("panExpirationYear", fields[11])
        guard fields[12...18].contains(where: { !$0.isEmpty }) else { return }
        writer.object("billingAddress") { writer in
            for (index, name) in (["line1", "line2", "line3", "city", "state", "zip", "countryCode"] as [StaticString])
                .enumerated()
            {
                writer.member(name, fields[12 + index])
            }
        }
    }

    @Test("A row is accepted exactly when a server would accept it, whatever stands in it (seeded)")
    func agreesWithTheServer() throws {
        let entropy = SeededEntropy(seed: 99)
        let lines = try SyntheticPortfolio.lines(count: 40, countries: ["US", "DE", "AE", "HK"]).dropFirst()
            .filter { !$0.contains("\"") }
        var writer = CSVWriter()
        for field in PortfolioField.allCases { writer.field(field.heading) }
        writer.endRecord()
        var tried: [[String]] = []
        for round in 0..<1500 {
            var fields = lines[Int(entropy.word() % UInt64(lines.count))]
                .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            for _ in 0..<(round % 3) {
                fields[Int(entropy.word() % 19)] = Self.oddities[Int(entropy.word() % UInt64(Self.oddities.count))]
            }
            tried.append(fields)
            for field in fields { writer.field(field) }
            writer.endRecord()
        }
        var reader = CSVReader(MemorySource(writer.bytes))
        let columns = try PortfolioCheck.columns(&reader, [:]).columns
        var block = CSVBlock()
        while try reader.read(into: &block, countMax: 5000) > 0 {}
        #expect(block.count == tried.count)
        let rowReader = RowReader(columns: columns, today: Self.today)
        var accepted = 0
        try RowView.forEach(in: block, columns) { (record) throws in
            guard case .row(let row, let entry) = record else { return }
            var faults: [RowFault] = []
            let isGood = rowReader.read(row, into: &faults) != nil
            #expect(isGood == faults.isEmpty)
            let fields = tried[entry.number - 1]
            #expect(try isGood == serverAccepts(fields), "\(fields): \(faults)")
            accepted += isGood ? 1 : 0
        }
        #expect(accepted > 500 && accepted < 1400)
    }
}
