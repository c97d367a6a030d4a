// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// The script behind `make up`.
    @Suite struct MainJobTests {
        private struct Place {
            let folder: TemporaryFolder
            let port: String
            let bankPort: String

            var environment: [String: String] {
                get throws {
                    [
                        "MUSTER_BINARY": try Places.muster(), "DATA": folder.file("var"), "PORT": port,
                        "BANK_PORT": bankPort, "COUNT": "300",
                    ]
                }
            }

            func start() throws -> ProgramRun {
                let script = Places.root.appendingPathComponent("scripts/up.sh").path
                return try ProgramRun([script], environment: try environment)
            }
        }

        private func untilServing(_ run: ProgramRun) async throws {
            while run.isRunning, try !run.errorsSoFar().contains("Ctrl-C stops it.") {
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        @Test("It serves, onboards, generates, enrolls, opens the demo bank and says what to try; and again.")
        func twice() async throws {
            let free = try await ProgramRun.run([
                try Places.python(), "-c",
                "import socket; a, b = socket.socket(), socket.socket(); a.bind(('127.0.0.1', 0)); "
                    + "b.bind(('127.0.0.1', 0)); print(a.getsockname()[1], b.getsockname()[1])",
            ])
            let ports = free.output.split(whereSeparator: \.isWhitespace).map(String.init)
            try #require(ports.count == 2)
            let place = Place(folder: try TemporaryFolder(), port: ports[0], bankPort: ports[1])
            let first = try place.start()
            try await untilServing(first)
            // What it says to try works as it is written.
            let said = try first.errorsSoFar()
            try #require(first.isRunning, "\(said)")
            #expect(said.contains("300 enrolled, 0 failed"), "\(said)")
            let tries =
                said.components(separatedBy: "What to try next").last?.split(separator: "\n")
                .filter { $0.hasPrefix("  ") } ?? []
            #expect(tries.count >= 3, "\(said)")
            for command in tries {
                let tried = try await ProgramRun.run(["bash", "-c", String(command)], in: Places.root.path)
                #expect(tried.status == 0 && !tried.output.isEmpty, "\(command): \(tried)")
            }
            let bank = "http://127.0.0.1:\(place.bankPort)/bank"
            #expect(said.contains("The demo bank is at \(bank):"), "\(said)")
            let door = try await ProgramRun.run(["curl", "--silent", "--fail", "--location", bank])
            #expect(door.status == 0 && door.output.contains("Welcome to Harbour Bank"), "\(door)")
            let second = try place.start()
            let refused = try await second.outcome()
            #expect(refused.status == 1 && refused.errors.contains("Port \(place.port) is in use"), "\(refused)")
            first.signal(SIGTERM)
            let ended = try await first.outcome()
            #expect(ended.status == 0, "\(ended)")
            // Nor is the bank there any more.
            let gone = try await ProgramRun.run(["curl", "--silent", "--fail", bank])
            #expect(gone.status != 0, "\(gone)")
            let third = try place.start()
            try await untilServing(third)
            #expect(try third.errorsSoFar().contains("nothing was sent"))
            // Even a killed script takes its server with it: the port is free again.
            third.kill()
            _ = try await third.outcome()
            let fourth = try place.start()
            try await untilServing(fourth)
            #expect(fourth.isRunning)
            fourth.signal(SIGTERM)
            #expect(try await fourth.outcome().status == 0)
        }
    }
}
