// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// The random identifier of a request, a version 4 UUID. It stands on the answer and in the log.
public struct HTTPRequestID: Sendable, Hashable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    /// Makes an identifier of 16 random bytes; six bits are overwritten by version and variant.
    init(high: UInt64, low: UInt64) {
        self.high = high & ~0xF000 | 0x4000
        self.low = low & ~(0b11 << 62) | 0b10 << 62
    }

    /// A new identifier.
    public init(_ entropy: some EntropySource) {
        self.init(high: entropy.word(), low: entropy.word())
    }

    /// 36 lower-case characters.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { text in
            write(into: UnsafeMutableRawBufferPointer(text))
            return 36
        }
    }

    public var logIdentifier: LogIdentifier? {
        LogIdentifier(description)
    }

    /// Writes the 36 characters.
    func write(into text: UnsafeMutableRawBufferPointer) {
        guard text.count >= 36, var at = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        for index in 0..<16 {
            if index == 4 || index == 6 || index == 8 || index == 10 {
                at.pointee = UInt8(ascii: "-")
                at += 1
            }
            let byte = UInt8(truncatingIfNeeded: (index < 8 ? high : low) &>> UInt64(56 - (index & 7) * 8))
            at[0] = digit(byte >> 4)
            at[1] = digit(byte & 15)
            at += 2
        }
    }

    private func digit(_ value: UInt8) -> UInt8 {
        value &+ (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }
}
