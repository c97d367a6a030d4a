// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

#if canImport(Glibc)
    internal import Glibc
#endif

/// Every system call of the nonce store. Paths are names inside one directory.
struct NonceFiles: Sendable {
    let directory: String
    /// Writes at an offset; nil for success, otherwise errno. Replaced by tests that play a failing disk.
    var write: @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Int32? = NonceFiles.writeAll

    init(directory: String) {
        self.directory = directory
    }

    /// Makes the directory if it is missing (its parent must exist), readable by this user alone.
    func makeDirectory() throws(RequestSigningError) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw fault("cannot make the directory") }
    }

    /// Opens and locks a file for the life of the process.
    func lock(_ name: String) throws(RequestSigningError) -> NonceFileHandle {
        let handle = try open(name, O_RDWR | O_CREAT)
        guard flock(handle.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw RequestSigningError(.nonceStoreInUse, "another process uses this nonce store", place: name)
        }
        return handle
    }

    /// A new, empty file; an old one of that name is emptied.
    func create(_ name: String) throws(RequestSigningError) -> NonceFileHandle {
        try open(name, O_RDWR | O_CREAT | O_TRUNC)
    }

    func openExisting(_ name: String) throws(RequestSigningError) -> NonceFileHandle {
        try open(name, O_RDWR)
    }

    func remove(_ name: String) {
        unlink(directory + "/" + name)
    }

    func names() throws(RequestSigningError) -> [String] {
        guard let stream = opendir(directory) else { throw fault("cannot list the directory") }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    /// Replaces a small file so that after a crash either the old or the new content is there.
    func replace(_ name: String, with content: [UInt8]) throws(RequestSigningError) {
        let temporary = try create(name + ".new")
        guard temporary.write(content, at: 0), fsync(temporary.descriptor) == 0,
            rename(directory + "/" + name + ".new", directory + "/" + name) == 0
        else { throw fault("cannot write", name) }
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("cannot open the directory") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault("cannot write the directory") }
    }

    /// The content of a small file; nil when there is none or it is longer than `bytesMax`.
    func content(of name: String, bytesMax: Int) -> [UInt8]? {
        guard let handle = try? open(name, O_RDONLY), let content = handle.read(at: 0, count: bytesMax + 1),
            content.count <= bytesMax
        else { return nil }
        return content
    }

    /// The number that the kernel draws at each start of the machine; nil where there is none to be had.
    static func bootID() -> [UInt8]? {
        let files = NonceFiles(directory: "/proc/sys/kernel/random")
        guard let content = files.content(of: "boot_id", bytesMax: 64), content.count >= 36 else { return nil }
        return Array(content.prefix(36))
    }

    private func open(_ name: String, _ flags: Int32) throws(RequestSigningError) -> NonceFileHandle {
        let descriptor = Glibc.open(directory + "/" + name, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw fault("cannot open", name) }
        return NonceFileHandle(descriptor, write: write)
    }

    private func fault(_ what: String, _ place: String? = nil) -> RequestSigningError {
        let reason = what + ": " + String(cString: strerror(errno))
        return RequestSigningError(.nonceStoreUnusable, reason, place: place)
    }

    private static func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int32? {
        var done = 0
        while done < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset + done))
            if count < 0 {
                if errno == EINTR { continue }
                return errno
            }
            done += count
        }
        return nil
    }
}
