// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// Files that a person names on the command line; `-` is standard input.
enum InputFile {
    /// The whole of a file that must be small.
    ///
    /// - Parameters:
    ///   - limit: more bytes than this are refused.
    ///   - what: what the file is, for the message.
    static func read(_ path: String, limit: Int, what: String) throws(CommandFailure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .invalidInput("\(what) \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            var fault: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, filled in
                var count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                while count < 0 && errno == EINTR { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
                fault = count < 0 ? errno : 0
                filled = max(0, count)
            }
            if fault != 0 {
                throw .invalidInput("\(what) \(path) cannot be read: \(String(cString: strerror(fault)))")
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
        throw .invalidInput("\(what) \(path) is larger than \(limit) bytes")
    }
}
