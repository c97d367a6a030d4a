// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Synchronization

/// Repeatable randomness (SplitMix64): the same seed gives the same bytes. For tests and synthetic data, never for
/// keys.
public final class SeededEntropy: EntropySource {
    private let state: Mutex<UInt64>

    public init(seed: UInt64) {
        state = Mutex(seed)
    }

    public func fill(_ buffer: UnsafeMutableRawBufferPointer) {
        state.withLock { state in
            var offset = 0
            while offset < buffer.count {
                state &+= 0x9E37_79B9_7F4A_7C15
                var word = state
                word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
                word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
                word ^= word >> 31
                let count = min(8, buffer.count - offset)
                withUnsafeBytes(of: word) { source in
                    for index in 0..<count { buffer[offset + index] = source[index] }
                }
                offset += count
            }
        }
    }
}
