// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The headers of a request in the order in which they came, duplicates included. Names compare without regard to case;
/// values have lost the spaces around them.
public struct HTTPHeaders: Sendable {
    let storage: HeadStorage

    public var count: Int { storage.slots.count }

    /// The first value of that name.
    public subscript(_ name: String) -> String? {
        firstSlot(name).map { storage.text($0.valueStart..<$0.valueEnd) }
    }

    /// Every value of that name.
    public func values(_ name: String) -> [String] {
        storage.slots.filter { matches($0, name) }.map { storage.text($0.valueStart..<$0.valueEnd) }
    }

    /// How often the name occurs.
    public func count(of name: String) -> Int {
        storage.slots.reduce(0) { $0 + (matches($1, name) ? 1 : 0) }
    }

    /// Gives the bytes of the first value of that name to `body`, without making a text of them; nil when there is
    /// none.
    public func withBytes<R>(of name: String, _ body: (UnsafeRawBufferPointer) -> R) -> R? {
        firstSlot(name).map { storage.withBytes($0.valueStart..<$0.valueEnd, body) }
    }

    /// The name as it was sent, and the value, of the header at `index`.
    public func header(at index: Int) -> (name: String, value: String) {
        let slot = storage.slots[index]
        return (
            storage.text(Int(slot.start)..<slot.valueStart), storage.text(slot.valueStart..<slot.valueEnd)
        )
    }

    private func firstSlot(_ name: String) -> HeadStorage.Slot? {
        storage.slots.first { matches($0, name) }
    }

    private func matches(_ slot: HeadStorage.Slot, _ name: String) -> Bool {
        guard Int(slot.nameCount) == name.utf8.count else { return false }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            var at = Int(slot.start)
            for byte in name.utf8 {
                guard lowercased(bytes[at]) == lowercased(byte) else { return false }
                at += 1
            }
            return true
        }
    }
}

/// An ASCII letter in lower case; any other byte as it is.
func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
}
