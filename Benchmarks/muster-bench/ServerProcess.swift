// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import HTTPClient
internal import IssuerKit
internal import WireJSON

/// The built server as a process of its own, on a directory that goes away with it.
final class ServerProcess {
    let directory: String
    let url: String
    private let process = Process()
    private let client = HTTPClient()

    /// Starts `muster serve` and waits for its ready line.
    init(directory: String, arguments: [String] = []) throws {
        self.directory = directory
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Self.binary)
        process.arguments =
            ["serve", "--data", directory + "/data", "--listen", "127.0.0.1:0", "--json", "--log-level", "warning"]
            + arguments
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while line.last != UInt8(ascii: "\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw BenchFailure("the server did not start") }
            line += more
        }
        guard let url = try JSONDocument.parse(line.dropLast()).root["url"]?.string else {
            throw BenchFailure("the server's ready line has no url")
        }
        self.url = url
    }

    static var binary: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("muster").path
    }

    /// Runs `muster` and gives its standard output.
    @discardableResult
    static func muster(_ arguments: [String], output path: String? = nil) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = arguments
        let pipe = Pipe()
        if let path {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw BenchFailure("\(path) cannot be made")
            }
            process.standardOutput = FileHandle(forWritingAtPath: path)
        } else {
            process.standardOutput = pipe
        }
        process.standardError = FileHandle.nullDevice
        try process.run()
        let bytes = path == nil ? [UInt8](pipe.fileHandleForReading.readDataToEndOfFile()) : []
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("muster \(arguments.first ?? "") ended with \(process.terminationStatus)")
        }
        return bytes
    }

    /// Onboards an issuer and gives its profile's path.
    func onboard(cardsPerBatch: Int) throws -> String {
        let path = directory + "/issuer-\(cardsPerBatch).json"
        try Self.muster([
            "issuer", "create", "--data", directory + "/data", "--name", "Bench \(cardsPerBatch)", "--out", path,
            "--base-url", url, "--cards-per-batch", String(cardsPerBatch),
        ])
        return path
    }

    /// The value of a metric without labels.
    func metric(_ name: String) throws -> Int {
        let response = try client.send(HTTPClientRequest(method: "GET", url: url + "/metrics"))
        let text = String(decoding: response.body, as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix(name + " ") {
            return Int(line.dropFirst(name.utf8.count + 1)) ?? 0
        }
        return 0
    }

    /// Waits until so many records are final, by the server's own count.
    func waitUntilFinal(records: Int) throws {
        while try metric("muster_records_succeeded") + metric("muster_records_failed") < records {
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    /// The most memory that a process has had in RAM, in MiB; the server's own without an argument.
    func peakMemoryMiB() -> Int { Self.peakMemoryMiB(of: process.processIdentifier) }

    static func peakMemoryMiB(of process: Int32) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    /// Processor time that the server has used, in seconds: it drifts less than the clock on the wall.
    func processorSeconds() -> Double {
        guard let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/stat", encoding: .utf8) else {
            return 0
        }
        // After the command's name in brackets: user and system time are the 12th and 13th fields, in hundredths.
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 13 else { return 0 }
        return ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / 100
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }
}

/// A directory for one benchmark, removed at the end. Not under /tmp, which may be in memory.
func withDirectory(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.currentDirectoryPath + "/.build/bench-\(ProcessInfo.processInfo.processIdentifier)"
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
}
