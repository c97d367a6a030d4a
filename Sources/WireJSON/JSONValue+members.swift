// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSimdJSON

extension JSONValue {
    private var isObject: Bool { csimdjson_type(document.view, index) == UInt8(ascii: "{") }

    /// The member of that name; nil when there is none, or when this is no object.
    public subscript(name: StaticString) -> JSONValue? {
        name.withUTF8Buffer { member($0) }
    }

    /// The member of that name; nil when there is none, or when this is no object.
    @_disfavoredOverload
    public subscript(name: String) -> JSONValue? {
        var name = name
        return name.withUTF8 { member($0) }
    }

    private func member(_ name: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        guard isObject, let start = name.baseAddress else { return nil }
        let found = csimdjson_member(document.view, index, start, name.count)
        return found == 0 ? nil : JSONValue(document: document, index: found)
    }

    /// Gives each member of an object in the order of the text; nothing for every other kind.
    /// The name must not be kept beyond `body`.
    public func forEachMember<Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>, JSONValue) throws(Failure) -> Void
    ) throws(Failure) {
        guard isObject else { return }
        let view = document.view
        let end = csimdjson_after(view, index) - 1
        var at = index + 1
        while at < end {
            var length = 0
            let bytes = csimdjson_string(view, at, &length)
            try body(UnsafeBufferPointer(start: bytes, count: length), JSONValue(document: document, index: at + 1))
            at = csimdjson_after(view, at + 1)
        }
    }

    /// Looks several members up in one walk over an object; every other kind has no members.
    public func withMembers<Result>(
        _ names: JSONNames, _ body: (JSONMembers) throws -> Result
    ) rethrows -> Result {
        try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: names.count) { slots in
            if isObject {
                names.withNames {
                    csimdjson_members(document.view, index, $0.baseAddress, $0.count, slots.baseAddress)
                }
            } else {
                slots.initialize(repeating: 0)
            }
            return try body(JSONMembers(document: document, slots: UnsafeBufferPointer(slots)))
        }
    }
}
