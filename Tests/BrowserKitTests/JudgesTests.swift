// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import BrowserKit

/// The script and its types before judges that do not know ours: Node.js runs the one, TypeScript's compiler reads the
/// other.
@Suite struct JudgesTests {
    @Test(
        "In Node.js the script gives each reason of its own, and makes nothing of the network's (checkout 4.12, 4.7).",
        arguments: ["refusals", "answers", "windows"])
    func script(_ name: String) throws {
        let desk = try Desk()
        let verdict = try desk.run(["node", "--test", desk.oracle("script/\(name).test.mjs")])
        #expect(verdict.status == 0, "\(verdict.text)")
        // A file without a test would pass too.
        #expect(verdict.text.contains("# fail 0") || verdict.text.contains("fail 0"), "\(verdict.text)")
        #expect(!verdict.text.contains("pass 0\n"), "\(verdict.text)")
    }

    @Test("The types compile, so does a shop that uses every method, and one that makes mistakes is told of each.")
    func types() throws {
        let desk = try Desk()
        for name in ["uses.ts", "mistakes.ts", "tsconfig.json"] { try desk.take("types/" + name) }
        let names = try desk.run(["node", desk.oracle("types/names.mjs")])
        #expect(names.status == 0 && names.text.contains("checkoutWithCard"), "\(names.text)")
        try desk.put("names.ts", Array(names.text.utf8))
        let verdict = try desk.run(["tsc", "--project", desk.path])
        #expect(verdict.status == 0, "\(verdict.text)")
    }

    @Test(
        "The compiler refuses a name that one of script and types has and the other does not.")
    func disagreement() throws {
        let desk = try Desk()
        try desk.take("types/tsconfig.json")
        let names = try desk.run(["node", desk.oracle("types/names.mjs")]).text
        try desk.put("names.ts", Array(names.replacing("getCards: true, ", with: "").utf8))
        #expect(try desk.run(["tsc", "--project", desk.path]).text.contains("getCards"))
        try desk.put(
            "names.ts", Array((names.replacing("getCards: true, ", with: "getCards: true, more: true, ")).utf8))
        #expect(try desk.run(["tsc", "--project", desk.path]).text.contains("more"))
    }
}

/// A folder with what the program hands out, for a judge of the machine.
private final class Desk {
    let path = NSTemporaryDirectory() + "muster-script-" + UUID().uuidString
    private static let oracles = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("oracles")

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try put("sdk.mjs", BrowserKit.script)
        try put("sdk.d.ts", BrowserKit.types)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func oracle(_ name: String) -> String { Self.oracles.appendingPathComponent(name).path }

    func put(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
    }

    func take(_ name: String) throws {
        let source = URL(fileURLWithPath: oracle(name))
        try put(source.lastPathComponent, [UInt8](try Data(contentsOf: source)))
    }

    func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        environment["MUSTER_SCRIPT"] = path + "/sdk.mjs"
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
    }
}
