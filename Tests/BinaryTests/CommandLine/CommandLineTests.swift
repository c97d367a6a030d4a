// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Testing

@testable internal import muster

/// A command that tells what it was given.
private enum Echo: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["echo", "back"], summary: "tells what it was given", operands: ["WHAT", "[MORE]"],
            options: [
                .value("count", "N", short: "n", standard: "3", "how often"),
                .value("wait", "TIME", "how long"),
                .value("colour", "WORD", "red or green"),
                .repeated("map", "A=B", "pairs"),
                .flag("loud", short: "l", "shout"),
                .value("pass-phrase", "TEXT", environment: "MUSTER_SECRET", isSecret: true, "never shown"),
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let count = try invocation.number("count", in: 1...9) ?? 0
        let wait = try invocation.duration("wait")
        let colour = try invocation.choice("colour", of: ["red", "green"])
        let loud = try invocation.flag("loud")
        try invocation.console.write(
            line: "\(invocation.operands) \(count) \(wait.map { "\($0)" } ?? "-") \(colour ?? "-") \(loud) "
                + "\(invocation.texts("map")) \(invocation.text("pass-phrase") ?? "-")")
        return loud ? .failedRecords : .done
    }
}

private enum Other: Command {
    static var declaration: CommandDeclaration { CommandDeclaration(words: ["other"], summary: "another") }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        throw CommandFailure(.refused, code: "no", "the server said no", details: ["because"])
    }
}

private func run(
    _ arguments: String..., environment: [String: String] = [:]
) -> (code: ExitCode, output: String, errors: String) {
    let console = Console(output: .memory, errors: .memory)
    let dispatcher = Dispatcher(
        commands: [Echo.self, Other.self], console: console, environment: environment, version: "9.9")
    let code = dispatcher.run(arguments)
    return (code, console.capturedText.output, console.capturedText.errors)
}

@Suite("Command line")
struct CommandLineTests {
    @Test("Options are read in every form that getopt_long knows")
    func forms() {
        let expected = "[\"a\", \"-x\"] 5 - red true [\"p=q\", \"r=s\"] -\n"
        for arguments in [
            ["a", "--count", "5", "--colour=red", "--map", "p=q", "-l", "--map=r=s", "--", "-x"],
            ["-n5", "--col", "red", "a", "-l", "--map", "p=q", "--map", "r=s", "--", "-x"],
            ["-ln", "5", "--colour", "green", "--colour", "red", "--map=p=q", "--map=r=s", "--", "a", "-x"],
        ] {
            let console = Console(output: .memory, errors: .memory)
            let dispatcher = Dispatcher(commands: [Echo.self], console: console, environment: [:], version: "")
            #expect(dispatcher.run(["echo", "back"] + arguments) == .failedRecords)
            #expect(console.capturedText.output == expected)
        }
    }

    @Test("The command line wins over the environment, that over the settings file, that over the default")
    func precedence() throws {
        let file = try TemporaryFile(
            #"{"count": 7, "loud": false, "echo back": {"count": 6, "map": ["a=b", "c=d"], "wait": "2s"}}"#)
        let variables = ["MUSTER_COUNT": "8", "MUSTER_CONFIG": file.path]
        #expect(run("echo", "back", "x").output.contains("] 3 "))
        #expect(
            run("echo", "back", "x", "--config", file.path).output
                == "[\"x\"] 6 2.0 seconds - false [\"a=b\", \"c=d\"] -\n")
        #expect(run("echo", "back", "x", environment: variables).output.contains("] 8 "))
        #expect(run("echo", "back", "x", "--count", "9", environment: variables).output.contains("] 9 "))
        #expect(run("echo", "back", "x", environment: ["MUSTER_SECRET": "s"]).output.hasSuffix(" s\n"))
    }

    @Test("A wrong command line exits 2 with one line that names what is wrong and the nearest right word")
    func usageErrors() {
        let cases: [(arguments: [String], message: String)] = [
            (["ekho"], "unknown command \"ekho\"; did you mean \"muster echo\"?"),
            (["echo", "bakc", "x"], "unknown command \"echo bakc\"; did you mean \"muster echo back\"?"),
            (["quite-different"], "unknown command \"quite-different\"; muster --help lists them"),
            (["echo", "back"], "WHAT is missing; muster echo back --help"),
            (["echo", "back", "a", "b", "c"], "unexpected \"c\"; muster echo back --help"),
            (["echo", "back", "a", "--cuont", "1"], "unknown option --cuont; did you mean --count?"),
            (["echo", "back", "a", "--co"], "option --co could be any of --colour, --config, --count"),
            (["echo", "back", "a", "--count"], "option --count needs a value"),
            (["echo", "back", "a", "-n"], "option --count needs a value"),
            (["echo", "back", "a", "--loud=yes"], "option --loud takes no value"),
            (["echo", "back", "a", "-z"], "unknown option -z"),
            (["echo", "back", "a", "--count", "0"], "--count must be a whole number from 1 to 9"),
            (["echo", "back", "a", "--wait", "5"], "--wait must be a length of time such as 500ms, 30s, 15m or 24h"),
            (["echo", "back", "a", "--colour", "gren"], "--colour must be one of red, green; did you mean green?"),
            (["--json", "other"], "a command must come before --json; muster --help lists them"),
        ]
        for (arguments, message) in cases {
            let console = Console(output: .memory, errors: .memory)
            let dispatcher = Dispatcher(
                commands: [Echo.self, Other.self], console: console, environment: [:], version: "")
            #expect(dispatcher.run(arguments) == .usage, "\(arguments)")
            #expect(console.capturedText.output.isEmpty, "\(arguments)")
            if !arguments.contains("--json") {
                #expect(console.capturedText.errors == "muster: \(message)\n", "\(arguments)")
            }
        }
        #expect(run("echo", "back", "x", environment: ["MUSTER_COUNT": "no"]).errors.contains("MUSTER_COUNT must be"))
    }

    @Test("With --json an error is one JSON object on standard error")
    func jsonErrors() {
        let result = run("other", "--json")
        #expect(result.code == .refused)
        #expect(result.output.isEmpty)
        #expect(
            result.errors
                == #"{"error":{"code":"no","message":"the server said no","details":["because"],"exitCode":3}}"# + "\n")
        #expect(run("other", environment: ["MUSTER_JSON": "true"]).errors.hasPrefix("{"))
        #expect(run("other").errors == "muster: the server said no\n  because\n")
    }

    @Test("Help is generated for the program, for a group and for a command")
    func help() {
        let whole = run("--help")
        #expect(whole.code == .done)
        #expect(whole.output.contains("echo back  tells what it was given\n"))
        #expect(whole.output.contains("Exit codes: 0 done"))
        #expect(run("echo", "--help").output.contains("Usage: muster echo COMMAND"))
        #expect(run("echo").code == .usage)
        let one = run("echo", "back", "--help")
        #expect(one.code == .done)
        #expect(one.output.contains("Usage: muster echo back WHAT [MORE] [options]"))
        #expect(one.output.contains("-n, --count N"))
        #expect(one.output.contains("how often (default 3; or MUSTER_COUNT)"))
        #expect(run("help", "echo", "back").output == one.output)
        #expect(run("--version").output == "muster 9.9\n")
        #expect(run().code == .usage)
        for line in one.output.split(separator: "\n") { #expect(line.count <= 100) }
    }
}
