// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// `muster bank` as a process beside the server.
    @Suite struct BankTests {
        private struct Ready: Decodable {
            let event: String
            let url: String
        }

        @Test("It says where it is, serves its pages, keeps its file to its owner, and stops when it is told to.")
        func process() async throws {
            let sandbox = try await Sandbox()
            let data = sandbox.folder.file("bank")
            let bank = try ProgramRun([
                try Places.muster(), "bank", "--issuer", sandbox.profile, "--data", data, "--listen", "127.0.0.1:0",
                "--json",
            ])
            while bank.isRunning, try !bank.outputSoFar().contains("\n") { try await Task.sleep(for: .milliseconds(5)) }
            let ready = try JSONDecoder().decode(Ready.self, from: Data(bank.outputSoFar().utf8))
            #expect(ready.event == "ready")
            let page = try await ProgramRun.run([
                "curl", "--silent", "--fail", "--location", "--max-time", "30", ready.url + "/",
            ])
            #expect(page.status == 0 && page.output.contains("Welcome to Harbour Bank"), "\(page)")
            let mode = try FileManager.default.attributesOfItem(atPath: data + "/bank.db")[.posixPermissions] as? Int
            #expect(mode == 0o600)
            bank.signal(SIGTERM)
            let ended = try await bank.outcome()
            #expect(ended.status == 0, "\(ended)")
        }

        @Test("An address that browsers could not use is refused with one line that says why.")
        func publicURL() async throws {
            let sandbox = try await Sandbox()
            let data = sandbox.folder.file("bank")
            for url in ["bank.example", "http://bank.example", "https://bank.example/somewhere"] {
                let refused = try await ProgramRun.muster(
                    "bank", "--issuer", sandbox.profile, "--data", data, "--listen", "127.0.0.1:0", "--public-url", url)
                #expect(refused.status == 2 && refused.errors.contains("--public-url"), "\(url): \(refused)")
            }
        }
    }
}
