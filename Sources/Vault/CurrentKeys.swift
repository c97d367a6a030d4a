// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc
internal import Synchronization

/// The key set in use, held so that threads do not slow each other down.
///
/// A lock and a reference count are cheap as long as one core owns their cache line; two threads that fetch the same
/// set make each other pay several times the price of a blind index. So there are some stripes, each with a lock and a
/// copy of the set of its own, and a thread always goes to the same one.
final class CurrentKeys: @unchecked Sendable {
    private static let stripeCount = 16
    private static let stripeBytes = 128

    private let memory: UnsafeMutableRawPointer
    /// The revision that is in all stripes; held while they are written.
    private let revision: Mutex<Int64>

    init(_ keys: KeySet) {
        precondition(MemoryLayout<Mutex<KeySet>>.size <= Self.stripeBytes, "a stripe has room for its lock")
        memory = .allocate(byteCount: Self.stripeCount * Self.stripeBytes, alignment: Self.stripeBytes)
        revision = Mutex(keys.file.revision)
        for index in 0..<Self.stripeCount {
            stripe(index, bind: true).initialize(to: Mutex(KeySet(copying: keys)))
        }
    }

    deinit {
        for index in 0..<Self.stripeCount { stripe(index).deinitialize(count: 1) }
        memory.deallocate()
    }

    /// The keys as they are now. Fetch them once per operation.
    @inline(__always)
    var value: KeySet {
        stripe(ThreadOrdinal.current % Self.stripeCount).pointee.withLock { $0 }
    }

    /// Puts `keys` in use everywhere, unless a later state of the ring is in use already.
    func install(_ keys: KeySet) {
        revision.withLock { revision in
            guard keys.file.revision >= revision else { return }
            revision = keys.file.revision
            for index in 0..<Self.stripeCount {
                // The old set goes after the stripe is unlocked: the last one to go wipes its keys.
                let copy = KeySet(copying: keys)
                _ = stripe(index).pointee.withLock { present in
                    let old = present
                    present = copy
                    return old
                }
            }
        }
    }

    @inline(__always)
    private func stripe(_ index: Int, bind: Bool = false) -> UnsafeMutablePointer<Mutex<KeySet>> {
        let start = memory + index * Self.stripeBytes
        return bind
            ? start.bindMemory(to: Mutex<KeySet>.self, capacity: 1) : start.assumingMemoryBound(to: Mutex<KeySet>.self)
    }
}

/// A small number for each thread, counted up as threads first ask.
enum ThreadOrdinal {
    private static let last = Atomic<Int>(0)
    private static let slot: pthread_key_t = {
        var key = pthread_key_t()
        precondition(pthread_key_create(&key, nil) == 0, "no thread-local slot is left")
        return key
    }()

    /// This thread's number, from 1.
    static var current: Int {
        if let number = pthread_getspecific(slot) { return Int(bitPattern: number) }
        let number = last.add(1, ordering: .relaxed).newValue
        pthread_setspecific(slot, UnsafeRawPointer(bitPattern: number))
        return number
    }
}
