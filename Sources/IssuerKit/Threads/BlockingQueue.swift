// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Glibc

/// Hands values from thread to thread, with room for a fixed number of them.
final class BlockingQueue<Element: Sendable>: @unchecked Sendable {
    // Unchecked: everything below is touched under the mutex alone.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let hasElements: UnsafeMutablePointer<pthread_cond_t>
    private let hasRoom: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    private let capacity: Int
    private var isClosed = false

    init(capacity: Int) {
        self.capacity = capacity
        mutex = .allocate(capacity: 1)
        hasElements = .allocate(capacity: 1)
        hasRoom = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(hasElements, &attributes)
        pthread_cond_init(hasRoom, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(hasRoom)
        pthread_cond_destroy(hasElements)
        pthread_mutex_destroy(mutex)
        hasRoom.deallocate()
        hasElements.deallocate()
        mutex.deallocate()
    }

    /// Adds a value, waiting for room. After `close` it is dropped.
    func push(_ element: Element) {
        pthread_mutex_lock(mutex)
        while elements.count >= capacity && !isClosed { pthread_cond_wait(hasRoom, mutex) }
        if !isClosed { elements.append(element) }
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(hasElements)
    }

    /// Takes the oldest value, waiting for one. Nil when the queue is closed and empty.
    func pop() -> Element? {
        pthread_mutex_lock(mutex)
        while elements.isEmpty && !isClosed { pthread_cond_wait(hasElements, mutex) }
        let element = elements.isEmpty ? nil : elements.removeFirst()
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(hasRoom)
        return element
    }

    /// Takes all values there are, waiting for the first one: until `deadline`, or as long as it takes when that is
    /// nil. None when the time is over or the queue is closed.
    func popAll(until deadline: MonotonicInstant?) -> [Element] {
        pthread_mutex_lock(mutex)
        var isOver = false
        while elements.isEmpty && !isClosed && !isOver {
            if let deadline {
                var time = timespec(
                    tv_sec: Int(deadline.nanoseconds / 1_000_000_000),
                    tv_nsec: Int(deadline.nanoseconds % 1_000_000_000))
                isOver = pthread_cond_timedwait(hasElements, mutex, &time) == ETIMEDOUT
            } else {
                pthread_cond_wait(hasElements, mutex)
            }
        }
        let all = elements
        elements.removeAll(keepingCapacity: true)
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(hasRoom)
        return all
    }

    /// Takes no more values. Those that are there can still be popped.
    func close() {
        pthread_mutex_lock(mutex)
        isClosed = true
        pthread_mutex_unlock(mutex)
        pthread_cond_broadcast(hasElements)
        pthread_cond_broadcast(hasRoom)
    }
}
