// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// Finds keys that occur again with another value, over any number of rows in constant memory.
///
/// Keys are kept as 128-bit keyed hashes, sorted into buckets by their first bits; full buckets go to a file that has
/// no name and so is gone with the process. At the end each bucket is sorted by itself. That two of 10⁹ different keys
/// agree in all 128 bits has a chance of about 10⁻²¹.
struct SpilledKeys: ~Copyable {
    private struct Entry {
        var high: UInt64
        var low: UInt64
        var value: UInt64
        var place: Place
    }

    /// A row and the line it begins on.
    struct Place: Sendable, Comparable {
        var row: UInt32
        var line: UInt32

        static func < (left: Place, right: Place) -> Bool { left.row < right.row }
    }

    private static let bucketCount = 256
    private var buckets: [[Entry]]
    /// For each bucket, where its chunks lie in the file.
    private var chunks: [[Int]]
    private let chunkEntries: Int
    private let directory: String
    private var descriptor: Int32 = -1
    private var fileEnd = 0

    /// - Parameters:
    ///   - chunkEntries: how many entries a bucket holds in memory; 256 such chunks of 32-byte entries are the most
    ///     that is ever held.
    ///   - directory: where the file without a name lies.
    init(chunkEntries: Int = 512, directory: String = SpilledKeys.temporaryDirectory) {
        self.chunkEntries = chunkEntries
        self.directory = directory
        buckets = Array(repeating: [], count: Self.bucketCount)
        chunks = Array(repeating: [], count: Self.bucketCount)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Notes that `key` stands at `place` with `value`.
    mutating func add(key: UnsafeBufferPointer<UInt8>, value: UInt64, at place: Place) throws(PortfolioError) {
        let (high, low) = Self.hash(key)
        let bucket = Int(high >> 56)
        buckets[bucket].append(Entry(high: high, low: low, value: value, place: place))
        if buckets[bucket].count == chunkEntries { try spill(bucket) }
    }

    /// Gives each row whose key stands in an earlier row with another value, and the first row of that key. Rows come
    /// in no particular order. Nothing is kept afterwards.
    mutating func forEachConflict(
        _ body: (_ place: Place, _ firstRow: Int) throws(PortfolioError) -> Void
    ) throws(PortfolioError) {
        for bucket in 0..<Self.bucketCount {
            for chunk in chunks[bucket] { try load(chunk, into: bucket) }
            buckets[bucket].sort { ($0.high, $0.low, $0.place) < ($1.high, $1.low, $1.place) }
            let entries = buckets[bucket]
            var first = 0
            for index in entries.indices.dropFirst() {
                if entries[index].high != entries[first].high || entries[index].low != entries[first].low {
                    first = index
                } else if entries[index].value != entries[first].value {
                    try body(entries[index].place, Int(entries[first].place.row))
                }
            }
            buckets[bucket] = []
        }
    }

    /// A hash whose key is drawn anew for each process, so that nobody can prepare rows that agree.
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> (high: UInt64, low: UInt64) {
        (hash64(bytes, salt: 1), hash64(bytes, salt: 2))
    }

    static func hash64(_ bytes: UnsafeBufferPointer<UInt8>, salt: UInt8) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(salt)
        hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    static var temporaryDirectory: String {
        getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }

    // MARK: The file

    private mutating func spill(_ bucket: Int) throws(PortfolioError) {
        if descriptor < 0 {
            descriptor = try Self.openNameless(in: directory)
        }
        let written = buckets[bucket].withUnsafeBytes { Self.writeAll($0, to: descriptor, at: fileEnd) }
        guard written else { throw .system("\(directory) cannot be written to") }
        chunks[bucket].append(fileEnd)
        fileEnd += chunkEntries * MemoryLayout<Entry>.stride
        buckets[bucket].removeAll(keepingCapacity: true)
    }

    private mutating func load(_ chunk: Int, into bucket: Int) throws(PortfolioError) {
        var isComplete = true
        let (descriptor, count) = (descriptor, chunkEntries)
        buckets[bucket] += [Entry](unsafeUninitializedCapacity: count) { buffer, filled in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            var done = 0
            while done < bytes.count {
                let read = pread(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, chunk + done)
                if read < 0 && errno == EINTR { continue }
                if read <= 0 { break }
                done += read
            }
            isComplete = done == bytes.count
            filled = isComplete ? count : 0
        }
        guard isComplete else { throw .system("\(directory) cannot be read from") }
    }

    private static func openNameless(in directory: String) throws(PortfolioError) -> Int32 {
        var template = Array((directory + "/muster-" + String(repeating: "X", count: 6)).utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .system("\(directory) cannot be written to") }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(template)
        return descriptor
    }

    private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) -> Bool {
        var done = 0
        while done < bytes.count {
            let written = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, offset + done)
            if written < 0 && errno == EINTR { continue }
            if written <= 0 { return false }
            done += written
        }
        return true
    }
}
