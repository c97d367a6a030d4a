// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Bytes that come in pieces, from a file, a pipe or memory.
public protocol ByteSource {
    /// Fills the beginning of `buffer`.
    ///
    /// - Returns: how many bytes were read; 0 only at the end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(PortfolioError) -> Int
}

/// Bytes that are in memory already.
public struct MemorySource: ByteSource {
    private let bytes: [UInt8]
    private var position = 0

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(PortfolioError) -> Int {
        let count = min(buffer.count, bytes.count - position)
        bytes.withUnsafeBytes { source in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[position..<position + count]))
        }
        position += count
        return count
    }
}
