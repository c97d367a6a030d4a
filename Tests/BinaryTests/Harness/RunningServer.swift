// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Synchronization
import Testing

/// A server process with a data directory, that can be killed and started again on the same port.
final class RunningServer: Sendable {
    private struct State {
        var process: ProgramRun
        /// Everything that earlier processes wrote to their log.
        var earlierLogs = ""
    }

    let data: String
    let url: String
    private let options: [String]
    private let state: Mutex<State>

    /// Starts a server and waits for its ready line.
    init(data: String, options: [String] = []) async throws {
        self.data = data
        self.options = options
        let (process, url) = try await Self.start(data: data, listen: "127.0.0.1:0", options: options)
        self.url = url
        state = Mutex(State(process: process))
    }

    /// The same port again.
    var listen: String { String(url.drop { $0 != "/" }.drop { $0 == "/" }) }

    var isRunning: Bool { state.withLock { $0.process.isRunning } }

    /// kill -9, and away.
    @discardableResult
    func kill() async throws -> ProgramRun.Outcome {
        let process = state.withLock { $0.process }
        process.kill()
        return try await ended(process)
    }

    /// The server finishes what is in flight.
    func stop(by signal: Int32 = SIGTERM) async throws -> ProgramRun.Outcome {
        let process = state.withLock { $0.process }
        process.signal(signal)
        return try await ended(process)
    }

    /// Starts it again, on the same port and data.
    func restart() async throws {
        let (process, url) = try await Self.start(data: data, listen: listen, options: options)
        try #require(url == self.url)
        state.withLock { $0.process = process }
    }

    /// Everything that was logged until the last end.
    var logs: String { state.withLock { $0.earlierLogs } }

    /// The body of a call without signature, through curl.
    func get(_ path: String) async throws -> String {
        let answer = try await ProgramRun.run([
            "curl", "--silent", "--show-error", "--fail", "--max-time", "30", url + path,
        ])
        try #require(answer.status == 0, "\(answer)")
        return answer.output
    }

    private func ended(_ process: ProgramRun) async throws -> ProgramRun.Outcome {
        let outcome = try await process.outcome()
        state.withLock { $0.earlierLogs += outcome.output + outcome.errors }
        return outcome
    }

    private struct Ready: Decodable {
        let event: String
        let url: String
    }

    private static func start(
        data: String, listen: String, options: [String]
    ) async throws -> (process: ProgramRun, url: String) {
        let process = try ProgramRun(
            [try Places.muster(), "serve", "--data", data, "--listen", listen, "--json"] + options)
        while process.isRunning {
            let output = try process.outputSoFar()
            if let end = output.firstIndex(of: "\n") {
                let ready = try JSONDecoder().decode(Ready.self, from: Data(output[..<end].utf8))
                try #require(ready.event == "ready")
                return (process, ready.url)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        let outcome = try await process.outcome()
        throw ServerDidNotStart(outcome: outcome)
    }
}

struct ServerDidNotStart: Error, CustomStringConvertible {
    let outcome: ProgramRun.Outcome
    var description: String { "the server did not start: \(outcome)" }
}
