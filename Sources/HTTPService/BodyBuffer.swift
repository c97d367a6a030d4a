// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Collects the body of a request, within its own bound and within what all bodies together may take.
struct BodyBuffer {
    /// Room is taken in steps from here on, doubling.
    private static let stepMin = 64 << 10

    private(set) var bytes: [UInt8] = []
    /// Taken from the server's account; whoever owns the buffer gives it back.
    private(set) var reserved = 0
    private var bytesMax = 0
    private var declared: Int?

    /// Prepares for a body of `declared` bytes, or of an unknown number.
    mutating func prepare(declared: Int?, bytesMax: Int, core: ServerCore) -> HTTPRefusal? {
        self.bytesMax = bytesMax
        self.declared = declared
        if let declared {
            if declared > bytesMax { return .bodyTooLarge }
            // A large body that has no chance is turned away before it is sent.
            if declared > core.configuration.bodyBytesInFlightMax - core.bodyByteCount { return .overloaded }
            if declared <= BodyBuffer.stepMin { return grow(to: declared, core) }
        }
        return nil
    }

    mutating func append(_ part: UnsafeRawBufferPointer, core: ServerCore) -> HTTPRefusal? {
        let count = bytes.count + part.count
        if count > bytesMax { return .bodyTooLarge }
        if count > reserved {
            let wanted = max(count, min(max(2 * reserved, BodyBuffer.stepMin), declared ?? bytesMax))
            if let refusal = grow(to: wanted, core) { return refusal }
        }
        bytes.append(contentsOf: part)
        return nil
    }

    private mutating func grow(to count: Int, _ core: ServerCore) -> HTTPRefusal? {
        guard core.reserveBody(count - reserved) else { return .overloaded }
        reserved = count
        bytes.reserveCapacity(count)
        return nil
    }

    /// Gives the bytes away; the reservation stays.
    mutating func takeBytes() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }
}
