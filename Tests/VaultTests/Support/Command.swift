// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation

/// A command of the machine, as an independent judge.
enum Command {
    struct Output {
        let status: Int32
        let bytes: [UInt8]
        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Runs `arguments` (found on the path) with `input` and waits for its output.
    static func run(_ arguments: [String], input: [UInt8] = []) throws -> Output {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let inputPipe = Pipe()
        let outputPipe = Pipe()
        process.standardInput = inputPipe
        process.standardOutput = outputPipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        try inputPipe.fileHandleForWriting.write(contentsOf: Data(input))
        try inputPipe.fileHandleForWriting.close()
        let output = outputPipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Output(status: process.terminationStatus, bytes: [UInt8](output))
    }

    static let hasPythonCryptography = (try? run(["python3", "-c", "import cryptography"]).status) == 0
    static let hasOpenSSL = (try? run(["openssl", "version"]).status) == 0
    static let hasFlock = (try? run(["flock", "--version"]).status) == 0
}
