// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A set of ASCII characters that answers with one shift.
struct ByteSet: Sendable {
    /// One bit for each character below 64, and from 64 on.
    private let low: UInt64
    private let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        byte < 128 && (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
    }

    /// `A-Z a-z 0-9 - . _ ~`
    static var unreserved: ByteSet { ByteSet(low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

    /// The unreserved ones and `! + / =`: what a decoded oauth value may hold (security 2.4).
    static var decodedValue: ByteSet { ByteSet(low: 0x23FF_E802_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }

    /// The same and `%`: what an oauth value in the header may hold. `&` and `"` are not among it, so that a value
    /// taken verbatim into the base string cannot pass for two parameters.
    static var headerValue: ByteSet { ByteSet(low: 0x23FF_E822_0000_0000, high: 0x47FF_FFFE_87FF_FFFE) }
}
