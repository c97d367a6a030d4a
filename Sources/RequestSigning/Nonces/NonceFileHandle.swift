// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

#if canImport(Glibc)
    internal import Glibc
#endif

/// An open file, closed with its last reference.
final class NonceFileHandle: Sendable {
    let descriptor: Int32
    private let writer: @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Int32?

    init(_ descriptor: Int32, write: @escaping @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Int32?) {
        self.descriptor = descriptor
        self.writer = write
    }

    deinit {
        close(descriptor)
    }

    var count: Int {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Bool {
        writer(descriptor, bytes, offset) == nil
    }

    func write(_ bytes: [UInt8], at offset: Int) -> Bool {
        bytes.withUnsafeBytes { write($0, at: offset) }
    }

    func sync() -> Bool { fdatasync(descriptor) == 0 }

    /// Up to `count` bytes; fewer at the end of the file, nil when it cannot be read.
    func read(at offset: Int, count: Int) -> [UInt8]? {
        var done = 0
        var isReadable = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while done < count {
                let got = pread(
                    descriptor, buffer.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
                if got < 0, errno == EINTR { continue }
                if got < 0 { isReadable = false }
                if got <= 0 { break }
                done += got
            }
            filled = done
        }
        return isReadable ? bytes : nil
    }
}
