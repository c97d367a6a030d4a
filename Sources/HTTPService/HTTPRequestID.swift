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
        let digits: StaticString = "0123456789abcdef"
        var at = 0
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 {
                text[at] = UInt8(ascii: "-")
                at += 1
            }
            let word = index < 16 ? high : low
            text[at] = digits.utf8Start[Int(word >> UInt64(60 - index % 16 * 4) & 15)]
            at += 1
        }
    }
}
