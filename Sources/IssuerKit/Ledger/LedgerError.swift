// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite

/// Why the ledger of an enrollment cannot be used.
public struct LedgerError: Error, Sendable, CustomStringConvertible {
    public struct Code: Sendable, Hashable {
        let name: String

        /// Another process works with it.
        public static let inUse = Code(name: "in-use")
        /// The file cannot be opened, read or written, or is no ledger.
        public static let unusable = Code(name: "unusable")
    }

    public let code: Code
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }

    init(_ error: SQLiteError, path: String) {
        if error.isBusy {
            self.init(.inUse, "the ledger \(path) is in use by another run")
        } else {
            self.init(.unusable, "the ledger \(path) cannot be used: \(error.message)")
        }
    }
}
