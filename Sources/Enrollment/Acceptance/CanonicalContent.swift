// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The content of a JSON text as bytes that do not depend on how it was written: members sorted by name, no white
/// space, strings unescaped, every part led by its kind and length. Two texts with the same content give the same
/// bytes and two with different content never do, so a hash of them tells a repeated batch from a reused
/// `externalBatchId` (enrollment 17).
struct CanonicalContent {
    private(set) var bytes: [UInt8]
    /// Names of the objects that are being written, one after the other; a stack.
    private var names: [UInt8] = []

    /// - Parameter capacity: about the length of the text.
    init(of value: JSONValue, capacity: Int) {
        bytes = []
        bytes.reserveCapacity(capacity + capacity / 4)
        add(value)
    }

    private struct Member {
        var name: Range<Int>
        var value: JSONValue
    }

    // The reader has bounded the depth.
    private mutating func add(_ value: JSONValue) {
        switch value.kind {
        case .object: add(members: value)
        case .array:
            add("[", count: value.count)
            for element in value.elements { add(element) }
        case .string:
            value.withUTF8 { text in
                add("\"", count: text.count)
                bytes.append(contentsOf: text)
            }
        case .number:
            // Integers as they are: a double would not tell large ones apart. 1 and 1.0 are the same number.
            let double = value.double ?? 0
            if let integer = value.int64 ?? Int64(exactly: double) {
                add("i", count: Int(integer))
            } else {
                add("n", count: Int(truncatingIfNeeded: double.bitPattern))
            }
        case .boolean: bytes.append(value.boolean == true ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .null: bytes.append(UInt8(ascii: "z"))
        }
    }

    private mutating func add(members object: JSONValue) {
        let start = names.count
        var members: [Member] = []
        members.reserveCapacity(object.count)
        object.forEachMember { name, value in
            names.append(contentsOf: name)
            members.append(Member(name: names.count - name.count..<names.count, value: value))
        }
        members.sort { names[$0.name].lexicographicallyPrecedes(names[$1.name]) }
        add("{", count: members.count)
        for member in members {
            add(":", count: member.name.count)
            bytes.append(contentsOf: names[member.name])
            add(member.value)
        }
        names.removeSubrange(start...)
    }

    private mutating func add(_ kind: Unicode.Scalar, count: Int) {
        bytes.append(UInt8(ascii: kind))
        withUnsafeBytes(of: UInt64(bitPattern: Int64(count)).bigEndian) { bytes.append(contentsOf: $0) }
    }
}
