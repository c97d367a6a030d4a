// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import MailClient

/// The way to a server of another make: encryption, authentication, refusals.
@Suite struct SendingTests {
    @Test("messages go one after the other over one connection")
    func keptAlive() throws {
        let server = try PythonMailServer()
        let client = Letter.client(server.port)
        var events: [PythonMailServer.Event] = []
        for _ in 0..<3 {
            try client.send(Letter.make())
            events += try server.events(until: "message")
        }
        #expect(events.count { $0.event == "connected" } == 1 && events.count { $0.event == "message" } == 3)
        client.closeIdle()
        #expect(try server.next("lost").event == "lost")
    }

    @Test("a connection that the server has closed meanwhile is replaced without an error")
    func stale() throws {
        let server = try PythonMailServer("--idle", "1")
        let client = Letter.client(server.port)
        for _ in 0..<2 {
            try client.send(Letter.make())
            let events = try server.events(until: "lost")
            #expect(events.count { $0.event == "connected" } == 1)
        }
    }

    @Test("threads that send at the same time each have a connection")
    func parallel() async throws {
        let server = try PythonMailServer()
        let client = Letter.client(server.port)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    for round in 0..<5 { try client.send(Letter.make(text: "\(number)-\(round)")) }
                }
            }
            try await group.waitForAll()
        }
        var texts: Set<String> = []
        for _ in 0..<20 { texts.insert(try server.next("message").text ?? "") }
        #expect(texts.count == 20)
    }

    @Test("STARTTLS comes before user, sender and recipient, and the certificate is verified")
    func startTLS() throws {
        let server = try PythonMailServer("--tls", "starttls", "--login", "muster:the word")
        let good = Letter.client(server.port, .startTLS, login: ("muster", "the word"), ca: server.ca)
        try good.send(Letter.make())
        let events = try server.events(until: "message")
        #expect(events.last?.user == "muster" && events.last?.isEncrypted == true)
        #expect(events.filter { $0.event != "connected" && $0.event != "EHLO" }.allSatisfy { $0.isEncrypted == true })
        let unknown = Letter.client(server.port, .startTLS, login: ("muster", "the word"), ca: server.otherCA)
        #expect(Letter.failure(unknown, try Letter.make())?.code == .tls)
        let name = Letter.client(server.port, .startTLS, host: "localhost", ca: server.ca)
        #expect(Letter.failure(name, try Letter.make())?.code == .tls)
        let absent = Letter.client(server.port, .startTLS, ca: server.ca + ".absent")
        #expect(Letter.failure(absent, try Letter.make())?.code == .invalidConfiguration)
    }

    @Test("a server without STARTTLS learns nothing from a client that needs it")
    func stripped() throws {
        let server = try PythonMailServer("--login", "muster:the word")
        let client = Letter.client(server.port, .startTLS, login: ("muster", "the word"), ca: server.ca)
        #expect(Letter.failure(client, try Letter.make())?.code == .tls)
        client.closeIdle()
        #expect(try server.events(until: "lost").map(\.event) == ["connected", "EHLO", "lost"])
    }

    @Test("TLS from the first byte, with the server's own name")
    func implicit() throws {
        let server = try PythonMailServer("--tls", "implicit", "--name", "localhost")
        try Letter.client(server.port, .implicit, host: "localhost", ca: server.ca).send(Letter.make())
        #expect(try server.events(until: "message").allSatisfy { $0.isEncrypted != false })
        for client in [
            Letter.client(server.port, .implicit, host: "localhost", ca: server.otherCA),
            Letter.client(server.port, .implicit, ca: server.ca),
            Letter.client(server.port, .implicit, host: "localhost"),
        ] {
            #expect(Letter.failure(client, try Letter.make())?.code == .tls)
        }
    }

    @Test("a wrong password is told from other refusals, and the right one works afterwards")
    func login() throws {
        let server = try PythonMailServer("--login", "muster:the word é")
        let wrong = Letter.client(server.port, login: ("muster", "another"))
        #expect(Letter.failure(wrong, try Letter.make())?.code == .loginRefused)
        try Letter.client(server.port, login: ("muster", "the word é")).send(Letter.make())
        #expect(try server.next("message").user == "muster")
        let error = try #require(Letter.failure(Letter.client(server.port), try Letter.make()))
        #expect(error.code == .refused && error.status == 530)
    }

    @Test("what the server refuses has its status, the error repeats no address, and the next message goes")
    func refused() throws {
        let server = try PythonMailServer()
        let client = Letter.client(server.port)
        for (recipient, status) in [("refused@example.test", 550), ("full@example.test", 452)] {
            let error = try #require(Letter.failure(client, try Letter.make(to: recipient)))
            #expect(error.code == .refused && error.status == status)
            #expect(error.server == "127.0.0.1:\(server.port)")
            #expect(!"\(error)".contains("example.test") && !String(reflecting: error).contains("example.test"))
        }
        try client.send(Letter.make(text: "after"))
        #expect(try server.next("message").text == "after\n")
    }

    @Test(
        "a server that does not go on is left after the time limit",
        arguments: ["hang@example.test", "late@example.test"])
    func hangs(recipient: String) throws {
        let server = try PythonMailServer()
        let client = Letter.client(server.port, limit: .milliseconds(400))
        let message = try Letter.make(to: recipient)
        let time = ContinuousClock().measure {
            #expect(Letter.failure(client, message)?.code == .timedOut)
        }
        #expect(time < .seconds(5))
        try Letter.client(server.port).send(Letter.make(text: "after"))
        #expect(try server.next("message").text == "after\n")
    }

    @Test("a connection that breaks off, a port without a listener and a name that does not exist are not reachable")
    func unreachable() throws {
        let server = try PythonMailServer()
        #expect(
            Letter.failure(Letter.client(server.port), try Letter.make(to: "dropped@example.test"))?.code
                == .notReachable)
        #expect(Letter.failure(Letter.client(1), try Letter.make())?.code == .notReachable)
        let nowhere = Letter.client(25, host: "nowhere.invalid")
        #expect(Letter.failure(nowhere, try Letter.make())?.code == .notReachable)
    }

    @Test("a host, port or name that would change the shape of the URL is refused before anything is sent")
    func configuration() throws {
        for (host, port, name) in [
            ("", 25, "a"), ("a/b", 25, "a"), ("a@b", 25, "a"), ("a b", 25, "a"), ("a\r\nb", 25, "a"), ("a?b", 25, "a"),
            ("127.0.0.1", 0, "a"), ("127.0.0.1", 65_536, "a"), ("127.0.0.1", 25, ""), ("127.0.0.1", 25, "a\r\nMAIL"),
            ("127.0.0.1", 25, "a/b"), ("127.0.0.1", 25, "a%0d%0a"),
        ] {
            let client = MailClient(
                configuration: MailClientConfiguration(host: host, port: port, encryption: .none, greetingName: name))
            #expect(Letter.failure(client, try Letter.make())?.code == .invalidConfiguration)
        }
    }
}
