// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

/// Cutting the compact serializations at their dots, without copying.
enum CompactParts {
    /// The parts between the dots; nil unless there are exactly `count`.
    static func split(_ token: UnsafeRawBufferPointer, count: Int) -> [UnsafeRawBufferPointer]? {
        var parts: [UnsafeRawBufferPointer] = []
        parts.reserveCapacity(count)
        var start = 0
        while let dot = nextDot(token, from: start) {
            guard parts.count < count - 1 else { return nil }
            parts.append(UnsafeRawBufferPointer(rebasing: token[start..<dot]))
            start = dot + 1
        }
        parts.append(UnsafeRawBufferPointer(rebasing: token[start...]))
        return parts.count == count ? parts : nil
    }

    private static func nextDot(_ token: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < token.count, let base = token.baseAddress,
            let found = memchr(base + start, Int32(UInt8(ascii: ".")), token.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }
}
