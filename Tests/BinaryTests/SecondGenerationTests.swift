// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import IssuerKit
import Testing
import WireJSON

extension BinaryTests {
    /// The commands with `--api v2`, and staging, against the built server.
    @Suite struct SecondGenerationTests {
        private func object(_ outcome: ProgramRun.Outcome) throws -> JSONValue {
            try JSONDocument.parse(Array(outcome.output.utf8)).root
        }

        @Test("A portfolio goes through the second generation by the bank's own ids, in batches and one by one.")
        func lifeCycle() async throws {
            let sandbox = try await Sandbox()
            func muster(_ words: String...) async throws -> ProgramRun.Outcome {
                try await ProgramRun.run([Places.muster()] + words + ["--issuer", sandbox.profile, "--json"])
            }
            let portfolio = try await sandbox.portfolio(40, seed: 61)
            let first = try await muster("enroll", portfolio, "--api", "v2")
            #expect(first.status == 0, "\(first)")
            let metrics = try await sandbox.server.get("/metrics")
            #expect(metrics.contains("/directories/{directoryId}/credentials/batch"))
            #expect(!metrics.contains("route=\"/src/api/digital/payments/cards/batch\""))
            // The same file by the first generation is another run; every card is there already.
            let second = try await muster("enroll", portfolio)
            #expect(second.status == 0, "\(second)")
            let row = try #require(
                sandbox.folder.read("portfolio.results.csv").split(separator: "\n").dropFirst().first)
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let (consumer, card, batch) = (cells[1], cells[2], cells[6])
            let status = try await muster("batch", "status", batch, "--api", "v2")
            #expect(status.output.contains("externalCredentialId"), "\(status)")
            let read = try await muster("consumer", "get", consumer, "--api", "v2")
            #expect(try object(read)["consumer"]?["externalConsumerId"]?.string == consumer, "\(read)")
            let changed = try await muster("consumer", "update", consumer, "--api", "v2", "--last-name", "Zett")
            #expect(changed.status == 0, "\(changed)")
            let updated = try await muster("card", "update", consumer, card, "--api", "v2", "--expiry", "09/2034")
            #expect(updated.status == 0 && updated.output.contains(#""panExpirationYear":"2034""#), "\(updated)")
            let one = try await muster("card", "get", consumer, card, "--api", "v2")
            #expect(one.output.contains(#""externalCredentialId":"\#(card)""#), "\(one)")
            for word in ["deleted", "already_deleted"] {
                let gone = try await muster("card", "delete", consumer, card, "--api", "v2")
                #expect(try object(gone)["status"]?.string == word, "\(gone)")
            }
            let alone = try await muster("enroll", portfolio, "--sync", "--api", "v2")
            #expect(alone.status == 0, "\(alone)")
            let back = try await muster("card", "get", consumer, card, "--api", "v2")
            #expect(back.status == 0, "\(back) \(alone)")
            for word in ["deleted", "already_deleted"] {
                let gone = try await muster("consumer", "delete", consumer, "--api", "v2")
                #expect(try object(gone)["status"]?.string == word, "\(gone)")
            }
        }

        @Test("A directory that is not there is an error of its own, and neither a deletion done nor failed rows.")
        func noDirectory() async throws {
            let sandbox = try await Sandbox()
            let profile = try sandbox.folder.read("bank.json")
            let id = try #require(JSONDocument.parse(Array(profile.utf8)).root["directoryId"]?.string)
            let other = "0a1b2c3d-0000-4000-8000-0123456789ab"
            let wrong = try sandbox.folder.write(profile.replacing(id, with: other), to: "wrong.json")
            for words in [["consumer", "delete", "a"], ["card", "delete", "a", "b"]] {
                let outcome = try await ProgramRun.run(
                    [Places.muster()] + words + ["--api", "v2", "--issuer", wrong, "--json"])
                #expect(outcome.status == 3 && outcome.errors.contains("directoryId"), "\(words): \(outcome)")
            }
            let portfolio = try await sandbox.portfolio(3, seed: 64)
            let sent = try await ProgramRun.muster(
                "enroll", portfolio, "--sync", "--api", "v2", "--issuer", wrong, "--json")
            #expect(sent.status != 0 && !sent.output.contains(#""failed":3"#), "\(sent)")
        }

