// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import NetworkServer
internal import WireJSON

/// `muster keys code-hook`: writes the key that the operator's own sender of codes checks its calls with.
enum CodeHookKeyCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["keys", "code-hook"], summary: "write the key that signs one-time codes for --code-hook",
            options: ServerOptions.declarations.filter { $0.name == "data" } + NotificationKeyFile.options + [
                .value("mode", "sandbox|production", standard: "sandbox", "the mode of the data directory"),
                .value("out", "FILE", isRequired: true, "the key file to write, with mode 0600"),
            ],
            notes: ["The key is the same each time."])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let out = try invocation.required("out")
        guard !FileManager.default.fileExists(atPath: out) else {
            throw CommandFailure.usage("\(out) exists already; choose another file", code: "exists")
        }
        let keys = try NotificationKeyFile.keys(invocation)
        try PrivateFile.write(Array((keys.codeHookText + "\n").utf8), to: out)
        guard invocation.isJSON else {
            try invocation.console.write(line: "key of the code hook in \(out)")
            return .done
        }
        var writer = JSONWriter()
        writer.object { $0.member("codeHookKeyFile", out) }
        try invocation.console.write(line: String(decoding: writer.bytes, as: UTF8.self))
        return .done
    }
}
