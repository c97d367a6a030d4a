// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Glibc

@main
struct Muster {
    static let version = "0.1.0"

    static func main() {
        // A closed pipe or socket is an error to handle, not a reason to die.
        signal(SIGPIPE, SIG_IGN)
        let dispatcher = Dispatcher(
            commands: CommandRegistry.commands, console: .standard, environment: ProcessEnvironment.variables,
            version: version)
        exit(dispatcher.run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }
}
