// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// Whole files that must be small: profiles, keys, settings.
public enum SmallFile {
    /// Why a file cannot be had: its path and what the operating system says.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// Reads a file; `-` is standard input.
    ///
    /// - Parameter bytesMax: a longer file is refused.
    public static func read(_ path: String, bytesMax: Int = 1 << 20) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(description: "\(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        while true {
            var fault: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
                var count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                while count < 0 && errno == EINTR { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
                fault = count < 0 ? errno : 0
                filled = max(0, count)
            }
            if fault != 0 {
                throw Failure(description: "\(path) cannot be read: \(String(cString: strerror(fault)))")
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
            if bytes.count > bytesMax { throw Failure(description: "\(path) is larger than \(bytesMax) bytes") }
        }
    }
}
