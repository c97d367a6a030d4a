// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// `muster shop` as a process beside the server, and the whole story that `make story` tells.
    @Suite struct ShopTests {
        private struct Ready: Decodable {
            let event: String
            let url: String
        }

        @Test("It says where it is, serves its pages, keeps its file to its owner, and stops when it is told to.")
        func process() async throws {
            let sandbox = try await Sandbox()
            let merchant = sandbox.folder.file("shop.json")
            let made = try await ProgramRun.muster(
                "merchant", "create", "--data", sandbox.server.data, "--name", "Fern & Field", "--origin",
                "https://shop.example", "--out", merchant, "--base-url", sandbox.server.url)
            try #require(made.status == 0, "\(made)")
            let data = sandbox.folder.file("shop")
            let words = ["shop", "--merchant", merchant, "--data", data, "--listen", "127.0.0.1:0"]
            let shop = try ProgramRun([try Places.muster()] + words + ["--json"])
            while shop.isRunning, try !shop.outputSoFar().contains("\n") { try await Task.sleep(for: .milliseconds(5)) }
            let ready = try JSONDecoder().decode(Ready.self, from: Data(shop.outputSoFar().utf8))
            #expect(ready.event == "ready")
            let page = try await ProgramRun.run([
                "curl", "--silent", "--fail", "--location", "--max-time", "30", ready.url + "/",
            ])
            #expect(page.status == 0 && page.output.contains("Boston fern"), "\(page)")
            let mode = try FileManager.default.attributesOfItem(atPath: data + "/shop.db")[.posixPermissions] as? Int
            #expect(mode == 0o600)
            shop.signal(SIGTERM)
            let ended = try await shop.outcome()
            #expect(ended.status == 0 && ended.errors.contains("no origin of the profile"), "\(ended)")
            let refused = try await ProgramRun.run([try Places.muster()] + words + ["--public-url", "shop.example"])
            #expect(refused.status == 2 && refused.errors.contains("--public-url"), "\(refused)")
        }

        @Test("The whole story: staged, claimed, paid, its address kept by consent or not at all, and out again.")
        func story() async throws {
            let script = Places.root.appendingPathComponent("scripts/story.py").path
            let outcome = try await ProgramRun.run([try Places.python(), script, try Places.muster()])
            #expect(outcome.status == 0 && outcome.output.contains("That is the whole story"), "\(outcome)")
        }
    }
}
