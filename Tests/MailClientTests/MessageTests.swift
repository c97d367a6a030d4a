// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import MailClient

/// The form of a message. Python's parser is the judge of what it says.
@Suite struct MessageTests {
    static let subjects = [
        "A subject", "Ihr Bestätigungscode für Click to Pay", "رمز التحقق الخاص بك في Click to Pay",
        "=?utf-8?Q?no?= word", "two  spaces", " at the ends ", String(repeating: "long ", count: 40) + "end",
        String(repeating: "é", count: 120), "👩‍👩‍👧 family", "100 % = a_b?", "a: b; c", "\u{202E}turned",
    ]

    static let texts = [
        "One line.", "", "\n", "Two\nlines\n", ".", ".\n..\n.x", "a=3D b", "trailing space \nand tab? no ",
        String(repeating: "x", count: 1000),
        String(repeating: "x", count: 74) + ".y" + String(repeating: ".", count: 90),
        "Er gilt 10 Minuten – für Sie.", "رمز التحقق الخاص بك هو:\n\n012345\n", "From here on\nFrom there",
        "\u{FEFF}bom",
        String(repeating: "ü", count: 75), "\u{1F600} " + String(repeating: "é\n", count: 30),
    ]

    @Test("Python reads every subject and name as it was given")
    func headers() throws {
        let server = try PythonMailServer()
        let client = Letter.client(server.port)
        for (number, subject) in Self.subjects.enumerated() {
            try client.send(Letter.make(name: subject, subject: subject, id: "m-\(number)"))
            let message = try server.next("message")
            #expect(message.subject == subject, "\(subject)")
            #expect(message.senderName == subject, "\(subject)")
            #expect(message.defects == [], "\(subject)")
        }
    }

    @Test("Python reads every text as it was given, with one line end behind it")
    func texts() throws {
        let server = try PythonMailServer()
        let client = Letter.client(server.port)
        for text in Self.texts {
            try client.send(Letter.make(text: text))
            let message = try server.next("message")
            #expect(message.text == text + "\n", "\(text.prefix(40))")
            #expect(message.defects == [] && message.type == "text/plain" && message.charset == "utf-8")
            #expect(message.isMultipart == false)
        }
    }

    @Test("every header is there once, and envelope and header agree")
    func whole() throws {
        let server = try PythonMailServer()
        try Letter.client(server.port).send(Letter.make(to: "ada+shop@sub.example.test"))
        #expect(try server.next("EHLO").name == "bank.example")
        let message = try server.next("message")
        #expect(message.mailFrom == "codes@bank.example" && message.sender == message.mailFrom)
        #expect(message.rcptTo == ["ada+shop@sub.example.test"] && message.recipients == message.rcptTo)
        #expect(message.date == "2026-11-20T12:04:05+00:00")
        #expect(
            message.headers?.map { $0[0] } == [
                "Auto-Submitted", "Date", "From", "To", "Message-ID", "Subject", "MIME-Version", "Content-Type",
                "Content-Transfer-Encoding", "Content-Language",
            ])
        #expect(message.header("Auto-Submitted") == "auto-generated")
        #expect(message.header("Message-ID") == "<0a1b2c3d-1@bank.example>")
        #expect(message.header("Content-Language") == "en")
        // What was sent is what came: nothing was added, nothing doubled on its way.
        #expect(message.bytes == (try Letter.make(to: "ada+shop@sub.example.test").bytes()))
    }

    @Test("what goes over the wire is ASCII in short lines that end in CR LF, and no line begins with a dot")
    func wire() throws {
        for subject in Self.subjects {
            for text in Self.texts {
                let bytes = try Letter.make(name: subject, subject: subject, text: text).bytes()
                let lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n")
                #expect(bytes.allSatisfy { $0 == 0x0D || $0 == 0x0A || (0x20...0x7E).contains($0) })
                #expect(lines.last == "" && lines.allSatisfy { !$0.contains("\r") && !$0.contains("\n") })
                #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.hasPrefix(".") && !$0.hasSuffix(" ") })
            }
        }
    }

    @Test(
        "a subject, name, text or id that could be read as more than it is is not sent",
        arguments: ["a\r\nBcc: eve@example.test", "a\nb: c", "a\rb", "a\0b", "a\u{85}b", "a\u{2028}b", "a\u{7F}"])
    func injection(text: String) throws {
        for message in [
            try Letter.make(subject: text), try Letter.make(name: text),
            try Letter.make(text: text.replacing("\n", with: "\r")), try Letter.make(id: text),
        ] {
            let error = #expect(throws: MailClientError.self) { try message.bytes() }
            #expect(error?.code == .invalidMessage && error?.description.contains("eve") == false)
        }
    }

    @Test("what is too long or empty is not sent")
    func bounds() throws {
        for message in [
            try Letter.make(subject: String(repeating: "a", count: 501)), try Letter.make(name: ""),
            try Letter.make(subject: ""), try Letter.make(text: String(repeating: "a", count: 16_385)),
            try Letter.make(id: ""), try Letter.make(id: String(repeating: "a", count: 65)), try Letter.make(id: "a@b"),
        ] {
            #expect(throws: MailClientError.self) { try message.bytes() }
        }
        _ = try Letter.make(subject: String(repeating: "a", count: 500), text: String(repeating: "a", count: 16_384))
            .bytes()
    }

    @Test("nothing of a message, an address or a login is printed")
    func hidden() throws {
        let message = try Letter.make(to: "secret@example.test", subject: "secret", text: "secret 123456")
        let login = MailClientConfiguration.Login(user: "secret", password: "secret")
        for printed in [
            "\(message)", String(reflecting: message), "\(message.recipient)", String(reflecting: message.recipient),
            "\(login)",
            "\(MailClientConfiguration(host: "a", port: 1, encryption: .none, login: login, greetingName: "a"))",
        ] {
            #expect(!printed.contains("secret") && !printed.contains("123456"), "\(printed)")
        }
        var dumped = ""
        dump(message, to: &dumped)
        #expect(!dumped.contains("secret"))
    }
}
