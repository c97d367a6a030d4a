// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// Copies a request header out of the library's memory and refuses what two parsers could read differently.
///
/// libmicrohttpd 0.9.75 is lenient: it takes two lengths, a length beside a transfer coding, unknown codings, spaces
/// before the colon, folded lines, NUL bytes, bare line feeds and several hosts. A proxy in front may read the same
/// bytes in another way, and the difference smuggles a request. So: header names are tokens, values hold no control
/// characters, the body's length is said exactly once, and there is one host (RFC 9112, 3.2, 5 and 6.3).
///
/// What the library drops while parsing (what follows a NUL, the fold of a line, the carriage return that is missing)
/// leaves a gap between the pieces that it hands over: each must begin where the one before it ended.
struct HeadReader {
    private(set) var bytes: [UInt8]
    private(set) var slots: [HeadStorage.Slot] = []
    private(set) var isMalformed = false
    /// The version is a later one than 1.1; the library has refused the rest.
    private(set) var isVersionUnknown = false
    /// From Content-Length; nil without one.
    private(set) var declaredBytes: Int?
    private(set) var isChunked = false
    private(set) var expectsContinue = false

    private let targetCount: Int
    private var methodCount = 0
    private var isVersion10 = false
    private var hostCount = 0
    private var lengthCount = 0
    private var codingCount = 0
    /// Where the next line must begin; nil when the layout is not known.
    private var cursor: UnsafePointer<CChar>?

    /// Begins with the target, copied before the library took it apart.
    init(target: [UInt8]) {
        bytes = target
        targetCount = target.count
        bytes.reserveCapacity(max(512, target.count * 2))
    }

    /// Whether there are bytes to read after the header.
    var hasBody: Bool { isChunked || (declaredBytes ?? 0) > 0 }

    /// Takes the request line; `url` and `version` are checked for their place only.
    mutating func takeRequestLine(
        method: UnsafePointer<CChar>, url: UnsafePointer<CChar>?, version: UnsafePointer<CChar>, checksLayout: Bool
    ) {
        var at = method
        while at.pointee != 0 {
            if !isToken(UInt8(bitPattern: at.pointee)) { isMalformed = true }
            bytes.append(UInt8(bitPattern: at.pointee))
            at += 1
        }
        methodCount = at - method
        if methodCount == 0 || methodCount > 32 { isMalformed = true }
        // "HTTP/1.x": the library has seen to the rest.
        let minor = UInt8(bitPattern: version[7])
        isVersion10 = minor == UInt8(ascii: "0")
        isVersionUnknown = minor > UInt8(ascii: "1")
        checkTarget()
        guard checksLayout else { return }
        if url != UnsafePointer(at + 1) || version != UnsafePointer(at + 1 + targetCount + 1) { isMalformed = true }
        cursor = version + 8 + 2
    }

    /// The target is a path, or `*` for OPTIONS; never an absolute URL, and without spaces, controls, or a fragment.
    private mutating func checkTarget() {
        let isOrigin = bytes.first == UInt8(ascii: "/")
        let isAsterisk = targetCount == 1 && bytes[0] == UInt8(ascii: "*") && methodCount == 7
        if !isOrigin && !isAsterisk { isMalformed = true }
        bytes.withUnsafeBufferPointer { buffer in
            for byte in buffer[..<targetCount] where byte <= 0x20 || byte >= 0x7F || byte == UInt8(ascii: "#") {
                isMalformed = true
            }
        }
    }

    mutating func takeHeader(name: UnsafeBufferPointer<CChar>, value: UnsafeBufferPointer<CChar>) {
        checkLayout(name: name, value: value)
        let start = bytes.count
        name.withMemoryRebound(to: UInt8.self) { name in
            if name.isEmpty || !name.allSatisfy(isToken) { isMalformed = true }
            bytes.append(contentsOf: name)
        }
        value.withMemoryRebound(to: UInt8.self) { value in
            var end = value.count
            while end > 0, value[end - 1] == 0x20 || value[end - 1] == 0x09 { end -= 1 }
            let value = UnsafeBufferPointer(rebasing: value[..<end])
            for byte in value where byte < 0x20 && byte != 0x09 || byte == 0x7F { isMalformed = true }
            bytes.append(contentsOf: value)
        }
        let slot = HeadStorage.Slot(
            start: UInt32(start), nameCount: UInt32(name.count), valueCount: UInt32(bytes.count - start - name.count))
        slots.append(slot)
        interpret(slot)
    }

