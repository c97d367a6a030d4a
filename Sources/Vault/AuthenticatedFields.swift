// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Fields in one unambiguous run of bytes, to be authenticated: each field is preceded by its length in 4 bytes, so
/// that moving a border between two fields changes the bytes.
struct AuthenticatedFields {
    private(set) var bytes: [UInt8] = []

    /// Starts with a `label` that says what is authenticated, so that two uses of one key never meet.
    init(label: String) {
        add(label)
    }

    mutating func add(_ text: String) {
        add(Array(text.utf8))
    }

    mutating func add(_ field: [UInt8]) {
        withUnsafeBytes(of: UInt32(field.count).bigEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: field)
    }

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.bigEndian) { add(Array($0)) }
    }

    /// A field that may be absent; absent differs from empty.
    mutating func add(_ field: [UInt8]?) {
        add(Int64(field == nil ? 0 : 1))
        add(field ?? [])
    }
}
