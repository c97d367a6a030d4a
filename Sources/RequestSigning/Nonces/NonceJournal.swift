// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// The nonces on disk: one file for each minute of the requests' timestamps, `<minute>.nonces`, of a 16-byte header
/// (a magic and the minute) and 8-byte tags.
///
/// A record is written with one write(2) before its request is answered, and is not synced: it survives the end of the
/// process, however sudden, but not that of the machine. Each writer reserves its own place in the file, so that
/// writers need no common lock and a record that could not be written leaves zeros, which readers skip.
final class NonceJournal: Sendable {
    private static let headerBytes = 16
    private static let recordBytes = 8
    private static let magic = Array("MUSTNJ01".utf8)
    private static let suffix = ".nonces"
    private static let recordsReadAtOnce = 65_536

    private final class Bucket: Sendable {
        let handle: NonceFileHandle
        /// Where the next record goes.
        let end: Atomic<Int>

        init(_ handle: NonceFileHandle, end: Int) {
            self.handle = handle
            self.end = Atomic(end)
        }
    }

    private let files: NonceFiles
    private let buckets = Mutex<[Int: Bucket]>([:])

    init(files: NonceFiles) {
        self.files = files
    }

    /// Writes a tag into its minute's file; false when the disk refuses.
    func record(_ tag: UInt64, minute: Int) -> Bool {
        guard let bucket = bucket(for: minute) else { return false }
        let offset = bucket.end.wrappingAdd(Self.recordBytes, ordering: .relaxed).oldValue
        return withUnsafeBytes(of: tag.littleEndian) { bucket.handle.write($0, at: offset) }
    }

    /// Has every record on disk before it returns.
    func sync() throws(RequestSigningError) {
        for (minute, bucket) in buckets.withLock({ $0 }) where !bucket.handle.sync() {
            throw RequestSigningError(.nonceStoreUnusable, "cannot sync", place: Self.name(minute))
        }
    }

    /// Deletes the files of the minutes before `floor`.
    func remove(before floor: Int) {
        let expired = buckets.withLock { buckets in
            let expired = buckets.keys.filter { $0 < floor }
            for minute in expired { buckets[minute] = nil }
            return expired
        }
        for minute in expired { files.remove(Self.name(minute)) }
    }

    /// Deletes the file of a minute that has not been loaded.
    func delete(minute: Int) {
        files.remove(Self.name(minute))
    }

    /// Deletes every bucket file, open or not.
    func removeAll() throws(RequestSigningError) {
        buckets.withLock { $0.removeAll() }
        for minute in try minutesOnDisk() { files.remove(Self.name(minute)) }
    }

    /// The minutes that have a file. Timestamps have at most twelve digits, and so have minutes; other names are not
    /// ours.
    func minutesOnDisk() throws(RequestSigningError) -> [Int] {
        try files.names().compactMap { name in
            guard name.hasSuffix(Self.suffix), let minute = Int(name.dropLast(Self.suffix.count)) else { return nil }
            return 0..<1_000_000_000_000 ~= minute ? minute : nil
        }
    }

    /// Opens a minute's file for further records and gives every tag in it. A torn last record is dropped, and so is a
    /// file without a whole header.
    func load(minute: Int, _ give: (UInt64) -> Void) throws(RequestSigningError) {
        let handle = try files.openExisting(Self.name(minute))
        guard handle.read(at: 0, count: Self.headerBytes) == Self.header(minute) else {
            files.remove(Self.name(minute))
            return
        }
        let recordsCount = (handle.count - Self.headerBytes) / Self.recordBytes
        let end = Self.headerBytes + recordsCount * Self.recordBytes
        var offset = Self.headerBytes
        while offset < end {
            let count = min(end - offset, Self.recordsReadAtOnce * Self.recordBytes)
            guard let bytes = handle.read(at: offset, count: count), bytes.count == count else {
                throw RequestSigningError(.nonceStoreUnusable, "cannot read", place: Self.name(minute))
            }
            bytes.withUnsafeBytes { raw in
                for index in 0..<count / Self.recordBytes {
                    let tag = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
                    if tag != 0 { give(tag) }
                }
            }
            offset += count
        }
        buckets.withLock { $0[minute] = Bucket(handle, end: end) }
    }

    private func bucket(for minute: Int) -> Bucket? {
        buckets.withLock { buckets in
            if let bucket = buckets[minute] { return bucket }
            guard let handle = try? files.create(Self.name(minute)), handle.write(Self.header(minute), at: 0) else {
                return nil
            }
            let bucket = Bucket(handle, end: Self.headerBytes)
            buckets[minute] = bucket
            return bucket
        }
    }

    private static func name(_ minute: Int) -> String { String(minute) + suffix }

    private static func header(_ minute: Int) -> [UInt8] {
        magic + withUnsafeBytes(of: Int64(minute).littleEndian) { Array($0) }
    }
}
