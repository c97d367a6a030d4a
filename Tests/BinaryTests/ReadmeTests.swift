// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// What the README says, done.
    @Suite struct ReadmeTests {
        /// The shell blocks under a heading, in their order.
        private func steps(under heading: String) throws -> [String] {
            let readme = try String(
                contentsOf: Places.root.appendingPathComponent("README.md"), encoding: .utf8)
            let section = try #require(readme.components(separatedBy: "## ").first { $0.hasPrefix(heading + "\n") })
            return section.components(separatedBy: "```sh\n").dropFirst()
                .compactMap { $0.components(separatedBy: "\n```").first }
        }

        @Test("A first batch by hand works as it is written.")
        func firstBatch() async throws {
            let steps = try steps(under: "A first batch by hand")
            #expect(steps.count >= 5)
            let folder = try TemporaryFolder()
            let server = try await RunningServer(data: folder.file("var"))
            try FileManager.default.createDirectory(
                atPath: folder.file("var/issuers"), withIntermediateDirectories: true)
            let made = try await ProgramRun.muster(
                "issuer", "create", "--data", server.data, "--name", "Sandbox Bank", "--out",
                folder.file("var/issuers/sandbox-bank.json"), "--base-url", server.url)
            #expect(made.status == 0, "\(made)")
            // The README's .build/release is a link to the program under test.
            try FileManager.default.createDirectory(
                atPath: folder.file(".build/release"), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder.file(".build/release/muster"), withDestinationPath: try Places.muster())
            // Nobody reads between the lines here: the batch has to be final before its cards are asked for.
            let wait = """
                for _ in $(seq 200); do
                    [ "$(jq -r .batchStatus status.json)" != IN_PROGRESS ] && break
                    AUTHORIZATION=$(muster oauth sign --method GET --url "$URL" --key "$KEY" \\
                        --consumer-key "$CONSUMER_KEY")
                    curl -s "$URL" -H "Authorization: $AUTHORIZATION" > status.json
                done
                """
            let script = (["set -euo pipefail"] + steps.dropLast() + [wait] + steps.suffix(1)).joined(separator: "\n")
            let outcome = try await ProgramRun.run(
                ["bash", try folder.write(script, to: "steps.sh")], in: folder.path)
            #expect(outcome.status == 0, "\(outcome)")
            let accepted = try folder.read("accepted.json")
            #expect(accepted.contains("\"batchId\""), "\(outcome)")
            let status = try folder.read("status.json")
            #expect(status.contains("COMPLETED_SUCCESSFULLY"), "\(status)\n\(outcome)")
            #expect(outcome.output.contains("4444") && !outcome.output.contains("5555555555554444"), "\(outcome)")
        }

        @Test("Every command of the table is one of the program's.")
        func commands() async throws {
            let readme = try String(
                contentsOf: Places.root.appendingPathComponent("README.md"), encoding: .utf8)
            let list = try await ProgramRun.muster("--help")
            let named = readme.components(separatedBy: "`muster ").dropFirst().compactMap {
                $0.components(separatedBy: "`").first
            }
            #expect(named.count >= 12)
            for command in named {
                let words = command.split(separator: " ").prefix { $0.allSatisfy { $0.isLowercase } }
                #expect(list.output.contains("  " + words.joined(separator: " ")), "muster \(command)")
            }
        }
    }
}
