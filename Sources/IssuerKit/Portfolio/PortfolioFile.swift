// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// A portfolio on disk, opened once and read several times, from several threads if need be.
public final class PortfolioFile: Sendable {
    public let path: String
    /// Bytes when it was opened.
    public let size: Int
    private let descriptor: Int32
    private let identity: Identity

    /// What changes when somebody writes to the file or puts another in its place.
    private struct Identity: Equatable, Sendable {
        var device: UInt
        var inode: UInt
        var size: Int
        var modifiedSeconds: Int
        var modifiedNanoseconds: Int
        var changedSeconds: Int
        var changedNanoseconds: Int

        init(_ status: stat) {
            device = status.st_dev
            inode = status.st_ino
            size = status.st_size
            modifiedSeconds = status.st_mtim.tv_sec
            modifiedNanoseconds = status.st_mtim.tv_nsec
            changedSeconds = status.st_ctim.tv_sec
            changedNanoseconds = status.st_ctim.tv_nsec
        }
    }

    /// - Throws: `PortfolioError` when the file cannot be opened or is not a regular file: it is read more than once.
    public init(path: String) throws(PortfolioError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("\(path) cannot be opened") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw PortfolioError(.file, "\(path) is not a regular file")
        }
        self.path = path
        self.descriptor = descriptor
        size = status.st_size
        identity = Identity(status)
    }

    deinit {
        close(descriptor)
    }

    /// - Throws: `PortfolioError` with the code `changed` when the file was written to since it was opened.
    func checkUnchanged() throws(PortfolioError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, Identity(status) == identity else {
            throw PortfolioError(.changed, "\(path) was changed while it was being read")
        }
    }

    /// Whether `other` names this very file.
    func isSameFile(as other: String) -> Bool {
        var status = stat()
        return stat(other, &status) == 0 && status.st_dev == identity.device && status.st_ino == identity.inode
    }

    /// The bytes from `start` up to `end` (the end of the file when left out).
    public func source(from start: Int = 0, to end: Int? = nil) -> FileSource {
        FileSource(file: self, position: start, end: end ?? size)
    }

    /// Reads at a position; returns how many bytes were read.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer, at position: Int) throws(PortfolioError) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, position)
            if count >= 0 { return count }
            if errno != EINTR { throw .system("\(path) cannot be read") }
        }
    }
}

/// A part of a portfolio file, in order.
public struct FileSource: ByteSource {
    let file: PortfolioFile
    var position: Int
    let end: Int

    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(PortfolioError) -> Int {
        let count = min(buffer.count, 1 << 20, end - position)
        guard count > 0 else { return 0 }
        let read = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]), at: position)
        position += read
        return read
    }
}

/// A file descriptor that is read once, such as standard input. It stays open.
public struct DescriptorSource: ByteSource {
    private let descriptor: Int32

    public init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(PortfolioError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, min(buffer.count, 1 << 20))
            if count >= 0 { return count }
            if errno != EINTR { throw .system("the input cannot be read") }
        }
    }
}

extension PortfolioError {
    /// The sentence and what the operating system says.
    static func system(_ sentence: String) -> PortfolioError {
        PortfolioError(.file, sentence + ": " + String(cString: strerror(errno)))
    }
}
