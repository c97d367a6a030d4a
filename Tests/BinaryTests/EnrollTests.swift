// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// `muster enroll` and its exit codes, as a script meets them.
    @Suite struct EnrollTests {
        struct Report: Decodable {
            let status: String
            let rows: Int
            let enrolled: Int
            let failed: Int
            let submissions: Int
            let reasons: [String: Int]
            let results: String?
            let failedRows: String?
        }

        private func enroll(
            _ portfolio: String, _ profile: String, _ more: String...
        ) async throws -> (outcome: ProgramRun.Outcome, report: Report?) {
            let outcome = try await ProgramRun.run(
                [try Places.muster(), "enroll", portfolio, "--issuer", profile, "--json"] + more)
            return (outcome, try? JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)))
        }

        private func mode(_ path: String) throws -> Int? {
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        }

        @Test("Failed records end with 1 and a file of their rows, which is mended and enrolled.")
        func failedRecords() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(20, seed: 51)
            // Rows 4 and 9 get the number that a sandbox declines.
            var lines = try sandbox.folder.read("portfolio.csv").split(separator: "\n").map(String.init)
            let declined = "5204340000010044"
            for row in [4, 9] {
                var cells = lines[row].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                cells[9] = declined
                lines[row] = cells.joined(separator: ",")
            }
            _ = try sandbox.folder.write(lines.joined(separator: "\n") + "\n", to: "portfolio.csv")
            let (outcome, report) = try await enroll(portfolio, sandbox.profile)
            #expect(outcome.status == 1, "\(outcome)")
            #expect(report?.enrolled == 18 && report?.failed == 2, "\(outcome)")
            #expect(report?.reasons == ["ISSUER_DECLINED": 2], "\(outcome)")
            let failedPath = try #require(report?.failedRows)
            #expect(try mode(failedPath) == 0o600 && mode(try #require(report?.results)) == 0o600)
            let mended = try String(contentsOfFile: failedPath, encoding: .utf8)
                .replacingOccurrences(of: declined, with: "5204340000010002")
            let again = try await enroll(try sandbox.folder.write(mended, to: "mended.csv"), sandbox.profile)
            #expect(again.outcome.status == 0 && again.report?.enrolled == 2, "\(again.outcome)")
        }

        @Test("With flexible identities a row names any number of them, and each finds the consumer again.")
        func flexible() async throws {
            let sandbox = try await Sandbox()
            let set = try await ProgramRun.run([
                try Places.muster(), "issuer", "set", "flexibleIdentities=true", "--data", sandbox.server.data,
            ])
            #expect(set.status == 0, "\(set)")
            try await sandbox.followSettings()
            let heading =
                "externalConsumerId,externalCardId,email,mobileCountryCode,mobileNumber,firstName,lastName,"
                + "countryCode,languageCode,primaryAccountNumber,panExpirationMonth,panExpirationYear"
            func portfolio(_ name: String, _ rows: [String]) throws -> String {
                try sandbox.folder.write(([heading] + rows).joined(separator: "\n") + "\n", to: name)
            }
            let end = ",Ada,Example,US,en,"
            let first = try portfolio(
                "first.csv",
                [
                    "ada,c-1,ada@example.test;ada@work.test,1,2025550101;2025550102" + end
                        + "5204300000001195,08,2031",
                    "bob,c-2,,1,2025550103" + end + "5204300000002292,08,2031",
                ])
            let plain = try await enroll(first, sandbox.profile)
            #expect(plain.outcome.status == 2 && plain.outcome.output.contains("email"), "\(plain.outcome)")
            let (outcome, report) = try await enroll(first, sandbox.profile, "--linked-identities")
            #expect(outcome.status == 0 && report?.enrolled == 2, "\(outcome)")
            // By another of her identities, and card by card.
            let second = try portfolio(
                "second.csv", ["ada,c-3,,1,2025550102" + end + "5204300000003399,08,2031"])
            let again = try await enroll(second, sandbox.profile, "--linked-identities", "--sync")
            #expect(again.outcome.status == 0 && again.report?.enrolled == 1, "\(again.outcome)")
            func ids(_ name: String) throws -> [Substring] {
                try sandbox.folder.read(name).split(separator: "\n").dropFirst().map { $0.split(separator: ",")[4] }
            }
            let consumers = try ids("first.results.csv")
            #expect(try ids("second.results.csv") == [consumers[0]] && consumers[0] != consumers[1])
            let shown = try await ProgramRun.run([
                try Places.muster(), "consumer", "get", String(consumers[0]), "--issuer", sandbox.profile,
            ])
            #expect(shown.status == 0 && shown.output.contains("a*****a@work.test"), "\(shown)")
        }

        @Test("Card by card, every row ends as it would in a batch, no batch is sent, and nothing is sent twice.")
        func oneByOne() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(60, seed: 57)
            var lines = try sandbox.folder.read("portfolio.csv").split(separator: "\n").map(String.init)
            var cells = lines[7].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            cells[9] = "5204340000010044"
            lines[7] = cells.joined(separator: ",")
            _ = try sandbox.folder.write(lines.joined(separator: "\n") + "\n", to: "portfolio.csv")
            let (outcome, report) = try await enroll(portfolio, sandbox.profile, "--sync")
            #expect(outcome.status == 1 && report?.enrolled == 59 && report?.failed == 1, "\(outcome)")
            #expect(report?.reasons == ["ISSUER_DECLINED": 1], "\(outcome)")
            let metrics = try await sandbox.server.get("/metrics")
            #expect(metrics.contains("route=\"/src/api/digital/payments/cards\""))
            #expect(!metrics.contains("route=\"/src/api/digital/payments/cards/batch\""))
            let results = try String(contentsOfFile: try #require(report?.results), encoding: .utf8)
            let rows = results.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
            // Both ids, and no batch to name.
            #expect(rows.filter { $0[3] == "SUCCESSFUL" && $0[4].count == 36 && $0[5].count == 36 }.count == 59)
            #expect(rows.allSatisfy { $0[6].isEmpty })
            let again = try await enroll(portfolio, sandbox.profile, "--sync")
            #expect(again.report?.submissions == 0 && again.report?.enrolled == 59, "\(again.outcome)")
        }

        @Test("A broken row near the end of a large file is named with row, column and reason; nothing is sent.")
        func brokenRow() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(100_000, seed: 52)
            let place = 99_999
            let broke = try await ProgramRun.run([
                "sed", "-i", "-E", "\(place + 1)s/,[0-9]{15}([0-9]),/,520473123456789x,/", portfolio,
            ])
            #expect(broke.status == 0, "\(broke)")
            let said = try await ProgramRun.muster("enroll", portfolio, "--issuer", sandbox.profile)
            #expect(said.status == 2 && said.output.isEmpty, "\(said)")
            #expect(said.errors.contains("row \(place)") && said.errors.contains("primaryAccountNumber"), "\(said)")
            #expect(!said.errors.contains("520473123456789"), "\(said)")
            #expect(said.errors.contains("nothing was sent"), "\(said)")
            let metrics = try await sandbox.server.get("/metrics")
            #expect(!metrics.contains("route=\"/src/api/digital/payments/cards/batch\""))
        }

        @Test("A server that is not there ends with 4, one that refuses with 3; both say what to do.")
        func unreachableAndRefused() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(5, seed: 53)
            let stranger = try await Sandbox()
            // The key of one server means nothing to another.
            let text = try sandbox.folder.read("bank.json")
                .replacingOccurrences(of: sandbox.server.url, with: stranger.server.url)
            let foreign = try sandbox.folder.write(text, to: "foreign.json")
            let refused = try await enroll(portfolio, foreign)
            #expect(refused.outcome.status == 3 && refused.outcome.errors.contains("INVALID_CLIENT_ID"), "\(refused)")
            _ = try await sandbox.server.stop()
            let gone = try await enroll(portfolio, sandbox.profile, "--timeout", "2s")
            #expect(gone.outcome.status == 4, "\(gone.outcome)")
            try await sandbox.server.restart()
            let back = try await enroll(portfolio, sandbox.profile)
            #expect(back.outcome.status == 0 && back.report?.enrolled == 5, "\(back.outcome)")
        }

        @Test("A dry run checks every row and sends nothing.")
        func dryRun() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(50, seed: 54)
            let dry = try await ProgramRun.muster("enroll", portfolio, "--issuer", sandbox.profile, "--dry-run")
            #expect(dry.status == 0, "\(dry)")
            #expect(!(try await sandbox.server.get("/metrics").contains("payments/cards/batch")))
            #expect(!sandbox.folder.exists("portfolio.csv.ledger"))
        }
    }
}
