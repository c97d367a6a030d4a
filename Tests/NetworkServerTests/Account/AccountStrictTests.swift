// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import HTTPClient
import Store
import Testing
import Vault
import Verification

@testable import NetworkServer

/// Strict mode at the account's pages: nobody can tell who is known before a code was proved (checkout 7).
@Suite("account pages: strict mode") struct AccountStrictTests {
    private let server: RunningServer

    init() throws {
        server = try RunningServer { $0.isSignInStrict = true }
        _ = try server.enroll(server.a)
        let suspended = try server.enroll(
            server.a, id: "b-2", name: "sus", phone: "0122", pan: "5186001700009734")
        try Shop(server).set(.suspended, consumer: suspended.consumer)
    }

    /// A page without what was asked about and what is different each time.
    private func shape(_ answer: PageBrowser.Answer, _ name: String) -> String {
        let masked = "\(name.prefix(1))*****\(name.suffix(1))@example.test"
        let text = answer.text.replacing(name + "@example.test", with: "WHO").replacing(masked, with: "WHO")
        let cookies = answer.headers.filter { $0.name.lowercased() == "set-cookie" }
            .map { "\($0.value.prefix { $0 != "=" }) \($0.value.utf8.count)" }
        return "\(answer.status) \(answer.location ?? "") \(cookies) \(text)"
    }

    @Test("every step looks the same for who is there, who is not, and who is stopped")
    func alike() throws {
        var shapes: [[String]] = []
        for name in ["ada", "eve", "sus"] {
            let visit = AccountVisit(server)
            let identity = name + "@example.test"
            var steps = [shape(try visit.post("sign-in", [("identity", identity)]), name)]
            steps.append(shape(try visit.open("/account/code"), name))
            steps.append(shape(try visit.post("send", [("channel", "0")]), name))
            let right = name == "ada" ? try visit.code() : ""
            let wrong = right == "000000" ? "000001" : "000000"
            for _ in 1...6 { steps.append(shape(try visit.post("code", [("code", wrong)]), name)) }
            steps.append(shape(try AccountVisit(server).post("sign-in", [("identity", identity)]), name))
            shapes.append(steps)
        }
        #expect(shapes[0] == shapes[1])
        #expect(shapes[0] == shapes[2])
        let messages = try #require(server.server?.verification.outbox).newest(10)
        let addresses = messages.compactMap { entry in
            if case .code(let message) = entry { message.channel.clearAddress } else { nil }
        }
        #expect(addresses == ["ada@example.test"])
    }

    @Test("whoever is there signs in as ever")
    func signsIn() throws {
        #expect(try AccountVisit(server).come().text.contains("9726"))
    }
}
