// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// One run of a command: its settings, its operands, and the world around it.
struct Invocation: Sendable {
    var command: CommandDeclaration
    var settings: [String: Setting]
    var operands: [String]
    var console: Console
    var clock: any WallClock = SystemClock()

    var isJSON: Bool { (try? flag("json")) ?? false }

    /// Whether a flag is set. In the environment and in files `1`, `true`, `yes`, `on` set it and `0`, `false`, `no`,
    /// `off` do not.
    func flag(_ name: String) throws(CommandFailure) -> Bool {
        guard let text = text(name) else { return false }
        switch text.lowercased() {
        case "1", "true", "yes", "on": return true
        case "0", "false", "no", "off": return false
        default: throw .usage("\(label(name)) must be true or false")
        }
    }

    /// The value of an option, or nil when nothing gave one.
    func text(_ name: String) -> String? {
        settings[name]?.values.last
    }

    /// All values of an option that may be given several times.
    func texts(_ name: String) -> [String] {
        settings[name]?.values ?? []
    }

    /// The value of an option that has a default or is required.
    func required(_ name: String) throws(CommandFailure) -> String {
        guard let text = text(name) else { throw .usage("option --\(name) is needed", code: "missing-option") }
        return text
    }

    /// A whole number within limits.
    func number(_ name: String, in range: ClosedRange<Int>) throws(CommandFailure) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .usage("\(label(name)) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// A length of time: a number and `ms`, `s`, `m` or `h`.
    func duration(_ name: String) throws(CommandFailure) -> Duration? {
        guard let text = text(name) else { return nil }
        let units: [(suffix: String, milliseconds: Double)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000),
        ]
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let count = Double(text.dropLast(unit.suffix.count)), count >= 0, count < 1_000_000 else { break }
            return .milliseconds(Int64(count * unit.milliseconds))
        }
        throw .usage("\(label(name)) must be a length of time such as 500ms, 30s, 15m or 24h")
    }

    /// One of a few words.
    func choice(_ name: String, of choices: [String]) throws(CommandFailure) -> String? {
        guard let text = text(name) else { return nil }
        guard choices.contains(text) else {
            let hint = Suggestion.nearest(to: text, among: choices).map { "; did you mean \($0)?" } ?? ""
            throw .usage("\(label(name)) must be one of \(choices.joined(separator: ", "))\(hint)")
        }
        return text
    }

    /// The option as the person who set it knows it.
    private func label(_ name: String) -> String {
        switch settings[name]?.source {
        case .environment(let variable): variable
        case .file(let path): "\(name) in \(path)"
        default: "--\(name)"
        }
    }
}
