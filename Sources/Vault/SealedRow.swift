// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The table that a sealed blob belongs to. The number is part of what the seal authenticates: never reuse one.
public enum SealedTable: UInt8, Sendable {
    case consumer = 1
    case card = 2
    case token = 3
    case batchPayload = 4
    case staged = 5
    case receipt = 6
    case cardContract = 7
    case session = 8
    case notification = 9
    case client = 10
    case account = 11
    case signIn = 12
    case checkout = 20
}

/// The place that a sealed blob belongs to. A blob that is moved to another row or table does not open there.
public struct SealedRow: Sendable, Hashable {
    public let table: SealedTable
    public let row: Int64

    public init(_ table: SealedTable, _ row: Int64) {
        self.table = table
        self.row = row
    }

    /// How many bytes `withAssociatedData` passes on.
    static let associatedDataCount = 9

    /// Calls `body` with what the seal authenticates: the table's byte, then the row id, big-endian.
    @inline(__always)
    func withAssociatedData<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeTemporaryAllocation(byteCount: Self.associatedDataCount, alignment: 1) { buffer in
            buffer[0] = table.rawValue
            buffer.storeBytes(of: row.bigEndian, toByteOffset: 1, as: Int64.self)
            return body(UnsafeRawBufferPointer(buffer))
        }
    }
}
