// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// Finds one record at the beginning of some bytes and unescapes its fields.
struct CSVScanner {
    let bytes: UnsafeRawBufferPointer
    /// Whether nothing comes after these bytes.
    let isLast: Bool
    let limits: CSVLimits
    /// How far has been read; after `scan`, where the next record begins.
    var position = 0
    private(set) var fieldCount = 0
    /// Line ends that the record takes up.
    private(set) var lineCount = 1
    private(set) var isEmptyLine = false
    /// Whether the rest of the line, which these bytes do not hold, belongs to the refused record.
    private(set) var isLineOpen = false
    private(set) var fault: CSVFault?
    /// Where the block ended before this record.
    private var blockBytes = 0
    private var blockFields = 0

    init(bytes: UnsafeRawBufferPointer, isLast: Bool, limits: CSVLimits) {
        self.bytes = bytes
        self.isLast = isLast
        self.limits = limits
    }

    /// Scans one record and appends its fields to `block`.
    ///
    /// - Returns: false when the record is not complete yet (or, with `isLast`, when there is none): nothing is added
    ///   then, and the scanner is spent.
    mutating func scan(into block: inout CSVBlock) -> Bool {
        let start = position
        guard start < bytes.count else { return false }
        blockBytes = block.bytes.count
        blockFields = block.fields.count
        let lineEnd = find(UInt8(ascii: "\n"), from: start)
        if lineEnd == nil && !isLast && bytes.count - start <= limits.recordBytesMax { return false }
        let end = lineEnd ?? bytes.count
        if find(UInt8(ascii: "\""), from: start, before: end) != nil { return scanQuoted(from: start, into: &block) }
        scanPlain(start..<end, endsWithLineFeed: lineEnd != nil, into: &block)
        return true
    }

    // MARK: A line without quotes

