// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import MailClient
import Testing

@testable import NetworkServer

/// The settings of the mail server that sends codes.
@Suite("mail settings") struct MailSettingsTests {
    private static func settings(_ url: String?, _ change: (inout ServerConfiguration) -> Void = { _ in })
        -> ServerConfiguration
    {
        var configuration = ServerConfiguration()
        configuration.codeMailURL = url
        configuration.codeMailFrom = url == nil ? nil : "codes@bank.example"
        change(&configuration)
        return configuration
    }

    @Test(
        "nothing is sent in clear but to this machine, and there only without a CA",
        arguments: [
            ("smtp://mail.bank.example", "mail.bank.example", 587, "startTLS"),
            ("smtp://mail.bank.example:25", "mail.bank.example", 25, "startTLS"),
            ("smtps://mail.bank.example", "mail.bank.example", 465, "implicit"),
            ("smtps://mail.bank.example:2465/", "mail.bank.example", 2465, "implicit"),
            ("smtp://localhost:25", "localhost", 25, "none"), ("smtp://127.0.0.1", "127.0.0.1", 587, "none"),
            ("smtp://[::1]:2525", "::1", 2525, "none"), ("smtps://127.0.0.1", "127.0.0.1", 465, "implicit"),
            ("smtp://127.0.0.1.bank.example", "127.0.0.1.bank.example", 587, "startTLS"),
            ("smtp://localhost.bank.example", "localhost.bank.example", 587, "startTLS"),
            ("smtp://10.0.0.1", "10.0.0.1", 587, "startTLS"), ("smtp://[2001:db8::1]", "2001:db8::1", 587, "startTLS"),
        ])
    func encryption(url: String, host: String, port: Int, encryption: String) throws {
        for mode in ServerConfiguration.Mode.allCases {
            let server = try #require(try Self.settings(url) { $0.mode = mode }.mailServer())
            #expect(server.host == host && server.port == port && "\(server.encryption)" == encryption)
            #expect(server.sender.text == "codes@bank.example" && server.user == nil)
        }
        let server = try #require(try Self.settings(url) { $0.codeMailCAFile = "ca.pem" }.mailServer())
        #expect("\(server.encryption)" == (encryption == "none" ? "startTLS" : encryption))
    }

    @Test("a URL that is none, or says more than where the server is, is refused without being repeated")
    func urls() throws {
        for url in [
            "", "mail.bank.example", "smtp:mail.bank.example", "http://mail.bank.example", "smtp://",
            "smtp://user:pw@mail.bank.example", "smtp://user@mail.bank.example", "smtp://mail.bank.example/path",
            "smtp://mail.bank.example?pw=1", "smtp://mail.bank.example#pw", "smtp://mail.bank.example:0",
            "smtp://mail.bank.example:65536", "smtp://mail bank.example", "smtp://mail.bank.example\r\n",
            "smtp://mail_pw.example", "smtp://m%41il.example", "smtp://" + String(repeating: "a", count: 300),
        ] {
            let error = #expect(throws: ConfigurationError.self) { try Self.settings(url).validate() }
            #expect(error?.setting == "--code-mail" && error?.message.contains("pw") == false, "\(url)")
        }
        try Self.settings("smtp://mail.bank.example").validate()
    }

    @Test("settings that do not go together are refused by name")
    func combinations() {
        let table: [(String?, String, (inout ServerConfiguration) -> Void)] = [
            (nil, "--code-mail-from", { $0.codeMailFrom = "codes@bank.example" }),
            (nil, "--code-mail-user", { $0.codeMailUser = "muster" }),
            (nil, "--code-mail-password-file", { $0.codeMailPasswordFile = "f" }),
            (nil, "--code-mail-ca", { $0.codeMailCAFile = "f" }),
            ("smtp://localhost", "--code-mail-from", { $0.codeMailFrom = nil }),
            ("smtp://localhost", "--code-mail-from", { $0.codeMailFrom = "Codes <codes@bank.example>" }),
            ("smtp://localhost", "--code-mail-from", { $0.codeMailFrom = "codes@bank.example\r\nBcc: x@y.z" }),
            ("smtp://localhost", "--code-mail-user", { $0.codeMailUser = "muster" }),
            ("smtp://localhost", "--code-mail-user", { $0.codeMailPasswordFile = "f" }),
            (
                "smtp://localhost", "--code-mail-user",
                {
                    $0.codeMailUser = "muster\r\nMAIL"
                    $0.codeMailPasswordFile = "f"
                }
            ),
        ]
        for (number, (url, name, change)) in table.enumerated() {
            let error = #expect(throws: ConfigurationError.self) { try Self.settings(url, change).validate() }
            #expect(error?.setting == name, "\(number)")
        }
    }

    @Test("the password is one line of a file that nobody else may read")
    func password() throws {
        let folder = NSTemporaryDirectory() + "muster-mail-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func server(_ path: String, ca: String? = nil) throws -> MailServer {
            let settings = Self.settings("smtp://localhost") {
                $0.codeMailUser = "muster"
                $0.codeMailPasswordFile = path
                $0.codeMailCAFile = ca
            }
            return try #require(try settings.mailServer())
        }
        func read(_ content: String, mode: Int = 0o600, ca: String? = nil) throws -> String? {
            let path = folder + "/" + UUID().uuidString
            _ = FileManager.default.createFile(
                atPath: path, contents: Data(content.utf8), attributes: [.posixPermissions: mode])
            return try server(path, ca: ca).password()
        }
        #expect(try read("the word\n") == "the word")
        #expect(try read("the word é\r\n\n", mode: 0o400) == "the word é")
        #expect(try read(" no trimming ") == " no trimming ")
        for content in ["", "\n", "two\nlines\n", "tab\tbed\n", "nul\0", String(repeating: "a", count: 1025)] {
            let error = #expect(throws: ConfigurationError.self) { try read(content) }
            #expect(error?.setting == "--code-mail-password-file", "\(content.prefix(9))")
            #expect(error?.message.contains("lines") == false)
        }
        for mode in [0o640, 0o604, 0o660, 0o644] {
            let error = #expect(throws: ConfigurationError.self) { try read("the word", mode: mode) }
            #expect(error?.setting == "--code-mail-password-file" && error?.message.contains("chmod 600") == true)
        }
        let error = #expect(throws: ConfigurationError.self) { try read("the word", ca: folder + "/absent.pem") }
        #expect(error?.setting == "--code-mail-ca")
        #expect(throws: ConfigurationError.self) { try server(folder + "/absent").password() }
    }
}