    /// A line is the name, a colon (by now a NUL), spaces, the value, CR LF; the next one begins right after it.
    private mutating func checkLayout(name: UnsafeBufferPointer<CChar>, value: UnsafeBufferPointer<CChar>) {
        guard let expected = cursor else { return }
        guard let start = name.baseAddress, let valueStart = value.baseAddress, start == expected,
            start[name.count] == 0, valueStart > start + name.count
        else {
            isMalformed = true
            return
        }
        var at = start + name.count + 1
        while at < valueStart {
            if at.pointee != 0x20 && at.pointee != 0x09 { isMalformed = true }
            at += 1
        }
        cursor = valueStart + value.count + 2
    }

    /// Reads the headers that frame the request.
    private mutating func interpret(_ slot: HeadStorage.Slot) {
        let names: StaticString
        switch slot.nameCount {
        case 4: names = "host"
        case 6: names = "expect"
        case 14: names = "content-length"
        case 17: names = "transfer-encoding"
        default: return
        }
        let isSame = bytes.withUnsafeBufferPointer { buffer in
            (0..<Int(slot.nameCount)).allSatisfy { lowercased(buffer[Int(slot.start) + $0]) == names.utf8Start[$0] }
        }
        guard isSame else { return }
        let value = slot.valueStart..<slot.valueEnd
        switch slot.nameCount {
        case 4:
            hostCount += 1
            if value.isEmpty || !bytes[value].allSatisfy(isHostByte) { isMalformed = true }
        case 6:
            expectsContinue = equals(value, "100-continue")
        case 14:
            lengthCount += 1
            takeLength(value)
        default:
            codingCount += 1
            isChunked = true
            if !equals(value, "chunked") { isMalformed = true }
        }
    }

    private mutating func takeLength(_ value: Range<Int>) {
        guard (1...18).contains(value.count) else {
            isMalformed = true
            return
        }
        var length = 0
        for index in value {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[index] else {
                isMalformed = true
                return
            }
            length = length * 10 + Int(bytes[index] - UInt8(ascii: "0"))
        }
        declaredBytes = length
    }

    private func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount
            && zip(range, 0..<range.count).allSatisfy { lowercased(bytes[$0]) == text.utf8Start[$1] }
    }

    /// Ends the header. `blockEnd` is where the library found the end of the blank line.
    mutating func finish(blockEnd: UnsafePointer<CChar>) {
        if let cursor, cursor + 2 != blockEnd { isMalformed = true }
        if hostCount > 1 || hostCount == 0 && !isVersion10 { isMalformed = true }
        if lengthCount + codingCount > 1 || codingCount > 0 && isVersion10 { isMalformed = true }
    }

    /// The header as the handler sees it.
    consuming func head(
        remoteAddress: RemoteAddress, requestID: HTTPRequestID, isTLS: Bool, received: MonotonicInstant
    ) -> HTTPRequestHead {
        HTTPRequestHead(
            storage: HeadStorage(
                bytes: bytes, slots: slots, targetCount: targetCount, methodCount: methodCount,
                remoteAddress: remoteAddress, requestID: requestID, isTLS: isTLS, received: received))
    }
}

/// Whether a byte may stand in a method or a header name (RFC 9110, 5.6.2).
private func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
        UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "^"),
        UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
        true
    default:
        false
    }
}

/// Whether a byte may stand in a Host value: a name or an address and a port, never a user, a path or a list.
private func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"),
        UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "~"):
        true
    default:
        false
    }
}
