// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Synchronization

/// A source whose bytes are hashed on their way through.
struct HashingSource<Source: ByteSource>: ByteSource {
    private var source: Source
    private let tally: ContentTally

    init(_ source: Source, tally: ContentTally) {
        self.source = source
        self.tally = tally
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(PortfolioError) -> Int {
        let count = try source.read(into: buffer)
        tally.add(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }
}

/// What has gone through a source: how much, and its SHA-256.
final class ContentTally {
    private var hasher = SHA256Hasher()
    private(set) var byteCount = 0

    func add(_ bytes: UnsafeRawBufferPointer) {
        hasher.update(bytes)
        byteCount += bytes.count
    }

    /// The SHA-256 of all bytes. To be called once, at the end.
    func finish() -> [UInt8] {
        hasher.finish()
    }
}
