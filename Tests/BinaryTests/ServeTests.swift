// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// The server as a process: start, stop, restart, and what it refuses to start with.
    @Suite struct ServeTests {
        @Test("SIGTERM and SIGINT stop it cleanly; the data are there at the next start.")
        func stops() async throws {
            let sandbox = try await Sandbox()
            let portfolio = try await sandbox.portfolio(10, seed: 61)
            let results = sandbox.folder.file("results.csv")
            let enrolled = try await ProgramRun.muster(
                "enroll", portfolio, "--issuer", sandbox.profile, "--results", results)
            #expect(enrolled.status == 0, "\(enrolled)")
            let stopped = try await sandbox.server.stop()
            #expect(stopped.status == 0, "\(stopped)")
            try await sandbox.server.restart()
            try await sandbox.judge("reconcile.py", sandbox.profile, portfolio, results)
            let interrupted = try await sandbox.server.stop(by: SIGINT)
            #expect(interrupted.status == 0, "\(interrupted)")
        }

        @Test("Without --json the ready line is one line for people, with the URL.")
        func readyLine() async throws {
            let folder = try TemporaryFolder()
            let server = try ProgramRun([
                try Places.muster(), "serve", "--data", folder.file("var"), "--listen", "127.0.0.1:0",
            ])
            while server.isRunning, try !server.outputSoFar().contains("\n") { await Task.yield() }
            server.signal(SIGTERM)
            let outcome = try await server.outcome()
            #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count == 1, "\(outcome)")
            #expect(outcome.output.contains("http://127.0.0.1:") && !outcome.output.contains(":0 "), "\(outcome)")
        }

        @Test("A second server on the same data, or on the same port, does not start and says why.")
        func taken() async throws {
            let sandbox = try await Sandbox()
            let sameData = try await ProgramRun.muster(
                "serve", "--data", sandbox.server.data, "--listen", "127.0.0.1:0")
            #expect(sameData.status == 2 && sameData.errors.contains("another muster serve"), "\(sameData)")
            let samePort = try await ProgramRun.muster(
                "serve", "--data", sandbox.folder.file("other"), "--listen", sandbox.server.listen)
            #expect(samePort.status != 0 && samePort.errors.contains("port is taken"), "\(samePort)")
            #expect(samePort.output.isEmpty)
        }

        @Test("Only the owner may look at what it keeps.")
        func modes() async throws {
            let sandbox = try await Sandbox()
            let walker = try #require(FileManager.default.enumerator(atPath: sandbox.server.data))
            var count = 0
            for case let name as String in walker {
                let attributes = try FileManager.default.attributesOfItem(atPath: sandbox.server.data + "/" + name)
                let mode = try #require(attributes[.posixPermissions] as? Int)
                #expect(mode & 0o077 == 0, "\(name) has mode \(String(mode, radix: 8))")
                count += 1
            }
            #expect(count > 5)
            for name in ["bank.json", "bank.signing.pem", "bank.payload.pem"] {
                let attributes = try FileManager.default.attributesOfItem(atPath: sandbox.folder.file(name))
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
            }
        }

        @Test(
            "Production refuses by name what is not safe.",
            arguments: [
                ([], "--root-key"), (["--root-key", "DATA/root.key"], "--root-key"),
                (["--listen", "0.0.0.0:0"], "--listen"), (["--behind-proxy"], "--public-origin"),
                (["--admin-remote"], "--admin-remote"),
            ])
        func production(options: [String], names: String) async throws {
            let folder = try TemporaryFolder()
            let needsKey = names != "--root-key"
            let outcome = try await ProgramRun.run(
                [try Places.muster(), "serve", "--mode", "production", "--data", folder.file("var")]
                    + (options.contains("--listen") ? [] : ["--listen", "127.0.0.1:0"])
                    + options.map { $0.replacingOccurrences(of: "DATA", with: folder.file("var")) },
                environment: needsKey ? ["MUSTER_ROOT_PASSPHRASE": "correct horse battery"] : [:])
            #expect(outcome.status == 2 && outcome.errors.contains(names), "\(outcome)")
        }

        @Test("The sandbox's switches are there in sandbox mode and an unknown path in production.")
        func switches() async throws {
            let sandbox = try await Sandbox()
            #expect(try await sandbox.server.get("/__admin/clock").contains(#""frozen":false"#))
            let key = sandbox.folder.file("production.key")
            try FileManager.default.copyItem(atPath: sandbox.server.data + "/root.key", toPath: key)
            let production = try await RunningServer(
                data: sandbox.folder.file("production"), options: ["--mode", "production", "--root-key", key])
            for path in ["/nothing", "/__admin", "/__admin/clock", "/__admin/journal", "/__admin/faults"] {
                let answer = try await ProgramRun.run([
                    "curl", "--silent", "--write-out", "%{http_code}", "--max-time", "30", production.url + path,
                ])
                #expect(answer.output.hasSuffix("404") && answer.output.contains("nothing at this path"), "\(answer)")
            }
            let stopped = try await production.stop()
            #expect(stopped.status == 0, "\(stopped)")
        }

        @Test("A nonce that was used is refused after kill -9 and a restart too.")
        func nonces() async throws {
            let sandbox = try await Sandbox()
            let script = """
                import sys
                from network import Issuer
                issuer = Issuer(sys.argv[1])
                url = issuer.url("/cards/x", issuer.ids)
                header = sys.argv[2] if len(sys.argv) > 2 else issuer.header("GET", url)
                answer = issuer.session.get(url, headers={"Authorization": header})
                print(answer.status_code)
                print(header)
                """
            let python = try Places.python()
            func call(_ more: String...) async throws -> [String] {
                let outcome = try await ProgramRun.run(
                    [python, "-c", script, sandbox.profile] + more, in: Places.oracle(""))
                return outcome.output.split(separator: "\n").map(String.init)
            }
            let first = try await call()
            #expect(first.first == "404")
            #expect(try await call(try #require(first.last)).first == "401")
            try await sandbox.server.kill()
            try await sandbox.server.restart()
            #expect(try await call(try #require(first.last)).first == "401")
            #expect(try await call().first == "404")
        }
    }
}