        @Test("A wrong number of ids, and what only one generation has, are refused before anything is sent.")
        func usage() async throws {
            let sandbox = try await Sandbox()
            for words in [
                ["card", "get", "a", "--api", "v2"], ["card", "get", "a", "b"],
                ["card", "get", "a b", "c", "--api", "v2"],
                ["card", "update", "a", "--expiry", "09/2034"],
                ["card", "update", "a", "b", "--api", "v2", "--expiry", "9/34"],
                ["card", "delete", "a", "b", "--api", "v2", "--reason", "OTHER"],
                ["consumer", "get", "a", "--api", "v3"],
            ] {
                let outcome = try await ProgramRun.run([Places.muster()] + words + ["--issuer", sandbox.profile])
                #expect(outcome.status == 2 && outcome.output.isEmpty, "\(words): \(outcome)")
            }
            let metrics = try await sandbox.server.get("/metrics")
            #expect(!metrics.contains("route=\"/src/"))
        }

        @Test("A token is suspended, resumed and deleted by its reference, and the card follows.")
        func tokens() async throws {
            let sandbox = try await Sandbox()
            func muster(_ words: String...) async throws -> ProgramRun.Outcome {
                try await ProgramRun.run([Places.muster()] + words + ["--issuer", sandbox.profile, "--json"])
            }
            let enrolled = try await muster("enroll", sandbox.portfolio(1, seed: 63))
            #expect(enrolled.status == 0, "\(enrolled)")
            let row = try #require(
                sandbox.folder.read("portfolio.results.csv").split(separator: "\n").dropFirst().first)
            let card = String(row.split(separator: ",", omittingEmptySubsequences: false)[5])
            func shown() async throws -> JSONValue? { try await object(muster("card", "get", card))["maskedCard"] }
            let reference = try #require(await shown()?["tokenUniqueReference"]?.string)
            for (word, code, status) in [("suspend", "S", "SUSPENDED"), ("resume", "A", "ACTIVE")] {
                let changed = try await muster("token", word, reference)
                #expect(changed.status == 0, "\(changed)")
                #expect(try await object(muster("token", "get", reference))["statusCode"]?.string == code)
                #expect(try await shown()?["digitalCardData"]?["status"]?.string == status)
            }
            #expect(try await muster("token", "delete", reference).status == 0)
            #expect(try await shown()?["digitalCardData"]?["status"]?.string == "CANCELLED")
            #expect(try await muster("token", "get", reference).status != 0)
            #expect(try await muster("token", "suspend", reference, "--reason", "Q").status == 2)
        }

        @Test("A portfolio is staged, the status of its batches says so, and the bank takes one consumer back.")
        func staging() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(30, seed: 62)
            func muster(_ words: String...) async throws -> ProgramRun.Outcome {
                try await ProgramRun.run([Places.muster()] + words + ["--issuer", sandbox.profile, "--json"])
            }
            let staged = try await muster("enroll", portfolio, "--pre-provision")
            #expect(staged.status == 0, "\(staged)")
            let row = try #require(
                sandbox.folder.read("portfolio.results.csv").split(separator: "\n").dropFirst().first)
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            #expect(cells[3] == "SUCCESSFUL" && cells[4].isEmpty && cells[5].isEmpty)
            let absent = try await muster("consumer", "get", cells[1], "--api", "v2")
            #expect(absent.status != 0, "\(absent)")
            let gone = try await muster("consumer", "delete", cells[1], "--api", "v2")
            #expect(try object(gone)["status"]?.string == "deleted", "\(gone)")
            let status = try await muster("batch", "status", cells[6])
            let words = try object(status)["items"]?.elements.compactMap { $0["preProvisioningStatus"]?.string } ?? []
            #expect(words.count == 30 && Set(words) == ["STAGED", "WITHDRAWN"], "\(status)")
            // Enrolled afterwards, the same file is another run.
            let enrolled = try await muster("enroll", portfolio)
            #expect(enrolled.status == 0, "\(enrolled)")
            #expect(try await muster("consumer", "get", cells[1], "--api", "v2").status == 0)
        }
    }
}
