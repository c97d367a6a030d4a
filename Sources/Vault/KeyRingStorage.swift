// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// The key ring's files in the data directory.
///
/// `keyring.json` is only ever replaced as a whole: the new content is written beside it, made durable and renamed
/// over it. Whoever reads therefore needs no lock and sees the old or the new ring. Whoever changes it holds the lock
/// of `keyring.lock` from reading until after renaming, so that two processes never build on the same old ring.
struct KeyRingStorage: Sendable {
    /// A ring of thousands of keys fits; anything longer is not a key ring.
    static let bytesMax = 8 << 20

    /// The steps of a replacement, in their order. A test stops after one of them to play a crash.
    enum Step: CaseIterable {
        case temporaryWritten, temporarySynchronized, renamed, directorySynchronized, oldErased
    }

    let directory: String
    /// How long to wait for another process that changes the ring.
    var lockPatience: Duration = .seconds(30)
    /// Called after each step; what it throws ends the replacement there.
    var observe: @Sendable (Step) throws(VaultError) -> Void = { (_: Step) throws(VaultError) in }

    var path: String { directory + "/keyring.json" }
    var lockPath: String { directory + "/keyring.lock" }
    var temporaryPath: String { directory + "/keyring.json.new" }

    /// The ring's bytes and what tells this state of the file from the next; nil when there is none.
    func read() throws(VaultError) -> (content: [UInt8], identity: FileStatus.Identity)? {
        // A ring that was replaced is overwritten with zeros. Whoever had opened it before looks again.
        for _ in 0..<100 {
            guard let file = try FileDescriptor(path: path, flags: O_RDONLY) else { return nil }
            let content = try file.read(limit: Self.bytesMax)
            let status = try file.status()
            guard status.isRegularFile else { throw VaultError(.keyRingMalformed, "\(path) is not a regular file") }
            if try identity() == status.identity { return (content, status.identity) }
        }
        throw VaultError(.fileFailure, "\(path) changes faster than it can be read")
    }

    /// What tells the present state of the file from others; nil when there is none.
    func identity() throws(VaultError) -> FileStatus.Identity? {
        try FileDescriptor.status(path: path)?.identity
    }

    /// Runs `body` while no other process, and no other vault in this one, changes the ring.
    func withLock<R>(_ body: () throws(VaultError) -> R) throws(VaultError) -> R {
        guard let lock = try FileDescriptor(path: lockPath, flags: O_RDWR | O_CREAT | O_NOFOLLOW) else {
            throw VaultError(.fileFailure, "cannot open \(lockPath)")
        }
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: lockPatience)
        while try !lock.tryLock() {
            guard clock.now < deadline else {
                throw VaultError(.lockBusy, "another process has been changing \(path) for \(lockPatience)")
            }
            usleep(5_000)
        }
        return try body()
    }

    /// Puts `content` in the place of the ring, durably or not at all. Only inside `withLock`.
    func replace(with content: [UInt8]) throws(VaultError) -> FileStatus.Identity {
        // What a crash left is no ring: it was never renamed.
        try FileDescriptor.remove(temporaryPath)
        let identity = try writeTemporary(content)
        let old = try FileDescriptor(path: path, flags: O_WRONLY)
        try FileDescriptor.rename(temporaryPath, to: path)
        try observe(.renamed)
        try FileDescriptor.synchronizeDirectory(directory)
        try observe(.directorySynchronized)
        if let old { erase(old) }
        try observe(.oldErased)
        return try self.identity() ?? identity
    }

    private func writeTemporary(_ content: [UInt8]) throws(VaultError) -> FileStatus.Identity {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
        guard let file = try FileDescriptor(path: temporaryPath, flags: flags) else {
            throw VaultError(.fileFailure, "cannot make \(temporaryPath)")
        }
        try file.restrictToOwner()
        try file.write(content)
        try observe(.temporaryWritten)
        try file.synchronize()
        try observe(.temporarySynchronized)
        return try file.status().identity
    }

    /// Overwrites the ring that was replaced, so that the wrapped bytes of a destroyed key do not lie in free blocks
    /// of the disk. Best effort: file systems that copy on write and flash memory keep what they like. A ring that
    /// still has a name is somebody's copy and is left alone.
    private func erase(_ old: borrowing FileDescriptor) {
        guard let status = try? old.status(), status.links == 0, status.identity.size <= Self.bytesMax else { return }
        try? old.write([UInt8](repeating: 0, count: Int(status.identity.size)))
        try? old.synchronize()
    }
}
