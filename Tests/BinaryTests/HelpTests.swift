// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

extension BinaryTests {
    /// What the program says about itself, and how it answers a command line that it cannot use.
    @Suite struct HelpTests {
        /// Every command that scripts may depend on.
        static let commands = [
            "serve", "bank", "shop", "config", "keys list", "keys rotate", "issuer create", "issuer show", "issuer set",
            "merchant create", "merchant list", "merchant show", "merchant set",
            "portfolio generate", "enroll",
            "batch status", "consumer get", "consumer update", "consumer delete", "card get", "card update",
            "card delete", "push eligible", "push asset", "push card", "push redirect", "push explain", "jwe encrypt",
            "jwe decrypt", "jws sign", "jws verify", "mdes encrypt", "mdes decrypt",
            "oauth sign", "oauth verify", "oauth explain",
        ]

        @Test("Every command is listed, explains itself, and knows --json.")
        func help() async throws {
            let list = try await ProgramRun.muster("--help")
            #expect(list.status == 0 && list.errors.isEmpty)
            let listed = list.output.split(separator: "\n").filter { $0.hasPrefix("  ") }.map { line in
                line.dropFirst(2).split(separator: "  ", maxSplits: 1)[0]
            }
            for command in Set(Self.commands + listed.map(String.init)).sorted() {
                #expect(listed.contains(Substring(command)), "\(command) is not listed")
                let words = command.split(separator: " ").map(String.init)
                let help = try await ProgramRun.run([try Places.muster()] + words + ["--help"])
                #expect(help.status == 0 && help.errors.isEmpty, "\(command): \(help)")
                #expect(help.output.contains("Usage: muster \(command)"), "\(command): \(help)")
                #expect(help.output.contains("--json"), "\(command): \(help)")
            }
        }

        @Test(
            "A command line that cannot be used ends with 2 and one line that says why, on standard error.",
            arguments: [
                (["enrol"], "enroll"), (["serve", "--no-such-option"], "no-such-option"),
                (["serve", "--listen", "nowhere"], "listen"), (["enroll"], "FILE"),
                (["enroll", "a", "b", "--issuer", "c"], "\"b\""),
                (["issuer", "create"], "--name"), (["portfolio", "generate", "--count", "many"], "count"),
                (["portfolio", "generate", "--count", "1", "--countries", "XX"], "XX"),
                (["keys", "rotate", "all"], "PURPOSE"),
                (["enroll", "/no/such/file.csv", "--issuer", "/no/such/profile.json"], "/no/such"),
            ])
        func usage(arguments: [String], names: String) async throws {
            let outcome = try await ProgramRun.run([try Places.muster()] + arguments)
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
            #expect(outcome.errors.hasPrefix("muster: ") && outcome.errors.contains(names), "\(outcome)")
        }

        @Test("With --json an error is a JSON object with a code and a message.")
        func usageAsJSON() async throws {
            struct Failure: Decodable {
                struct Detail: Decodable {
                    let code: String
                    let message: String
                }
                let error: Detail
            }
            let outcome = try await ProgramRun.muster("serve", "--no-such-option", "--json")
            #expect(outcome.status == 2 && outcome.output.isEmpty, "\(outcome)")
            let failure = try JSONDecoder().decode(Failure.self, from: Data(outcome.errors.utf8))
            #expect(!failure.error.code.isEmpty && failure.error.message.contains("no-such-option"))
        }

        @Test("Without a command the list goes to the reader, and the exit code says that nothing was done.")
        func nothing() async throws {
            #expect(try await ProgramRun.muster().status == 2)
            let version = try await ProgramRun.muster("--version")
            #expect(version.status == 0 && version.output.hasPrefix("muster "))
        }

        @Test("A flag wins over the environment, that over the file, that over the default; secrets stay hidden.")
        func settings() async throws {
            struct Setting: Decodable {
                let value: String
                let source: String
            }
            let folder = try TemporaryFolder()
            let file = try folder.write(
                #"{"workers": 3, "http-threads": 3, "log-level": "debug"}"#, to: "settings.json")
            let shown = try await ProgramRun.muster(
                "config", "--config", file, "--workers", "5", "--json",
                environment: [
                    "MUSTER_WORKERS": "4", "MUSTER_HTTP_THREADS": "4", "MUSTER_ROOT_PASSPHRASE": "CanaryPassphrase",
                ])
            #expect(shown.status == 0, "\(shown)")
            let settings = try JSONDecoder().decode([String: Setting].self, from: Data(shown.output.utf8))
            for (name, value, source) in [
                ("workers", "5", "command line"), ("http-threads", "4", "MUSTER_HTTP_THREADS"),
                ("log-level", "debug", "settings.json"), ("page-cache", "512", "default"),
            ] {
                let setting = try #require(settings[name])
                #expect(setting.value == value && setting.source.contains(source), "\(name): \(setting)")
            }
            #expect(settings["root-passphrase"]?.source.contains("MUSTER_ROOT_PASSPHRASE") == true)
            #expect(!shown.output.contains("CanaryPassphrase"))
        }
    }
}
