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
    @inlinable
    public func withMembers<Result, Failure: Error>(
        _ names: JSONNames, _ body: (JSONMembers) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The longest list of names fits; most are a dozen.
        var slots = InlineArray<16, UInt32>(repeating: 0)
        find(names, &slots)
        defer { withExtendedLifetime(self) {} }
        return try body(JSONMembers(object: self, slots: slots))
    }

    @usableFromInline
    func find(_ names: JSONNames, _ slots: inout InlineArray<16, UInt32>) {
        guard isObject else { return }
        var span = slots.mutableSpan
        span.withUnsafeMutableBufferPointer { slots in
            names.withNames { csimdjson_members(document.view, index, $0.baseAddress, $0.count, slots.baseAddress) }
        }
    }
}
