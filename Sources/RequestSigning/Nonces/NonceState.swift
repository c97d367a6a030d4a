// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the nonce store must know again after a restart, kept in the file `state` beside the bucket files.
struct NonceState: Sendable, Equatable {
    static let fileName = "state"
    static let bytesCount = 8 + keyBytes + bootBytes + 24 + checkBytes
    static let keyBytes = 32
    private static let bootBytes = 36
    private static let checkBytes = 8
    private static let magic = Array("MUSTNS01".utf8)

    /// Keys the hash of the entries; drawn once for each store.
    var key: [UInt8]
    /// The machine's boot when the files were last opened; empty when unknown.
    var bootID: [UInt8]
    /// How far, in seconds, the timestamp of an accepted request has been ahead of the server's clock: zero or a power
    /// of two.
    var aheadSeconds: Int
    /// Requests with an earlier timestamp are refused, because their entries may be lost. Unix seconds.
    var refusedBefore: Int
    /// Whether everything was synced when the store was closed, so that nothing can be missing.
    var isClosed: Bool

    init(key: [UInt8]) {
        self.key = key
        bootID = []
        aheadSeconds = 0
        refusedBefore = 0
        isClosed = false
    }

    /// Nil when the bytes are not a whole, unharmed state.
    init?(_ bytes: [UInt8], checksum: ([UInt8]) -> [UInt8]) {
        guard bytes.count == Self.bytesCount, Array(bytes.prefix(8)) == Self.magic else { return nil }
        let content = Array(bytes.dropLast(Self.checkBytes))
        guard bytes.suffix(Self.checkBytes) == checksum(content).prefix(Self.checkBytes) else { return nil }
        let bootStart = 8 + Self.keyBytes
        let numbersStart = bootStart + Self.bootBytes
        key = Array(content[8..<bootStart])
        bootID = Array(content[bootStart..<numbersStart].prefix { $0 != 0 })
        aheadSeconds = Self.number(content[numbersStart..<numbersStart + 8])
        refusedBefore = Self.number(content[numbersStart + 8..<numbersStart + 16])
        isClosed = Self.number(content[numbersStart + 16..<numbersStart + 24]) == 1
    }

    func encoded(checksum: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var bytes = Self.magic + key + bootID.prefix(Self.bootBytes)
        bytes += Array(repeating: 0, count: 8 + Self.keyBytes + Self.bootBytes - bytes.count)
        bytes += Self.bytes(of: aheadSeconds) + Self.bytes(of: refusedBefore) + Self.bytes(of: isClosed ? 1 : 0)
        return bytes + checksum(bytes).prefix(Self.checkBytes)
    }

    private static func bytes(of number: Int) -> [UInt8] {
        withUnsafeBytes(of: Int64(number).bigEndian) { Array($0) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        Int(truncatingIfNeeded: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
