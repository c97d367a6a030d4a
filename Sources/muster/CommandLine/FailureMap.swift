// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// Turns whatever a command threw into an exit code and a line, and a failure into JSON.
enum FailureMap {
    /// Errors of the modules below map themselves through `CommandFailureConvertible`; any other is a fault of ours.
    static func failure(for error: any Error) -> CommandFailure {
        if let failure = error as? CommandFailure { return failure }
        if let convertible = error as? any CommandFailureConvertible { return convertible.commandFailure }
        return CommandFailure(.internalFault, code: "internal", "internal error: \(error)")
    }

    /// `{"error":{"code":…,"message":…,"details":[…],"exitCode":…}}`
    static func json(_ failure: CommandFailure) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.object("error") { writer in
                writer.member("code", failure.code)
                writer.member("message", failure.message)
                if !failure.details.isEmpty { writer.member("details", failure.details) }
                writer.member("exitCode", Int(failure.exitCode.rawValue))
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// An error that knows what the command line should say about it.
protocol CommandFailureConvertible: Error {
    var commandFailure: CommandFailure { get }
}
