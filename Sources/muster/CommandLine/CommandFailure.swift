// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a command stops early: what to tell the person, what to tell the shell.
struct CommandFailure: Error, Sendable, Equatable {
    var exitCode: ExitCode
    /// A stable word for scripts, such as `usage` or `unknown-option`.
    var code: String
    /// One plain line without a full stop's worth of history and without any sensitive value.
    var message: String
    /// Further lines that help to mend the fault.
    var details: [String]

    init(_ exitCode: ExitCode, code: String, _ message: String, details: [String] = []) {
        self.exitCode = exitCode
        self.code = code
        self.message = message
        self.details = details
    }

    /// The command line is wrong.
    static func usage(_ message: String, code: String = "usage", details: [String] = []) -> CommandFailure {
        CommandFailure(.usage, code: code, message, details: details)
    }

    /// A file or other input is wrong.
    static func invalidInput(_ message: String, details: [String] = []) -> CommandFailure {
        CommandFailure(.usage, code: "invalid-input", message, details: details)
    }

    /// The reader of standard output went away; there is nobody to tell.
    static let outputClosed = CommandFailure(.done, code: "output-closed", "standard output was closed")
}
