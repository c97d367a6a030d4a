// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Glibc
internal import NetworkServer
internal import Store
internal import Vault
internal import WireJSON

/// `muster serve`: the network side.
enum ServeCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["serve"], summary: "run the server", options: ServerOptions.declarations,
            notes: [
                "Prints one line with its URL when it is ready. SIGTERM and SIGINT finish what is in flight and stop;",
                "SIGHUP reads the key ring again. Accepted batches that are not final go on at the next start.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let configuration = try ServerOptions.configuration(invocation)
        // Signals are waited for below, by this thread alone: every thread made from here on inherits the mask.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)

        let log = Log(level: level(configuration.logLevel))
        let server = try MusterServer(configuration, log: log)
        try announce(server, configuration, invocation)
        while true {
            var received: Int32 = 0
            guard sigwait(&signals, &received) == 0 else { continue }
            if received == SIGHUP {
                server.reloadKeys()
                continue
            }
            log.info("stopping")
            server.stop()
            log.info("stopped")
            return .done
        }
    }

    private static func announce(
        _ server: MusterServer, _ configuration: ServerConfiguration, _ invocation: Invocation
    ) throws {
        guard invocation.isJSON else {
            return try invocation.console.write(
                line: "muster \(MusterServer.version) serves \(server.url) (\(configuration.mode.rawValue), "
                    + "data in \(configuration.dataDirectory))")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("event", "ready")
            writer.member("url", server.url)
            writer.member("mode", configuration.mode.rawValue)
            writer.member("version", MusterServer.version)
        }
        try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
    }

    static func level(_ name: String) -> Log.Level {
        switch name {
        case "debug": .debug
        case "warning": .warning
        case "error": .error
        default: .info
        }
    }
}

extension StoreError: CommandFailureConvertible {
    var commandFailure: CommandFailure {
        CommandFailure(code == .tooNew ? .usage : .internalFault, code: "store-" + code.name, message)
    }
}

extension VaultError: CommandFailureConvertible {
    var commandFailure: CommandFailure { CommandFailure(.usage, code: "vault", description) }
}
