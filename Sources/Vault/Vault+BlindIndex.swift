// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

extension Vault {
    /// The blind index of a value, by which it is found without being kept: HMAC-SHA-256 under the index key over the
    /// kind's byte, the directory id (8 bytes, big-endian) and the value. Normalise the value before: other spellings
    /// have other indexes. Different kinds and directories never share an index.
    public func blindIndex(_ kind: BlindIndexKind, directory: Int64, value: [UInt8]) -> BlindIndex {
        value.withUnsafeBytes { blindIndex(kind, directory: directory, value: $0) }
    }

    /// The blind index of a value, by which it is found without being kept.
    public func blindIndex(_ kind: BlindIndexKind, directory: Int64, value: UnsafeRawBufferPointer) -> BlindIndex {
        withIndexCode(
            of: value, headCount: 9,
            writeHead: { head in
                head[0] = kind.rawValue
                head.storeBytes(of: directory.bigEndian, toByteOffset: 1, as: Int64.self)
            }, { BlindIndex(code: $0) })
    }

    /// Calls `body` with the 32-byte code of head and value under the index key.
    @inline(__always)
    func withIndexCode<R>(
        of value: UnsafeRawBufferPointer, headCount: Int, writeHead: (UnsafeMutableRawBufferPointer) -> Void,
        _ body: (UnsafeRawBufferPointer) -> R
    ) -> R {
        let textCount = headCount + value.count
        return withUnsafeTemporaryAllocation(byteCount: textCount + 32, alignment: 8) { buffer in
            let text = UnsafeMutableRawBufferPointer(rebasing: buffer[..<textCount])
            writeHead(text)
            UnsafeMutableRawBufferPointer(rebasing: text[headCount...]).copyMemory(from: value)
            let code = UnsafeMutableRawBufferPointer(rebasing: buffer[textCount...])
            keys.indexKey.code(for: UnsafeRawBufferPointer(text), into: code)
            // The value lies on this thread's stack, where nobody else would clear it.
            wipe(text)
            return body(UnsafeRawBufferPointer(code))
        }
    }
}
