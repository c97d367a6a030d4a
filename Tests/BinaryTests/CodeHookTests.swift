// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

extension BinaryTests {
    /// What an operator does about one-time codes.
    @Suite struct CodeHookTests {
        @Test(
            "The key of the code hook is written with mode 0600, the same each time; the settings are read and shown.")
        func keyAndSettings() async throws {
            let sandbox = try await Sandbox(options: [
                "--code-hook", "http://127.0.0.1:9/codes", "--code-misses-day", "10",
            ])
            for name in ["one.key", "two.key"] {
                let written = try await ProgramRun.muster(
                    "keys", "code-hook", "--data", sandbox.server.data, "--out", sandbox.folder.file(name))
                #expect(written.status == 0, "\(written)")
            }
            let key = try sandbox.folder.read("one.key")
            #expect(key == (try sandbox.folder.read("two.key")) && key.count == 65)
            #expect(key != (try sandbox.folder.read("bank.notification.key")))
            let again = try await ProgramRun.muster(
                "keys", "code-hook", "--data", sandbox.server.data, "--out", sandbox.folder.file("one.key"))
            #expect(again.status == 2 && again.errors.contains("exists already"), "\(again)")
            let shown = try await ProgramRun.muster("config", "--code-lock", "3600")
            #expect(shown.output.contains("code-misses-day") && shown.output.contains("3600"), "\(shown)")
            for options in [["--code-life", "1"], ["--code-hook", "http://sender.example/"]] {
                let refused = try await ProgramRun.run(
                    [try Places.muster(), "serve", "--data", sandbox.folder.file("other")] + options)
                #expect(refused.status == 2 && refused.errors.contains(options[0]), "\(refused)")
            }
        }
    }
}
