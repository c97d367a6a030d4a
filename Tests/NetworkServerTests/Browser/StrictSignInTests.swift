// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Store
import Testing
import Vault
import Verification
import WireJSON

@testable import NetworkServer

/// Strict mode: before a code was proved nobody can tell who is known (checkout 7).
@Suite("strict sign-in") struct StrictSignInTests {
    private let server: RunningServer
    private let shop: Shop

    init() throws {
        server = try RunningServer { $0.isSignInStrict = true }
        shop = try Shop(server)
        _ = try server.enroll(server.a)
        _ = try server.enroll(server.a, id: "b-2", name: "sus", phone: "0122", pan: "5186001700009734")
    }

    /// An answer without what is different each time and what was asked about.
    private func shape(_ answer: RunningServer.Answer) throws -> String {
        var names: [String] = ["\(answer.status)"]
        func walk(_ value: JSONValue, _ path: String) {
            switch value.kind {
            case .object:
                value.forEachMember { name, member in walk(member, path + "." + String(decoding: name, as: UTF8.self)) }
            case .array: for element in value.elements { walk(element, path + "[]") }
            default: names.append(path + (path.hasSuffix("reason") ? "=\(value.string ?? "")" : ""))
            }
        }
        walk(try #require(answer.json), "")
        return names.joined(separator: " ")
    }

    @Test("every step answers alike for who is there, who is not, and who is suspended")
    func alike() throws {
        let storage = try #require(server.server).storage
        let rows = try storage.directory.read { reading in try (1...9).compactMap { try reading.consumer($0) } }
        let suspended = try #require(rows.last)
        try shop.set(.suspended, consumer: storage.vault.publicID(.consumer, of: suspended.id))
        var shapes: [[String]] = []
        for value in ["ada@example.test", "eve@example.test", "sus@example.test"] {
            var steps = [try shape(try shop.lookUp(value))]
            let started = try shop.start(value)
            steps.append(try shape(started))
            let session = try #require(started.json?["idValidationSessionId"]?.string, "\(started.text)")
            steps.append(try shape(try shop.start(value)))
            let right = value.hasPrefix("ada") ? try shop.code(value) : ""
            let wrong = right == "000000" ? "000001" : "000000"
            for _ in 1...6 { steps.append(try shape(try shop.finish(session, wrong))) }
            shapes.append(steps)
        }
        #expect(shapes[0] == shapes[1])
        #expect(shapes[0] == shapes[2])
        let messages = try #require(server.server?.verification.outbox).newest(10)
        #expect(messages.map { $0.channel.clearAddress } == ["ada@example.test"])
    }

    @Test("whoever is there signs in as ever")
    func signsIn() throws {
        let (idToken, _) = try shop.signIn("ada@example.test")
        #expect(try shop.profiles([idToken]).json?["profiles"]?.count == 1)
        #expect(try shop.lookUp("nobody@example.test").json?["consumerPresent"]?.boolean == true)
    }

    @Test("only what was asked about is offered")
    func channels() throws {
        let started = try shop.start("ada@example.test")
        #expect(started.json?["supportedValidationChannels"]?.count == 1)
    }
}