    private mutating func scanPlain(_ range: Range<Int>, endsWithLineFeed: Bool, into block: inout CSVBlock) {
        position = range.upperBound + (endsWithLineFeed ? 1 : 0)
        lineCount = endsWithLineFeed ? 1 : 0
        isLineOpen = !endsWithLineFeed && !isLast
        var end = range.upperBound
        if endsWithLineFeed, end > range.lowerBound, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        if end == range.lowerBound {
            isEmptyLine = true
            return
        }
        let isTooLong = end - range.lowerBound > limits.recordBytesMax
        if isTooLong { end = range.lowerBound + limits.recordBytesMax + 1 }
        block.bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<end]))
        // The commas are copied too, between the fields; only the places of the fields matter.
        let shift = blockBytes - range.lowerBound
        var fieldStart = range.lowerBound
        while true {
            if fieldCount == limits.columnsMax { return refuse(.tooManyColumns, &block) }
            let fieldEnd = find(UInt8(ascii: ","), from: fieldStart, before: end) ?? end
            if fieldEnd - fieldStart > limits.fieldBytesMax { return refuse(.fieldTooLong, &block) }
            endField(fieldStart + shift, fieldEnd + shift, &block)
            if fieldEnd == end { break }
            fieldStart = fieldEnd + 1
        }
        if isTooLong { refuse(.recordTooLong, &block) } else { checkText(&block) }
    }

    // MARK: A record with quotes

    private enum State {
        case fieldStart, plain, quoted, afterQuote
    }

    private mutating func scanQuoted(from start: Int, into block: inout CSVBlock) -> Bool {
        var state = State.fieldStart
        var at = start
        var fieldStart = blockBytes
        while true {
            if at - start > limits.recordBytesMax { return skipLine(at, from: start, .recordTooLong, &block) }
            if block.bytes.count - fieldStart > limits.fieldBytesMax {
                return skipLine(at, from: start, .fieldTooLong, &block)
            }
            guard at < bytes.count else {
                guard isLast else { return takeBack(&block) }
                position = at
                lineCount -= 1
                endField(fieldStart, block.bytes.count, &block)
                if state == .quoted { refuse(.unclosedQuote, &block) } else { checkText(&block) }
                return true
            }
            let byte = bytes[at]
            switch (state, byte) {
            case (.quoted, UInt8(ascii: "\"")):
                state = .afterQuote
            case (.quoted, _):
                if byte == UInt8(ascii: "\n") { lineCount += 1 }
                block.bytes.append(byte)
            case (.fieldStart, UInt8(ascii: "\"")):
                state = .quoted
            case (.afterQuote, UInt8(ascii: "\"")):
                block.bytes.append(byte)
                state = .quoted
            case (_, UInt8(ascii: ",")):
                endField(fieldStart, block.bytes.count, &block)
                if fieldCount == limits.columnsMax { return skipLine(at, from: start, .tooManyColumns, &block) }
                fieldStart = block.bytes.count
                state = .fieldStart
            case (_, UInt8(ascii: "\n")):
                position = at + 1
                endField(fieldStart, block.bytes.count, &block)
                checkText(&block)
                return true
            case (_, UInt8(ascii: "\r")) where at + 1 == bytes.count && !isLast:
                return takeBack(&block)
            case (_, UInt8(ascii: "\r")) where at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "\n"):
                break
            case (.afterQuote, _):
                return skipLine(at, from: start, .textAfterQuote, &block)
            case (_, UInt8(ascii: "\"")):
                return skipLine(at, from: start, .strayQuote, &block)
            default:
                block.bytes.append(byte)
                state = .plain
            }
            at += 1
        }
    }

    private mutating func endField(_ start: Int, _ end: Int, _ block: inout CSVBlock) {
        block.fields.append(
            CSVBlock.Field(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end)))
        fieldCount += 1
    }

    // MARK: Faults

    /// Refuses the record and moves behind the next line end, which is the best guess at where another record begins.
    private mutating func skipLine(
        _ at: Int, from start: Int, _ code: CSVFault.Code, _ block: inout CSVBlock
    ) -> Bool {
        if let lineEnd = find(UInt8(ascii: "\n"), from: at) {
            position = lineEnd + 1
        } else {
            // Wait for the end of the line while there is room to wait in.
            guard isLast || bytes.count - start > limits.recordBytesMax else { return takeBack(&block) }
            position = bytes.count
            lineCount -= 1
            isLineOpen = !isLast
        }
        refuse(code, &block)
        return true
    }

    /// Notes the fault and takes the record's fields back.
    private mutating func refuse(_ code: CSVFault.Code, _ block: inout CSVBlock) {
        let column: Int? =
            switch code {
            case .strayQuote, .textAfterQuote, .fieldTooLong: fieldCount + 1
            case .unclosedQuote: fieldCount
            default: nil
            }
        _ = takeBack(&block)
        fault = CSVFault(code, column: column)
    }

    private mutating func takeBack(_ block: inout CSVBlock) -> Bool {
        block.bytes.removeLast(block.bytes.count - blockBytes)
        block.fields.removeLast(block.fields.count - blockFields)
        fieldCount = 0
        return false
    }

    /// Checks what must hold of any text: valid UTF-8, no NUL, no carriage return that ends no line.
    private mutating func checkText(_ block: inout CSVBlock) {
        let code: CSVFault.Code? = block.bytes.withUnsafeBytes { all in
            let text = UnsafeRawBufferPointer(rebasing: all[blockBytes...])
            guard let base = text.baseAddress else { return nil }
            if memchr(base, 0, text.count) != nil { return .nul }
            if memchr(base, Int32(UInt8(ascii: "\r")), text.count) != nil, hasLoneReturn(text) {
                return .loneCarriageReturn
            }
            return isUTF8(text) ? nil : .notUTF8
        }
        if let code { refuse(code, &block) }
    }

    private func hasLoneReturn(_ text: UnsafeRawBufferPointer) -> Bool {
        text.indices.contains { index in
            text[index] == UInt8(ascii: "\r") && (index + 1 == text.count || text[index + 1] != UInt8(ascii: "\n"))
        }
    }

    private func isUTF8(_ text: UnsafeRawBufferPointer) -> Bool {
        var union: UInt64 = 0
        var index = 0
        while index + 8 <= text.count {
            union |= text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            index += 8
        }
        while index < text.count {
            union |= UInt64(text[index])
            index += 1
        }
        if (union & 0x8080_8080_8080_8080) == 0 { return true }
        return text.withMemoryRebound(to: UInt8.self) { (try? UTF8Span(validating: $0.span)) != nil }
    }

    private func find(_ byte: UInt8, from: Int, before end: Int? = nil) -> Int? {
        let end = end ?? bytes.count
        guard from < end, let base = bytes.baseAddress else { return nil }
        return memchr(base + from, Int32(byte), end - from).map { UnsafeRawPointer($0) - base }
    }
}
