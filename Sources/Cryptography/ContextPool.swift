// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import COpenSSL
internal import Synchronization

/// Reusable libcrypto contexts of one key, one per thread as far as slots reach.
///
/// Making a context costs more than the work it does on a small record, and a context serves one thread at a time.
/// Each thread therefore takes the context out of its own slot and puts it back: one atomic exchange and one store,
/// no lock, no line shared with another thread. A slot found busy is passed over for the next; when all that were
/// tried are busy, a context is made for this one use. The contexts live and die with the key, unlike thread-local
/// ones, so no key material outlives its owner.
final class ContextPool: @unchecked Sendable {
    private typealias Slot = Atomic<UInt>
    /// Slots lie a cache line apart.
    private static let stride = 8
    private static let probesMax = 4
    private static let empty: UInt = 0
    private static let busy: UInt = 1

    private let slots: UnsafeMutablePointer<Slot>
    private let mask: Int
    private let make: @Sendable () -> OpaquePointer
    private let free: @Sendable (OpaquePointer) -> Void

    /// - Parameters:
    ///   - slotCount: how many threads can work without making contexts; a power of two.
    ///   - make: gives a context that is ready for use.
    ///   - free: destroys one.
    init(
        slotCount: Int = 32, make: @escaping @Sendable () -> OpaquePointer,
        free: @escaping @Sendable (OpaquePointer) -> Void
    ) {
        precondition(slotCount > 0 && slotCount & (slotCount - 1) == 0, "the number of slots is a power of two")
        mask = slotCount - 1
        slots = .allocate(capacity: slotCount * Self.stride)
        for index in 0..<slotCount * Self.stride { (slots + index).initialize(to: Slot(Self.empty)) }
        self.make = make
        self.free = free
    }

    deinit {
        for index in 0..<(mask + 1) * Self.stride {
            if let context = OpaquePointer(bitPattern: slots[index].load(ordering: .acquiring)) { free(context) }
        }
        slots.deinitialize(count: (mask + 1) * Self.stride)
        slots.deallocate()
    }

    /// Runs `body` with a context that no other thread uses meanwhile.
    @inline(__always)
    func withContext<Result>(_ body: (OpaquePointer) -> Result) -> Result {
        let first = Int(muster_thread_ordinal())
        for probe in 0..<min(Self.probesMax, mask + 1) {
            let slot = slots + ((first &+ probe) & mask) &* Self.stride
            let held = slot.pointee.exchange(Self.busy, ordering: .acquiring)
            if held == Self.busy { continue }
            let context = OpaquePointer(bitPattern: held) ?? make()
            let result = body(context)
            slot.pointee.store(UInt(bitPattern: context), ordering: .releasing)
            return result
        }
        let context = make()
        defer { free(context) }
        return body(context)
    }
}
