// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Writes one log line into bytes, for a machine (a JSON object) or for a person at a terminal.
struct LogLine {
    private(set) var bytes: [UInt8] = []

    /// `{"time":"…","level":"…","message":"…", …}` and a line feed.
    init(json fields: [LogField], message: StaticString, level: Log.Level, time: Timestamp, droppedCount: Int) {
        bytes.reserveCapacity(256)
        append(#"{"time":""#)
        append(time.iso8601)
        append(#"","level":""#)
        append(level.name)
        append(#"","message":"#)
        appendQuoted(message)
        for field in fields {
            append(",")
            appendQuoted(field.name)
            append(":")
            append(field.value, quoted: true)
        }
        if droppedCount > 0 {
            append(#","droppedLines":"#)
            append(String(droppedCount))
        }
        append("}\n")
    }

    /// `HH:MM:SS.mmm level message name=value …` and a line feed.
    init(text fields: [LogField], message: StaticString, level: Log.Level, time: Timestamp, droppedCount: Int) {
        bytes.reserveCapacity(256)
        append(String(time.iso8601.dropFirst(11).dropLast()))
        append(" ")
        append(level.name)
        append(" ")
        append(message)
        for field in fields {
            append(" ")
            append(field.name)
            append("=")
            append(field.value, quoted: false)
        }
        if droppedCount > 0 {
            append(" droppedLines=")
            append(String(droppedCount))
        }
        append("\n")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    private mutating func appendQuoted(_ text: StaticString) {
        append("\"")
        text.withUTF8Buffer { buffer in
            for byte in buffer {
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(byte < 0x20 ? UInt8(ascii: " ") : byte)
            }
        }
        append("\"")
    }

    private mutating func append(_ value: LogField.Value, quoted: Bool) {
        switch value {
        case .int(let number):
            append(String(number))
        case .duration(let duration):
            append(seconds(duration))
        case .text(let text):
            if quoted { appendQuoted(text) } else { append(text) }
        case .identifier(let identifier?):
            append(quoted ? "\"" + identifier.text + "\"" : identifier.text)
        case .identifier(nil):
            append(quoted ? "null" : "?")
        }
    }
}

/// Seconds with six decimals, rounded towards zero.
private func seconds(_ duration: Duration) -> String {
    let parts = duration.components
    let microseconds = parts.attoseconds / 1_000_000_000_000
    let digits = String(microseconds.magnitude)
    let sign = parts.seconds < 0 || microseconds < 0 ? "-" : ""
    return sign + String(parts.seconds.magnitude) + "." + String(repeating: "0", count: 6 - digits.count) + digits
}
