// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

extension BinaryTests {
    /// Personal data of a portfolio in places where none may be.
    @Suite struct SecrecyTests {
        @Test("The scan finds a value in every form that it looks for.")
        func scanFinds() async throws {
            let folder = try TemporaryFolder()
            let python = try Places.python()
            let planted = try await ProgramRun.run([python, Places.oracle("canary.py"), "--plant", folder.path])
            let count = try #require(Int(planted.output.split(separator: "\n").last ?? ""), "\(planted)")
            #expect(count >= 30)
            for number in 0..<count {
                let scan = try await ProgramRun.run([
                    python, Places.oracle("canary.py"), folder.file("portfolio.csv"), folder.file("planted-\(number)"),
                ])
                #expect(scan.status == 1, "planted-\(number): \(scan)")
            }
        }

        @Test("After a session nothing of the portfolio is in the data directory, the logs, the metrics or the ledger.")
        func sessionLeavesNothing() async throws {
            let sandbox = try await Sandbox(options: ["--log-level", "debug"])
            let portfolio = try await sandbox.portfolio(300, seed: 31)
            let first = try await ProgramRun.muster(
                "enroll", portfolio, "--issuer", sandbox.profile, "--results", sandbox.folder.file("results.csv"))
            #expect(first.status == 0, "\(first)")
            let small = try await sandbox.portfolio(40, seed: 31, name: "small.csv")
            try await sandbox.judge("published_client.py", sandbox.profile, small)
            let metrics = try sandbox.folder.write(try await sandbox.server.get("/metrics"), to: "metrics")
            // While it runs: write-ahead logs and all. Then again after the stop, with what the stop wrote.
            for round in ["running", "stopped"] {
                if round == "stopped" { _ = try await sandbox.server.stop() }
                let logs = try sandbox.folder.write(sandbox.server.logs + first.output + first.errors, to: "logs")
                try await sandbox.judge(
                    "canary.py", portfolio, "--most", "100", sandbox.server.data, metrics, logs, portfolio + ".ledger",
                    sandbox.folder.file("results.csv"))
            }
            #expect(!sandbox.server.logs.isEmpty)
        }
    }
}
