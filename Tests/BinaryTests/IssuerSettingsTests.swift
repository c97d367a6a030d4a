// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// `muster issuer show` and `muster issuer set` beside a running server.
    @Suite struct IssuerSettingsTests {
        private func issuer(_ sandbox: Sandbox, _ arguments: String...) async throws -> ProgramRun.Outcome {
            try await ProgramRun.run(
                [try Places.muster(), "issuer", arguments[0], "--data", sandbox.server.data] + arguments.dropFirst())
        }

        private struct Shown: Decodable {
            struct Settings: Decodable {
                let errorLayout: String
                let requestsPerSecond: Int?
                let allowedCountries: [String]
                let preProvisioning: Bool
                let cardsPerBatchMax: Int
            }
            let name: String
            let serviceId: String
            let settings: Settings
        }

        @Test("What was set is shown, as a table and as JSON, and the server goes on.")
        func setAndShow() async throws {
            let sandbox = try await Sandbox()
            let set = try await issuer(
                sandbox, "set", "errorLayout=formB", "requestsPerSecond=7", "allowedCountries=US,CA")
            #expect(set.status == 0, "\(set)")
            let table = try await issuer(sandbox, "show", "--name", "Sandbox Bank")
            #expect(table.status == 0, "\(table)")
            let lines = table.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            for line in [
                ["errorLayout", "formB"], ["requestsPerSecond", "7"], ["requestBurst", "default"],
                ["allowedCountries", "US,CA"], ["allowedProducts", "none"], ["emptyProfiles", "30"],
                ["flexibleIdentities", "false"],
            ] {
                #expect(lines.contains(line), "\(line): \(table)")
            }
            let json = try await issuer(sandbox, "show", "--service-id", "ISSUER_C2P#SANDBOXBANK#01", "--json")
            let shown = try JSONDecoder().decode(Shown.self, from: Data(json.output.utf8))
            #expect(shown.name == "Sandbox Bank" && shown.serviceId == "ISSUER_C2P#SANDBOXBANK#01")
            #expect(shown.settings.errorLayout == "formB" && shown.settings.requestsPerSecond == 7)
            #expect(shown.settings.allowedCountries == ["US", "CA"] && shown.settings.preProvisioning)
            #expect(shown.settings.cardsPerBatchMax == 250 && sandbox.server.isRunning)
        }

        @Test(
            "A value that is not taken ends with 2 and says what would be.",
            arguments: [
                (["errorlayout=formB"], "gatewayErrorLayout"), (["errorLayout=formC"], "formA, formB"),
                (["cardsPerBatchMax=0"], "1 to 100000"), (["errorLayout"], "KEY=VALUE"), ([], "KEY=VALUE"),
                (["errorLayout=formB", "--name", "Nobody"], "--name"),
            ])
        func refused(arguments: [String], names: String) async throws {
            let sandbox = try await Sandbox()
            let outcome = try await ProgramRun.run(
                [try Places.muster(), "issuer", "set", "--data", sandbox.server.data] + arguments)
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.errors.contains(names), "\(outcome)")
            let shown = try await issuer(sandbox, "show")
            #expect(shown.output.contains("formA"), "\(shown)")
        }
    }
}
