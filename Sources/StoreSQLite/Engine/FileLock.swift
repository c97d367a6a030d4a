// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Store

#if canImport(Glibc)
    internal import Glibc
#endif

/// Keeps other processes, and a second store in this one, away from a database that one store owns: what the store
/// counts in memory (the next free ids) would be wrong if another one wrote the file.
///
/// The lock is on a file of its own. SQLite's locks on the database file belong to the process and are lost when any
/// descriptor of that file is closed, so nothing but SQLite may ever open it.
final class FileLock: @unchecked Sendable {
    // `descriptor` is written once, at the end, by the thread that closes the store.
    private var descriptor: Int32

    /// - Throws: `.inUse` when another store holds the lock.
    init(path: String) throws(StoreError) {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw StoreError(.engine, "\(path) cannot be opened: \(systemMessage())") }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            Glibc.close(descriptor)
            if code == EWOULDBLOCK { throw StoreError(.inUse, "\(path) is held: another Muster uses this database") }
            throw StoreError(.engine, "\(path) cannot be locked: \(systemMessage(code))")
        }
    }

    deinit {
        release()
    }

    func release() {
        guard descriptor >= 0 else { return }
        // A process that is being started has our descriptors for a moment, and with them the lock: to close ours alone
        // would leave it held.
        flock(descriptor, LOCK_UN)
        Glibc.close(descriptor)
        descriptor = -1
    }
}

/// The operating system's words for an error number.
func systemMessage(_ code: Int32 = errno) -> String {
    String(cString: strerror(code))
}
