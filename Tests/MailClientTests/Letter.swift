// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Testing

@testable import MailClient

/// A message as most tests want it, and a client for a server of the tests.
enum Letter {
    static func make(
        to recipient: String = "ada@example.test", name: String = "Click to Pay", subject: String = "A subject",
        text: String = "One line.", id: String = "0a1b2c3d-1"
    ) throws -> MailMessage {
        MailMessage(
            senderName: name, sender: try #require(MailAddress("codes@bank.example")),
            recipient: try #require(MailAddress(recipient)), subject: subject, text: text, language: "en",
            sentAt: Timestamp(milliseconds: 1_795_176_245_678), id: id)
    }

    static func client(
        _ port: Int, _ encryption: MailClientConfiguration.Encryption = .none, host: String = "127.0.0.1",
        login: (String, String)? = nil, ca: String? = nil, limit: Duration = .seconds(20)
    ) -> MailClient {
        MailClient(
            configuration: MailClientConfiguration(
                host: host, port: port, encryption: encryption,
                login: login.map { MailClientConfiguration.Login(user: $0.0, password: $0.1) },
                greetingName: "bank.example", caFile: ca, connectTimeout: limit, totalTimeout: limit))
    }

    static func failure(_ client: MailClient, _ message: MailMessage) -> MailClientError? {
        do throws(MailClientError) {
            try client.send(message)
            return nil
        } catch {
            return error
        }
    }
}
