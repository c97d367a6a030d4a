// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Dispatch
import Synchronization
import Testing
import Verification

@testable import NetworkServer

extension RunningServer {
    static let session = CodeBinding(session: Array("session".utf8), client: "page", purpose: .provisioning)

    var verification: ServerVerification {
        get throws { try #require(server).verification }
    }

    /// Waits for the answer, which may come from the delivery's thread.
    func sendCode(
        to channel: CodeChannel, for binding: CodeBinding = RunningServer.session, language: String = "en"
    ) throws -> CodeSending {
        let answer = Mutex<Result<CodeSending, any Error>?>(nil)
        let done = DispatchSemaphore(value: 0)
        try verification.codes.send(to: channel, for: binding, language: try LanguageCode(language)) { result in
            answer.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        return try #require(answer.withLock { $0 }).get()
    }
}
