// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CSimdJSON

/// The member names that one kind of object is read by, at most 64. Make it once and keep it.
public struct JSONNames: @unchecked Sendable {
    // Unchecked: it points only into static strings, which never change or go away.
    private let names: [csimdjson_name]

    public init(_ names: StaticString...) {
        precondition(names.count <= 64 && names.allSatisfy(\.hasPointerRepresentation), "at most 64 string literals")
        self.names = names.map { csimdjson_name(bytes: $0.utf8Start, length: $0.utf8CodeUnitCount) }
    }

    public var count: Int { names.count }

    func withNames<Result>(_ body: (UnsafeBufferPointer<csimdjson_name>) throws -> Result) rethrows -> Result {
        try names.withUnsafeBufferPointer(body)
    }
}

/// The members that were found for a `JSONNames`, by position. Good only inside the closure that got it.
public struct JSONMembers {
    let document: JSONDocument
    let slots: UnsafeBufferPointer<UInt32>

    /// The value of the name at `position`, nil when the object has no such member.
    public subscript(position: Int) -> JSONValue? {
        let index = slots[position]
        return index == 0 ? nil : JSONValue(document: document, index: index)
    }
}
