// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import NetworkServer
internal import Vault
internal import WireJSON

/// `muster keys list`: the key ring without its material.
enum KeysListCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["keys", "list"], summary: "list the server's keys: id, purpose, age, state",
            options: KeyRing.options)
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        try KeyRing.show(try KeyRing.open(invocation).keys, invocation)
        return .done
    }
}

/// `muster keys rotate`: a new active key; the old one goes on decrypting.
enum KeysRotateCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["keys", "rotate"], summary: "make a new key for a purpose; the old one goes on decrypting",
            operands: ["PURPOSE"], options: KeyRing.options,
            notes: [
                "PURPOSE is seal, fpan-encryption, payload-verification, push-signature or identity-verification.",
                "A running server takes the new key when it gets SIGHUP.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        guard let purpose = KeyPurpose(rawValue: invocation.operands[0]) else {
            throw CommandFailure.usage(
                "PURPOSE must be one of \(KeyPurpose.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        try KeyRing.show([try KeyRing.open(invocation).rotate(purpose)], invocation)
        return .done
    }
}

/// What the commands on the key ring share.
enum KeyRing {
    static var options: [OptionDeclaration] {
        ServerOptions.declarations.filter { ["data", "root-key", "root-passphrase"].contains($0.name) }
    }

    static func open(_ invocation: Invocation) throws -> KeyAdministration {
        var configuration = ServerConfiguration()
        configuration.dataDirectory = try invocation.required("data")
        configuration.rootKeyFile = invocation.text("root-key")
        configuration.rootPassphrase = invocation.text("root-passphrase").map { Array($0.utf8) }
        return try KeyAdministration(configuration)
    }

    static func show(_ keys: [KeyDescription], _ invocation: Invocation) throws {
        for key in keys {
            guard invocation.isJSON else {
                try invocation.console.write(
                    line: "\(key.id)  \(key.purpose.rawValue)  \(key.created.iso8601)  \(key.state.rawValue)")
                continue
            }
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("id", key.id)
                writer.member("purpose", key.purpose.rawValue)
                writer.member("created", key.created.iso8601)
                writer.member("state", key.state.rawValue)
            }
            try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
        }
    }
}
