// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a store could not do what it was asked. Rows that do not exist are not errors: reads return nil for them.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// The kind of trouble. New ones may be added.
    public struct Code: Sendable, Equatable {
        public let name: String

        /// The engine failed: disk full, input/output error, corrupt file.
        public static let engine = Code(name: "engine")
        /// The files were written by a newer Muster than this one.
        public static let tooNew = Code(name: "tooNew")
        /// Another process, or another store in this one, uses the files.
        public static let inUse = Code(name: "inUse")
        /// A bound of the store was reached; the caller may try again later.
        public static let full = Code(name: "full")
        /// The store is closing and takes no more work.
        public static let closed = Code(name: "closed")
        /// A write would break a rule of the contract, for example a second row with the same key.
        public static let conflict = Code(name: "conflict")
    }

    public var code: Code
    /// A sentence for the operator's log: statement or file, never a stored value.
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "store: \(code.name): \(message)" }
}
