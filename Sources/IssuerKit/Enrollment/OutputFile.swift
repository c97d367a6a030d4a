// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// A file that is there either whole or not at all: written under another name in the same directory, for its owner
/// alone, and renamed when it is complete and on disk.
final class OutputFile {
    let path: String
    private let temporaryPath: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []

    init(path: String) throws(PortfolioError) {
        self.path = path
        temporaryPath = "\(path).\(getpid()).tmp"
        unlink(temporaryPath)
        descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("\(path) cannot be written") }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporaryPath)
    }

    func write(_ bytes: [UInt8]) throws(PortfolioError) {
        buffer += bytes
        if buffer.count >= 1 << 18 { try flush() }
    }

    /// Puts the file in its place.
    func finish() throws(PortfolioError) {
        try flush()
        guard fsync(descriptor) == 0 else { throw .system("\(path) cannot be written") }
        close(descriptor)
        descriptor = -1
        guard rename(temporaryPath, path) == 0 else {
            let error = PortfolioError.system("\(path) cannot be written")
            unlink(temporaryPath)
            throw error
        }
        let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let handle = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if handle >= 0 {
            fsync(handle)
            close(handle)
        }
    }

    private func flush() throws(PortfolioError) {
        var done = 0
        while done < buffer.count {
            let start = done
            let written = buffer.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw .system("\(path) cannot be written") }
            done += written
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
