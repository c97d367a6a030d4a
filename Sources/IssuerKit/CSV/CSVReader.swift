// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Reads CSV (RFC 4180) of any length in constant memory: UTF-8 with or without a byte order mark, lines that end with
/// LF or CRLF, quoted fields with commas, doubled quotes and line ends inside. Empty lines are passed over.
///
/// A record with a fault in its form is given too, with the fault in place of its fields, and the reading goes on with
/// the next line.
public struct CSVReader<Source: ByteSource>: ~Copyable {
    private var source: Source
    private let limits: CSVLimits
    private let buffer: UnsafeMutableRawBufferPointer
    /// The unread part of the buffer.
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    /// Where `start` lies in the file, in bytes.
    private var offset: Int
    private var line: Int
    private var number: Int

    /// - Parameters:
    ///   - offset: where the source begins in the file; only at 0 a byte order mark is looked for.
    ///   - line: the number of the first line.
    ///   - number: the number of the first record; 0 when the headings come first.
    public init(_ source: Source, limits: CSVLimits = CSVLimits(), offset: Int = 0, line: Int = 1, number: Int = 0) {
        self.source = source
        self.limits = limits
        self.offset = offset
        self.line = line
        self.number = number
        buffer = .allocate(byteCount: (1 << 20) + limits.recordBytesMax, alignment: 16)
    }

    deinit {
        buffer.deallocate()
    }

    /// Adds up to `countMax` records to `block`; fewer when they are so long that the block grows beyond 4 MiB.
    ///
    /// - Returns: how many were added; 0 only at the end.
    public mutating func read(into block: inout CSVBlock, countMax: Int) throws(PortfolioError) -> Int {
        var added = 0
        while added < countMax, added == 0 || block.bytes.count < 4 << 20 {
            let available = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[start..<end])
            var scanner = CSVScanner(bytes: available, isLast: isAtEnd, limits: limits)
            if offset == 0, available.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.position = 3 }
            let mayHoldMark = offset == 0 && available.count < 3
            guard !mayHoldMark || isAtEnd, scanner.scan(into: &block) else {
                if isAtEnd { return added }
                try refill()
                continue
            }
            let (recordLine, recordOffset) = (line, offset)
            line += scanner.lineCount
            advance(by: scanner.position)
            if scanner.isEmptyLine { continue }
            if scanner.isLineOpen { try skipLine() }
            block.entries.append(
                CSVBlock.Entry(
                    number: number, line: recordLine, offset: recordOffset, end: offset,
                    firstField: block.fields.count - scanner.fieldCount, fieldCount: scanner.fieldCount,
                    fault: scanner.fault))
            number += 1
            added += 1
        }
        return added
    }

    private mutating func advance(by count: Int) {
        start += count
        offset += count
    }

    /// Passes over everything up to and including the next line feed.
    private mutating func skipLine() throws(PortfolioError) {
        while true {
            let unread = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[start..<end])
            if let lineFeed = unread.firstIndex(of: UInt8(ascii: "\n")) {
                line += 1
                return advance(by: lineFeed + 1)
            }
            advance(by: unread.count)
            if isAtEnd { return }
            try refill()
        }
    }

    /// Moves what is unread to the front and reads more behind it.
    private mutating func refill() throws(PortfolioError) {
        if start > 0 {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
            end -= start
            start = 0
        }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
        if count == 0 { isAtEnd = true }
        end += count
    }
}
