// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import PhoneNumbers
import Testing
import WireJSON

@testable import IssuerKit

/// Goal: the cells of a flexible portfolio are read as any number of identities, what is wrong is named at its column,
/// and what is sent is what was read (enrollment 11).
@Suite("identity cells") struct IdentityCellsTests {
    private static let heading = PortfolioField.allCases.map(\.heading).joined(separator: ",")

    private func line(_ email: String, _ code: String, _ number: String, row: Int = 1) -> String {
        "x\(row),y\(row),\(email),\(code),\(number),Ada,Example,US,en,5555555555554444,08,2031,,,,,,,"
    }

    private func check(_ lines: [String], _ rule: IdentityRule = .flexible) throws -> (
        rows: [PortfolioRow], faults: [RowFault], text: [UInt8]
    ) {
        let directory = try TemporaryDirectory()
        let text = ([Self.heading] + lines).joined(separator: "\n") + "\n"
        let file = try PortfolioFile(path: directory.write("p.csv", Array(text.utf8)))
        var csv = CSVReader(file.source())
        let columns = try PortfolioCheck.columns(&csv, [:]).columns
        var block = CSVBlock()
        while try csv.read(into: &block, countMax: 1000) > 0 {}
        let reader = RowReader(columns: columns, today: CalendarMonth(year: 2026, month: 11), rule: rule)
        var (rows, faults): ([PortfolioRow], [RowFault]) = ([], [])
        RowView.forEach(in: block, columns) { record in
            if case .row(let view, _) = record, let row = reader.read(view, into: &faults) { rows.append(row) }
        }
        guard rows.count == lines.count else { return (rows, faults, []) }
        let manifest = BatchManifest(
            entries: rows.enumerated().map { index, row in
                BatchManifest.Entry(
                    row: index + 1, externalConsumerId: row.externalConsumerId.value,
                    externalCardId: row.externalCardId.value)
            })
        let range = block.entries[0].offset..<block.entries[block.count - 1].end
        let plaintext = try BatchText(file: file, columns: columns, rule: rule).plaintext(of: manifest, in: range)
        return (rows, faults, plaintext)
    }

    @Test("cells with one, several or no values are read, and sent as the server reads them")
    func values() throws {
        let found = try check([
            line("ada@example.test", "1", "2025550123"), line(" a@x.test ; b@x.test", "", "", row: 2),
            line("", "1", "2025550123;2025550124", row: 3), line("a@y.test", "1;44", "2025550125;07400 123456", row: 4),
        ])
        #expect(found.faults == [] && found.rows.count == 4)
        #expect(found.text == BatchPlaintext.write(found.rows))
        let document = try JSONDocument.parse(found.text)
        let read = try EnrollmentData.decode(
            document.root, today: CalendarMonth(year: 2026, month: 11), rule: .flexible)
        let identities = read.records.map { record in
            record.consumer?.identities.all.map { $0.email?.original ?? $0.mobile?.e164 ?? "" }
        }
        #expect(
            identities == [
                ["ada@example.test", "12025550123"], ["a@x.test", "b@x.test"], ["12025550123", "12025550124"],
                ["a@y.test", "12025550125", "447400123456"],
            ])
        #expect(read.usesLinkedIdentities)
    }

    @Test(
        "what is wrong is named at its column",
        arguments: [
            (",,", "email", "CANNOT_BE_NULL"), ("x,,", "email", "INVALID_FORMAT"),
            ("a@x.test;,,", "email", "INVALID_FORMAT"), ("a@x.test;A@X.test,,", "email", "CANNOT_BE_DUPLICATE_OR_NULL"),
            ("a@x.test,1,", "mobileCountryCode", "INVALID_VALUE"),
            ("a@x.test,,2025550123", "mobileCountryCode", "INVALID_VALUE"),
            ("a@x.test,1;44,2025550123", "mobileCountryCode", "INVALID_VALUE"),
            ("a@x.test,1,2025550123;123", "mobileNumber", "INVALID_FORMAT"),
            ("a@x.test,999,2025550123", "mobileCountryCode", "INVALID_VALUE"),
            (
                "a@x.test;b@x.test;c@x.test;d@x.test;e@x.test;f@x.test;g@x.test;h@x.test;i@x.test;j@x.test;k@x.test,,",
                "email", "LIMIT_EXCEED"
            ),
        ])
    func faults(cells: String, column: String, reason: String) throws {
        let parts = cells.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let found = try check([line(parts[0], parts[1], parts[2])])
        #expect(found.faults.map(\.column) == [column] && found.faults.map(\.reason) == [reason], "\(found.faults)")
        #expect(found.faults.allSatisfy { !$0.message.contains("x.test") })
    }

    @Test("without the option a cell with several values is at fault")
    func classic() throws {
        let found = try check([line("a@x.test;b@x.test", "1", "2025550123")], .classic)
        #expect(found.rows.isEmpty && found.faults.map(\.column) == ["email"])
    }
}
