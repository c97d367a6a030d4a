// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The nonces of one shard: a hash table of 64-bit tags with linear probing, nine bytes a slot, no removal but by
/// sweeping out whole minutes.
///
/// Tags are outputs of a keyed hash, hence evenly spread, so that the tag itself chooses the slot. Two nonces share a
/// tag by chance once in 2^64 pairs; the later one is then refused as a replay and the client signs anew.
struct NonceTable {
    enum Insertion: Sendable { case inserted, seen, full, tooOld }

    private static let slotsAtStart = 64

    /// Zero is an empty slot.
    private var tags: [UInt64]
    /// The low byte of each entry's minute. All minutes in the table lie within 255 of `floor`, which makes it unique.
    private var minutes: [UInt8]
    private(set) var count = 0
    /// The oldest minute that may be in the table.
    private(set) var floor = Int.min
    private let capacity: Int

    /// - Parameter capacity: the most entries; an insertion beyond it is refused.
    init(capacity: Int) {
        self.capacity = capacity
        tags = Array(repeating: 0, count: Self.slotsAtStart)
        minutes = Array(repeating: 0, count: Self.slotsAtStart)
    }

    /// Adds a tag unless it is there already, whichever minute it came with.
    ///
    /// - Parameters:
    ///   - minute: the minute of the request's timestamp.
    ///   - floor: the oldest minute that is still live; older entries are forgotten first.
    mutating func insert(_ tag: UInt64, minute: Int, floor newFloor: Int, ignoringCapacity: Bool = false) -> Insertion {
        sweep(upTo: newFloor)
        guard minute >= floor else { return .tooOld }
        let tag = tag == 0 ? 1 : tag
        if tags[slot(of: tag)] == tag { return .seen }
        guard count < capacity || ignoringCapacity else { return .full }
        if (count + 1) * 5 > tags.count * 4 { grow() }
        place(tag, UInt8(truncatingIfNeeded: minute))
        return .inserted
    }

    /// Forgets everything, also which minutes were forgotten before.
    mutating func clear() {
        self = NonceTable(capacity: capacity)
    }

    /// Forgets the entries of the minutes before `newFloor`.
    private mutating func sweep(upTo newFloor: Int) {
        guard newFloor > floor else { return }
        defer { floor = newFloor }
        guard count > 0 else { return }
        let oldFloor = UInt8(truncatingIfNeeded: floor)
        let age = newFloor - floor
        if age > 255 {
            rebuild(slots: Self.slotsAtStart, keeping: { _ in false })
        } else {
            rebuild(slots: tags.count, keeping: { Int($0 &- oldFloor) >= age })
        }
    }

    /// Doubles the slots, but stops where the capacity has room: a full table is four fifths full.
    private mutating func grow() {
        let slots = count < capacity ? min(tags.count * 2, capacity * 5 / 4 + 8) : tags.count * 2
        rebuild(slots: slots, keeping: { _ in true })
    }

    private mutating func rebuild(slots: Int, keeping isKept: (UInt8) -> Bool) {
        let (oldTags, oldMinutes) = (tags, minutes)
        tags = Array(repeating: 0, count: slots)
        minutes = Array(repeating: 0, count: slots)
        count = 0
        for index in oldTags.indices where oldTags[index] != 0 && isKept(oldMinutes[index]) {
            place(oldTags[index], oldMinutes[index])
        }
    }

    private mutating func place(_ tag: UInt64, _ minute: UInt8) {
        let slot = slot(of: tag)
        tags[slot] = tag
        minutes[slot] = minute
        count += 1
    }

    /// Where the tag is, or the empty slot where it belongs. A fifth of the slots is always empty.
    private func slot(of tag: UInt64) -> Int {
        var slot = Int(tag.multipliedFullWidth(by: UInt64(tags.count)).high)
        while tags[slot] != 0, tags[slot] != tag {
            slot += 1
            if slot == tags.count { slot = 0 }
        }
        return slot
    }
}
