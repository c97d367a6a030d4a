// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

extension BinaryTests {
    /// Codes by email (checkout 7).
    @Suite struct MailTests {
        @Test("Consumers sign in by codes that aiosmtpd got and Python's parser read, in sandbox and production.")
        func mail() async throws {
            let folder = try TemporaryFolder()
            let outcome = try await ProgramRun.run([
                try Places.python(), Places.oracle("mail.py"), folder.path, try Places.muster(),
            ])
            #expect(outcome.status == 0, "\(outcome)")
        }
    }
}
