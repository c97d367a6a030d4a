// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

/// `Tests/oracles/mail_server.py` as a process: a mail server that shares no code with ours. It ends with us.
final class PythonMailServer {
    private struct Ready: Decodable {
        let port: Int
        let ca: String
        let otherCA: String
    }

    /// One line of its output; which members there are depends on the event.
    struct Event: Decodable {
        let event: String
        let name: String?
        let user: String?
        let isEncrypted: Bool?
        let mailFrom: String?
        let rcptTo: [String]?
        let headers: [[String]]?
        let subject: String?
        let senderName: String?
        let sender: String?
        let recipients: [String]?
        let date: String?
        let type: String?
        let charset: String?
        let isMultipart: Bool?
        let text: String?
        let defects: [String]?
        let raw: String?

        func header(_ name: String) -> String? { headers?.first { $0[0] == name }?[1] }
        var bytes: [UInt8] { raw.flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) } ?? [] }
    }

    let port: Int
    let ca: String
    /// Of a CA that the server's certificate is not of.
    let otherCA: String
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let folder: String
    private var buffer: [UInt8] = []

    init(_ options: String...) throws {
        folder = NSTemporaryDirectory() + "muster-mail-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("oracles/mail_server.py")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", script.path, folder] + options
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let line = try #require(
            Self.line(output.fileHandleForReading, &buffer), "aiosmtpd is not there: scripts/install-oracles.sh")
        let ready = try JSONDecoder().decode(Ready.self, from: Data(line))
        (port, ca, otherCA) = (ready.port, ready.ca, ready.otherCA)
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Waits for the next event of a kind; those before it are passed over.
    func next(_ kind: String) throws -> Event {
        try #require(try events(until: kind).last)
    }

    /// Everything up to the next event of a kind.
    func events(until kind: String) throws -> [Event] {
        var events: [Event] = []
        while events.last?.event != kind {
            let line = try #require(Self.line(output.fileHandleForReading, &buffer))
            events.append(try JSONDecoder().decode(Event.self, from: Data(line)))
        }
        return events
    }

    /// Waits for a line; nil when the output has ended.
    private static func line(_ file: FileHandle, _ buffer: inout [UInt8]) -> [UInt8]? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeSubrange(...end) }
                return Array(buffer[..<end])
            }
            let more = file.availableData
            if more.isEmpty { return nil }
            buffer.append(contentsOf: more)
        }
    }
}
