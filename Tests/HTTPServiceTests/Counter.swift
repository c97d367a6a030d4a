// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Synchronization

/// Counts from many threads.
final class Counter: Sendable {
    private let count = Atomic(0)

    func add() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}
