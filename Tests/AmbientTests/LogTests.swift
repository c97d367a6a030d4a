// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Testing

@Suite struct LogTests {
    /// A pipe whose reading end the test holds.
    private func lines(_ pipe: Pipe) -> [String] {
        try? pipe.fileHandleForWriting.close()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func log(_ pipe: Pipe, _ level: Log.Level = .info, _ form: Log.Form = .json) -> Log {
        Log(descriptor: pipe.fileHandleForWriting.fileDescriptor, level: level, form: form, clock: ManualClock())
    }

    @Test("A line is one JSON object with time, level, message and the typed fields")
    func json() throws {
        let pipe = Pipe()
        log(pipe).warning(
            "a \"quoted\" \\ message", .int("count", -3), .duration("took", .microseconds(1_500_002)),
            .text("mode", "sandbox"), .identifier("batchId", "b-1#2:3"), .identifier("other", "Jane Doe"))
        let written = lines(pipe)
        #expect(written.count == 1)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(written[0].utf8)) as? [String: Any])
        #expect(object["time"] as? String == "2026-11-20T12:00:00.000Z")
        #expect(object["level"] as? String == "warning")
        #expect(object["message"] as? String == "a \"quoted\" \\ message")
        #expect(object["count"] as? Int == -3)
        #expect(object["took"] as? Double == 1.500002)
        #expect(object["mode"] as? String == "sandbox")
        #expect(object["batchId"] as? String == "b-1#2:3")
        #expect(object["other"] is NSNull)
    }

    @Test("The text form is one readable line")
    func text() {
        let pipe = Pipe()
        log(pipe, .info, .text).info("ready", .int("port", 8080), .identifier("id", "x1"))
        #expect(lines(pipe) == ["12:00:00.000 info ready port=8080 id=x1"])
    }

    @Test("Lines below the level are not written")
    func level() {
        let pipe = Pipe()
        let log = log(pipe, .warning)
        log.debug("a")
        log.info("b")
        log.warning("c")
        log.error("d")
        #expect(lines(pipe).count == 2)
        #expect(!log.writes(.info))
    }

    @Test("A reader that does not read costs lines, not time; the next line says how many")
    func drops() throws {
        let pipe = Pipe()
        let log = log(pipe)
        var written = 0
        while log.droppedCount == 0 {
            log.info("a line that fills the pipe little by little")
            written += 1
        }
        for _ in 0..<9 { log.info("lost") }
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        _ = read(descriptor, &buffer, buffer.count)
        log.info("room again")
        let last = try #require(lines(pipe).last)
        #expect(log.droppedCount == 10)
        #expect(last.contains("\"droppedLines\":10"))
        #expect(written > 100)
    }

    @Test(
        "An identifier is 1 to 64 harmless characters and never looks like a PAN",
        arguments: [
            ("a", true), ("", false), ("A-Z_0.9:#", true), ("with space", false), ("user@example.com", false),
            ("é", false), (String(repeating: "x", count: 64), true), (String(repeating: "x", count: 65), false),
            ("5555555555554444", false), ("123456789012", false), ("12345678901", true),
            ("12345678901234567890", true), ("5555-5555", true), ("a\nb", false),
        ])
    func identifier(text: String, isAccepted: Bool) {
        #expect((LogIdentifier(text) != nil) == isAccepted)
    }
}
