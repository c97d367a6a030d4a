// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Glibc

/// The file of a root key.
enum RootKeyFile {
    static let keyBytes = 32

    /// The 32 bytes of the file; nil when there is no file.
    static func read(path: String) throws(VaultError) -> [UInt8]? {
        let read = try SecretFile.read(
            path: path, bytesMax: 1024, unusable: .rootKeyUnusable, exposed: .rootKeyExposed)
        guard var content = read else { return nil }
        defer { wipe(&content) }
        return try parse(content, path: path)
    }

    /// Makes the file with a new random key, as 64 hexadecimal digits, mode 0600; when another process was first, its
    /// key is read instead. The name appears only once the content is complete and durable.
    static func create(path: String) throws(VaultError) -> [UInt8] {
        let directory = parent(of: path)
        let temporary = path + ".new-" + Hex.encode(Random.bytes(8))
        var key = Random.bytes(keyBytes)
        do {
            try write(key, to: temporary)
            let isFirst = try FileDescriptor.link(temporary, as: path)
            try FileDescriptor.remove(temporary)
            try FileDescriptor.synchronizeDirectory(directory)
            if isFirst { return key }
        } catch {
            wipe(&key)
            try? FileDescriptor.remove(temporary)
            throw error
        }
        wipe(&key)
        guard let other = try read(path: path) else { throw VaultError(.rootKeyMissing, "\(path) is gone") }
        return other
    }

    private static func write(_ key: [UInt8], to path: String) throws(VaultError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
        guard let file = try FileDescriptor(path: path, flags: flags) else {
            throw VaultError(.fileFailure, "cannot make \(path)")
        }
        try file.restrictToOwner()
        var text: [UInt8] = []
        text.reserveCapacity(key.count * 2 + 1)
        for byte in key {
            text.append(Hex.digit(byte >> 4))
            text.append(Hex.digit(byte & 15))
        }
        text.append(UInt8(ascii: "\n"))
        defer { wipe(&text) }
        try file.write(text)
        try file.synchronize()
    }

    private static func parse(_ content: [UInt8], path: String) throws(VaultError) -> [UInt8] {
        if content.count == keyBytes { return content }
        var end = content.count
        while end > 0, content[end - 1] == UInt8(ascii: "\n") || content[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        guard end == keyBytes * 2, let key = Hex.decode(content[..<end]) else {
            throw VaultError(
                .rootKeyUnusable, "\(path) holds neither \(keyBytes) bytes nor \(keyBytes * 2) hexadecimal digits")
        }
        return key
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
