// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Unique 12-byte nonces for AES-GCM without a random draw for each: 8 random bytes, drawn anew per thread, then a
/// 32-bit counter. The random part is redrawn before the counter would wrap. Safe to share.
public final class NonceSequence: Sendable {
    private struct State {
        var prefix: UInt64
        var counter: UInt32

        init() {
            prefix = 0
            counter = 0
            redraw()
        }

        mutating func redraw() {
            withUnsafeMutableBytes(of: &prefix) { Random.fill($0) }
            counter = 0
        }

        mutating func next(into nonce: UnsafeMutableRawBufferPointer) {
            nonce.storeBytes(of: prefix, as: UInt64.self)
            nonce.storeBytes(of: counter.bigEndian, toByteOffset: 8, as: UInt32.self)
            counter += 1
            if counter == UInt32.max { redraw() }
        }
    }

    private let pool: ContextPool

    public init() {
        pool = ContextPool(
            make: {
                let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
                state.initialize(to: State())
                return OpaquePointer(state)
            },
            free: { UnsafeMutablePointer<State>($0).deallocate() })
    }

    /// Writes the next nonce to `nonce`, which has at least 12 bytes.
    public func next12(into nonce: UnsafeMutableRawBufferPointer) {
        precondition(nonce.count >= 12, "a nonce has 12 bytes")
        pool.withContext { UnsafeMutablePointer<State>($0).pointee.next(into: nonce) }
    }

    /// The next nonce.
    public func next12() -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 12) { nonce, filled in
            next12(into: UnsafeMutableRawBufferPointer(nonce))
            filled = 12
        }
    }
}
