// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// The server and `muster issuer listen`, as two processes.
    @Suite struct NotificationTests {
        private struct Event: Decodable {
            let eventId: String
            let eventType: String
            let correlationId: String
            let cardContractNumber: String
            let decision: String?
            let tokenUniqueReference: String?
            let externalCardId: String?
        }

        /// A listener that runs, and where. It prints its address first.
        private func listen(_ profile: String, _ more: [String] = []) async throws -> (run: ProgramRun, url: String) {
            let run = try ProgramRun(
                [try Places.muster(), "issuer", "listen", "--issuer", profile, "--port", "0", "--json"] + more)
            let end = ContinuousClock.now + .seconds(20)
            while ContinuousClock.now < end, run.isRunning {
                let lines = try run.outputSoFar().split(separator: "\n")
                if let line = lines.first {
                    let ready = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
                    return (run, try #require(ready["url"]))
                }
                try await Task.sleep(for: .milliseconds(20))
            }
            throw NotReady(description: try run.errorsSoFar())
        }

        private struct NotReady: Error, CustomStringConvertible {
            var description: String
        }

        private func events(_ outcome: ProgramRun.Outcome) throws -> [Event] {
            try outcome.output.split(separator: "\n").dropFirst()
                .map { try JSONDecoder().decode(Event.self, from: Data($0.utf8)) }
        }

        private func tell(_ url: String, _ sandbox: Sandbox) async throws {
            let set = try await ProgramRun.muster(
                "issuer", "set", "--data", sandbox.server.data, "notificationURL=" + url)
            try #require(set.status == 0, "\(set)")
            try await sandbox.followSettings()
        }

        @Test("Every enrolled card is told as TAR and TCN, in order, once, also when the first answers are 503")
        func listens() async throws {
            let sandbox = try await Sandbox()
            let (listener, url) = try await listen(sandbox.profile, ["--count", "20"])
            try await tell(url, sandbox)
            let portfolio = try await sandbox.portfolio(10, seed: 91)
            let enrolled = try await ProgramRun.muster("enroll", portfolio, "--issuer", sandbox.profile)
            #expect(enrolled.status == 0, "\(enrolled)")
            let outcome = try await listener.outcome()
            #expect(outcome.status == 0, "\(outcome)")
            let events = try events(outcome)
            #expect(events.count == 20 && Set(events.map(\.eventId)).count == 20)
            for (_, told) in Dictionary(grouping: events, by: \.correlationId) {
                #expect(told.map(\.eventType) == ["TAR", "TCN"] && told.allSatisfy { $0.decision == "APPROVED" })
                #expect(told.last?.tokenUniqueReference?.utf8.count == 48)
            }
            // No card number of the portfolio is in what was printed.
            for row in try String(contentsOfFile: portfolio, encoding: .utf8).split(separator: "\n").dropFirst() {
                let cells = row.split(separator: ",", omittingEmptySubsequences: false)
                #expect(!outcome.output.contains(cells[9]), "a card number is told")
            }
        }

        @Test("The key files are the owner's own, the same each time, and another issuer's key is refused")
        func keys() async throws {
            let sandbox = try await Sandbox()
            let key = sandbox.folder.file("bank.notification.key")
            let attributes = try FileManager.default.attributesOfItem(atPath: key)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let again = try await ProgramRun.muster(
                "issuer", "notification-key", "--data", sandbox.server.data, "--out", sandbox.folder.file("again.key"))
            #expect(again.status == 0, "\(again)")
            #expect(try sandbox.folder.read("again.key") == sandbox.folder.read("bank.notification.key"))
            let other = try await sandbox.onboard("Other Bank", to: sandbox.folder.file("other.json"))
            #expect(try sandbox.folder.read("other.notification.key") != sandbox.folder.read("again.key"))
            let (listener, url) = try await listen(other)
            let set = try await ProgramRun.muster(
                "issuer", "set", "--data", sandbox.server.data, "--name", "Sandbox Bank", "notificationURL=" + url)
            #expect(set.status == 0, "\(set)")
            try await sandbox.followSettings()
            let portfolio = try await sandbox.portfolio(1, seed: 92)
            _ = try await ProgramRun.muster("enroll", portfolio, "--issuer", sandbox.profile)
            let end = ContinuousClock.now + .seconds(20)
            while ContinuousClock.now < end, try !listener.errorsSoFar().contains("refused") {
                try await Task.sleep(for: .milliseconds(50))
            }
            listener.signal(SIGTERM)
            let outcome = try await listener.outcome()
            #expect(outcome.status == 0 && outcome.errors.contains("the signature does not match"), "\(outcome)")
            #expect(try events(outcome).isEmpty)
        }
    }
}
