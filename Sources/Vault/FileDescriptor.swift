// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Glibc

/// An open file: the only place in this module that calls the operating system. It closes itself.
struct FileDescriptor: ~Copyable {
    private let number: Int32
    private let path: String

    deinit { close(number) }

    /// Opens the file at `path`; nil when there is none. A file that is made gets mode 0600 whatever the umask says.
    init?(path: String, flags: Int32) throws(VaultError) {
        var result: Int32
        repeat {
            result = Glibc.open(path, flags | O_CLOEXEC, 0o600)
        } while result < 0 && errno == EINTR
        if result < 0 && errno == ENOENT && flags & O_CREAT == 0 { return nil }
        guard result >= 0 else { throw .file("open", path) }
        number = result
        self.path = path
    }

    /// What the file is now. It changes whenever another file takes the place, or the file is written to.
    func status() throws(VaultError) -> FileStatus {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw .file("examine", path) }
        return FileStatus(status)
    }

    /// The status of whatever is at `path`; nil when there is nothing.
    static func status(path: String) throws(VaultError) -> FileStatus? {
        var status = stat()
        if stat(path, &status) == 0 { return FileStatus(status) }
        if errno == ENOENT { return nil }
        throw .file("examine", path)
    }

    /// The whole content, refused when it is longer than `limit` bytes.
    func read(limit: Int) throws(VaultError) -> [UInt8] {
        // One byte more than there should be shows a file that is too long or grows.
        let expected = Int(min(try status().identity.size, Int64(limit)))
        var content = [UInt8](repeating: 0, count: expected + 1)
        var filled = 0
        while filled < content.count {
            let count = content.withUnsafeMutableBytes { buffer in
                Glibc.read(number, buffer.baseAddress?.advanced(by: filled), buffer.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file("read", path) }
            if count == 0 { break }
            filled += count
        }
        guard filled <= expected else {
            wipe(&content)
            throw VaultError(.fileFailure, "\(path) is longer than \(limit) bytes, or grows while it is read")
        }
        content.removeLast(content.count - filled)
        return content
    }

    func write(_ content: [UInt8]) throws(VaultError) {
        var written = 0
        while written < content.count {
            let count = content.withUnsafeBytes { buffer in
                Glibc.write(number, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .file("write", path) }
            written += count
        }
    }

    /// Sets mode 0600, for a file that the umask left with less.
    func restrictToOwner() throws(VaultError) {
        guard fchmod(number, 0o600) == 0 else { throw .file("set the mode of", path) }
    }

    func synchronize() throws(VaultError) {
        guard fsync(number) == 0 else { throw .file("synchronize", path) }
    }

    /// Takes the exclusive lock if nobody holds it. It is let go when the file is closed, also by a crash.
    func tryLock() throws(VaultError) -> Bool {
        if flock(number, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else { throw .file("lock", path) }
        return false
    }

    static func makeDirectory(_ path: String) throws(VaultError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .file("make directory", path) }
    }

    static func rename(_ old: String, to new: String) throws(VaultError) {
        guard Glibc.rename(old, new) == 0 else { throw .file("rename", old) }
    }

    /// Gives the file at `old` the second name `new`; false when that name is taken.
    static func link(_ old: String, as new: String) throws(VaultError) -> Bool {
        if Glibc.link(old, new) == 0 { return true }
        guard errno == EEXIST else { throw .file("link", new) }
        return false
    }

    static func remove(_ path: String) throws(VaultError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .file("remove", path) }
    }

    /// Makes the names in a directory durable.
    static func synchronizeDirectory(_ path: String) throws(VaultError) {
        guard let directory = try FileDescriptor(path: path, flags: O_RDONLY | O_DIRECTORY) else {
            throw VaultError(.fileFailure, "directory \(path) is gone")
        }
        try directory.synchronize()
    }

    /// The user this process acts as.
    static var effectiveUser: UInt32 { geteuid() }
}

extension VaultError {
    /// The operating system's refusal, in its own words.
    static func file(_ action: String, _ path: String) -> VaultError {
        let reason = errno
        return VaultError(.fileFailure, "cannot \(action) \(path): \(String(cString: strerror(reason)))")
    }
}
