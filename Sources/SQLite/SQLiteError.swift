// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What SQLite refused, with its result code, the engine's own words and the statement that was running.
///
/// Statements are constants of the program: bound values never appear here.
public struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// The extended result code, for example 5 (busy) or 2067 (unique constraint).
    public var code: Int32
    /// The engine's message, or a plain sentence of ours.
    public var message: String
    /// The SQL text that failed, or the file's path when a database could not be opened.
    public var place: String

    public init(code: Int32, message: String, place: String) {
        self.code = code
        self.message = message
        self.place = place
    }

    public var description: String { "SQLite \(code): \(message) (\(place))" }

    /// Another connection holds a lock that this one waited for in vain.
    public var isBusy: Bool { code & 0xFF == 5 }

    /// A unique or primary key already has this value.
    public var isConstraint: Bool { code & 0xFF == 19 }
}
