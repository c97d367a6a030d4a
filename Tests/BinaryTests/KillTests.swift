// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

extension BinaryTests {
    /// kill -9 at random moments of a running enrollment, of either side.
    ///
    /// The small forms run with every test; MUSTER_KILLS=100 is the long one.
    @Suite struct KillTests {
        /// What is enrolled while the kills happen: when one portfolio is through, the next bank comes with its own.
        private struct Journey {
            let sandbox: Sandbox
            private(set) var done: [(profile: String, portfolio: String, results: String)] = []
            private(set) var profile = ""
            private(set) var portfolio = ""
            private(set) var client: ProgramRun
            private(set) var rows = 0

            static let rowsPerPortfolio = 1500

            init(_ sandbox: Sandbox) async throws {
                self.sandbox = sandbox
                client = try ProgramRun(["true"])
                try await begin()
            }

            var results: String { portfolio + ".results.csv" }

            private mutating func begin() async throws {
                let number = done.count + 1
                profile = try await sandbox.onboard("Bank \(number)", to: sandbox.folder.file("bank-\(number).json"))
                portfolio = try await sandbox.portfolio(
                    Self.rowsPerPortfolio, seed: 40 + number, name: "portfolio-\(number).csv")
                rows += Self.rowsPerPortfolio
                try start()
            }

            mutating func start() throws {
                client = try ProgramRun([
                    try Places.muster(), "enroll", portfolio, "--issuer", profile, "--results", results,
                    "--batch-cards", "100", "--timeout", "5s", "--json",
                ])
            }

            /// When the client has ended: goes on with the same portfolio, or with the next one if it is through.
            mutating func goOn() async throws {
                guard !client.isRunning else { return }
                let outcome = try await client.outcome()
                if outcome.status == 0 {
                    done.append((profile, portfolio, results))
                    try await begin()
                } else {
                    #expect([4, -9].contains(outcome.status), "the client gave up: \(outcome)")
                    try start()
                }
            }

            /// Runs the client until it is through.
            mutating func finish() async throws {
                for _ in 0..<20 {
                    let outcome = try await client.outcome()
                    if outcome.status == 0 {
                        done.append((profile, portfolio, results))
                        return
                    }
                    #expect([4, -9].contains(outcome.status), "the client gave up: \(outcome)")
                    try start()
                }
                Issue.record("the client did not come through in 20 runs")
            }
        }

        @Test("kill -9 of the server: what was acknowledged becomes final, no card is there twice, none is lost.")
        func server() async throws {
            var chance = Chance()
            let sandbox = try await Sandbox()
            var journey = try await Journey(sandbox)
            var met = 0
            for _ in 0..<Chance.kills(small: 6) {
                try await Task.sleep(for: chance.milliseconds(1...700))
                met += journey.client.isRunning ? 1 : 0
                try await sandbox.server.kill()
                try await Task.sleep(for: chance.milliseconds(0...80))
                try await sandbox.server.restart()
                try await journey.goOn()
            }
            #expect(met > 0, "seed \(chance.seed): no kill met a running enrollment")
            try await journey.finish()
            try await reconcile(journey, "seed \(chance.seed)")
        }

        @Test("kill -9 of the client: run again it comes through, sends nothing twice and loses nothing.")
        func client() async throws {
            var chance = Chance()
            let sandbox = try await Sandbox()
            var journey = try await Journey(sandbox)
            var met = 0
            for _ in 0..<Chance.kills(small: 6) {
                try await Task.sleep(for: chance.milliseconds(1...900))
                met += journey.client.isRunning ? 1 : 0
                journey.client.kill()
                _ = try await journey.client.outcome()
                try await journey.goOn()
            }
            #expect(met > 0, "seed \(chance.seed): no kill met a running enrollment")
            try await journey.finish()
            try await reconcile(journey, "seed \(chance.seed)")
        }

        private func reconcile(_ journey: Journey, _ seed: String) async throws {
            let sandbox = journey.sandbox
            for (profile, portfolio, results) in journey.done {
                let outcome = try await sandbox.judge("reconcile.py", profile, portfolio, results)
                #expect(outcome.status == 0, Comment(rawValue: seed))
                let before = try await ProgramRun.run(["sha256sum", results]).output
                let again = try await ProgramRun.muster(
                    "enroll", portfolio, "--issuer", profile, "--results", results, "--batch-cards", "100", "--json")
                #expect(again.status == 0 && again.output.contains("\"submissions\":0"), "\(seed): \(again)")
                #expect(try await ProgramRun.run(["sha256sum", results]).output == before, Comment(rawValue: seed))
            }
            // The server's own count, from its files, after a last kill.
            try await sandbox.server.kill()
            for (table, count) in [("card", journey.rows), ("token", journey.rows)] {
                let counted = try await ProgramRun.run([
                    "sqlite3", sandbox.server.data + "/directory.db", "SELECT count(*) FROM \(table)",
                ])
                #expect(counted.output == "\(count)\n", "\(seed): \(table) \(counted)")
            }
            let checked = try await ProgramRun.run([
                "sqlite3", sandbox.server.data + "/directory.db", "PRAGMA integrity_check",
            ])
            #expect(checked.output == "ok\n", "\(seed): \(checked)")
        }
    }
}
