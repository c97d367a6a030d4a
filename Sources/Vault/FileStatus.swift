// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// What the operating system tells about a file.
struct FileStatus: Equatable {
    /// Tells two states of the same path apart.
    struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let modified: Int64
        let changed: Int64
    }

    let identity: Identity
    let isRegularFile: Bool
    /// The permission bits, 0 to 0o7777.
    let mode: UInt32
    let owner: UInt32
    /// How many names the file has.
    let links: Int

    init(_ status: stat) {
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
        identity = Identity(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim))
        isRegularFile = status.st_mode & S_IFMT == S_IFREG
        mode = status.st_mode & 0o7777
        owner = status.st_uid
        links = Int(status.st_nlink)
    }

    /// Whether group or others may do anything with the file.
    var isExposed: Bool { mode & 0o077 != 0 }
}
