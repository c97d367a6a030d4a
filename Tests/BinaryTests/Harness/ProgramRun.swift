// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation

/// A program that runs, with its output going to files: nothing it says can make it wait for us.
final class ProgramRun: Sendable {
    struct Outcome: Sendable, CustomStringConvertible {
        /// The exit code, or the negative number of the signal that ended it.
        let status: Int32
        let output: String
        let errors: String

        var description: String { "exit \(status)\n\(output.suffix(4000))\n\(errors.suffix(4000))" }
    }

    private let process: Process
    private let streams: TemporaryFolder

    /// Starts `arguments`, whose first one is looked up on the path.
    ///
    /// - Parameter environment: on top of ours. Settings of the program under test (MUSTER_…) are not handed on.
    init(
        _ arguments: [String], input: String? = nil, in folder: String? = nil, environment: [String: String] = [:]
    ) throws {
        streams = try TemporaryFolder()
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("MUSTER_") }.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        if let input {
            process.standardInput = FileHandle(forReadingAtPath: try streams.write(input, to: "input"))
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.standardOutput = FileHandle(forWritingAtPath: try streams.write("", to: "output"))
        process.standardError = FileHandle(forWritingAtPath: try streams.write("", to: "errors"))
        // Test threads have nearly every signal blocked, and a child would inherit that: a shell would never hear
        // SIGTERM.
        var none = sigset_t()
        var kept = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &kept)
        defer { pthread_sigmask(SIG_SETMASK, &kept, nil) }
        try process.run()
    }

    deinit { kill() }

    var isRunning: Bool { process.isRunning }

    /// SIGKILL: the process gets no say.
    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
    }

    func signal(_ number: Int32) {
        if process.isRunning { Foundation.kill(process.processIdentifier, number) }
    }

    /// Waits on a thread of its own: the threads that tests run on are few.
    func outcome() async throws -> Outcome {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [process] in
                process.waitUntilExit()
                continuation.resume()
            }
        }
        let code = process.terminationStatus
        return Outcome(
            status: process.terminationReason == .exit ? code : -code, output: try streams.read("output"),
            errors: try streams.read("errors"))
    }

    /// What it has said so far.
    func outputSoFar() throws -> String { try streams.read("output") }

    func errorsSoFar() throws -> String { try streams.read("errors") }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], input: String? = nil, in folder: String? = nil, environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await ProgramRun(arguments, input: input, in: folder, environment: environment).outcome()
    }

    /// Runs the program under test to its end.
    static func muster(
        _ arguments: String..., input: String? = nil, in folder: String? = nil, environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run([try Places.muster()] + arguments, input: input, in: folder, environment: environment)
    }
}
