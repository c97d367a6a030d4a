// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSimdJSON

/// The member names that one kind of object is read by, at most 16. Make it once and keep it.
public struct JSONNames: @unchecked Sendable {
    // Unchecked: it points only into static strings, which never change or go away.
    private let names: [csimdjson_name]

    public init(_ names: StaticString...) {
        precondition(names.count <= 16 && names.allSatisfy(\.hasPointerRepresentation), "at most 16 string literals")
        self.names = names.map { csimdjson_name(bytes: $0.utf8Start, length: $0.utf8CodeUnitCount) }
    }

    public var count: Int { names.count }

    func withNames<Result>(_ body: (UnsafeBufferPointer<csimdjson_name>) throws -> Result) rethrows -> Result {
        try names.withUnsafeBufferPointer(body)
    }
}

/// The members that were found for a `JSONNames`, by position.
public struct JSONMembers {
    @usableFromInline let object: JSONValue
    @usableFromInline let slots: InlineArray<16, UInt32>

    @usableFromInline
    init(object: JSONValue, slots: InlineArray<16, UInt32>) {
        self.object = object
        self.slots = slots
    }

    /// The value of the name at `position`, nil when the object has no such member.
    @inlinable
    public subscript(position: Int) -> JSONValue? {
        let index = slots[position]
        return index == 0 ? nil : JSONValue(document: object.document, index: index)
    }
}
