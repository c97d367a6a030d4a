// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation

/// Answers from Python's standard library, which shares no code with ours.
enum PythonOracle {
    /// What Python's csv module reads from each text, without empty lines.
    static func csvRecords(_ texts: [String]) throws -> [[[String]]] {
        let script = """
            import csv, io, json, sys
            texts = json.load(sys.stdin)
            print(json.dumps([[r for r in csv.reader(io.StringIO(t, newline=''), strict=True) if r] for t in texts]))
            """
        let output = try run(script, input: JSONEncoder().encode(texts))
        return try JSONDecoder().decode([[[String]]].self, from: output)
    }

    private static func run(_ script: String, input: Data) throws -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", script]
        let (given, taken) = (Pipe(), Pipe())
        process.standardInput = given
        process.standardOutput = taken
        try process.run()
        try given.fileHandleForWriting.write(contentsOf: input)
        try given.fileHandleForWriting.close()
        let output = try taken.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return output
    }
}
