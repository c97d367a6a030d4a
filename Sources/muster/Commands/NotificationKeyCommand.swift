// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import NetworkServer
internal import WireJSON

/// `muster issuer notification-key`: writes the key that an issuer checks its notifications with.
enum NotificationKeyCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["issuer", "notification-key"], summary: "write the key that signs an issuer's notifications",
            options: IssuerPrograms.options + NotificationKeyFile.options + [
                .value("mode", "sandbox|production", standard: "sandbox", "the mode of the data directory"),
                .value("out", "FILE", isRequired: true, "the key file to write, with mode 0600"),
            ],
            notes: ["The key is the same each time; name it in the profile as notificationKeyFile."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let out = try invocation.required("out")
        guard !FileManager.default.fileExists(atPath: out) else {
            throw CommandFailure.usage("\(out) exists already; choose another file", code: "exists")
        }
        let program = try ProgramAdministration(dataDirectory: invocation.required("data"))
            .program(name: invocation.text("name"), serviceId: invocation.text("service-id"))
        let keys = try NotificationKeyFile.keys(invocation)
        try PrivateFile.write(Array((keys.text(serviceId: program.serviceId) + "\n").utf8), to: out)
        guard invocation.isJSON else {
            try invocation.console.write(line: "notification key of \(program.serviceId) in \(out)")
            return .done
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("serviceId", program.serviceId)
            writer.member("notificationKeyFile", out)
        }
        try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
        return .done
    }
}

/// What the commands that write such a key share.
enum NotificationKeyFile {
    static var options: [OptionDeclaration] {
        ServerOptions.declarations.filter { ["root-key", "root-passphrase"].contains($0.name) }
    }

    static func keys(_ invocation: Invocation) throws -> NotificationKeys {
        var configuration = ServerConfiguration()
        configuration.dataDirectory = try invocation.required("data")
        configuration.rootKeyFile = invocation.text("root-key")
        configuration.rootPassphrase = invocation.text("root-passphrase").map { Array($0.utf8) }
        let word = try invocation.choice("mode", of: ServerConfiguration.Mode.allCases.map(\.rawValue)) ?? "sandbox"
        configuration.mode = ServerConfiguration.Mode(rawValue: word) ?? .sandbox
        return try NotificationKeys(configuration)
    }
}
