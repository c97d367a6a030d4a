// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

// getopt_long keeps its state in C globals, which are only touched under the lock below.
@preconcurrency internal import CGetopt
internal import Glibc
internal import Synchronization

/// Splits a command line into options and operands with the C library's getopt_long: `--name VALUE`, `--name=VALUE`,
/// unambiguous abbreviations, bundled short options, options after operands, and `--` as the end of options.
enum OptionParser {
    struct Result: Sendable, Equatable {
        /// The values of each option that was given, by name; a flag has the value `true`.
        var values: [String: [String]] = [:]
        var operands: [String] = []
    }

    private static let lock = Mutex(())

    static func parse(
        _ arguments: [String], options: [OptionDeclaration]
    ) throws(CommandFailure) -> Result {
        for argument in arguments where argument.utf8.contains(0) {
            throw .usage("an argument holds a NUL character")
        }
        return try lock.withLock { _ throws(CommandFailure) in try parseLocked(arguments, options) }
    }

    private static func parseLocked(
        _ arguments: [String], _ options: [OptionDeclaration]
    ) throws(CommandFailure) -> Result {
        let strings = CStrings(["muster"] + arguments, options.map(\.name))
        defer { strings.free() }
        var longOptions = options.indices.map { index in
            option(
                name: strings.names[index], has_arg: options[index].kind == .flag ? 0 : 1, flag: nil,
                val: firstValue + Int32(index))
        }
        longOptions.append(option())
        optind = 0
        opterr = 0
        var result = Result()
        while true {
            let value = getopt_long(strings.count, strings.arguments, shortOptions(options), longOptions, nil)
            if value == -1 { break }
            guard let index = index(of: value, in: options) else {
                throw refusal(of: value, strings: strings, options: options)
            }
            let text = optarg.map { String(cString: $0) } ?? "true"
            if case .repeated = options[index].kind {
                result.values[options[index].name, default: []].append(text)
            } else {
                result.values[options[index].name] = [text]
            }
        }
        for index in Int(optind)..<Int(strings.count) {
            if let operand = strings.arguments[index] { result.operands.append(String(cString: operand)) }
        }
        return result
    }

    /// Values of long options lie above every character.
    private static let firstValue: Int32 = 0x200

    private static func index(of value: Int32, in options: [OptionDeclaration]) -> Int? {
        if value >= firstValue { return Int(value - firstValue) }
        return options.firstIndex { declaration in
            declaration.short?.asciiValue.map(Int32.init) == value
        }
    }

    /// The leading colon makes getopt tell a missing value from an unknown option.
    private static func shortOptions(_ options: [OptionDeclaration]) -> String {
        options.reduce(into: ":") { text, declaration in
            guard let short = declaration.short else { return }
            text.append(short)
            if declaration.kind != .flag { text.append(":") }
        }
    }

    private static func refusal(
        of value: Int32, strings: CStrings, options: [OptionDeclaration]
    ) -> CommandFailure {
        let given = strings.arguments[Int(max(1, optind)) - 1].map { String(cString: $0) } ?? ""
        if value == Int32(UInt8(ascii: ":")) {
            let name = index(of: optopt, in: options).map { "--" + options[$0].name } ?? given
            return .usage("option \(name) needs a value", code: "missing-value")
        }
        if optopt >= firstValue, let index = index(of: optopt, in: options) {
            return .usage("option --\(options[index].name) takes no value", code: "unexpected-value")
        }
        if optopt != 0, let scalar = Unicode.Scalar(UInt32(optopt)) {
            return .usage("unknown option -\(Character(scalar))", code: "unknown-option")
        }
        let name = String(given.drop { $0 == "-" }.prefix { $0 != "=" })
        let known = options.map(\.name)
        let abbreviated = known.filter { $0.hasPrefix(name) }
        if abbreviated.count > 1 {
            let choices = abbreviated.sorted().map { "--" + $0 }.joined(separator: ", ")
            return .usage("option --\(name) could be any of \(choices)", code: "ambiguous-option")
        }
        let hint = Suggestion.nearest(to: name, among: known).map { "; did you mean --\($0)?" } ?? ""
        return .usage("unknown option --\(name)\(hint)", code: "unknown-option")
    }
}

/// The argument vector and the option names as C strings, which getopt_long keeps pointing at while it runs.
private struct CStrings {
    let count: Int32
    let arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    let names: [UnsafePointer<CChar>?]
    private let owned: [UnsafeMutablePointer<CChar>?]

    init(_ arguments: [String], _ names: [String]) {
        let argumentPointers = arguments.map { strdup($0) }
        let namePointers = names.map { strdup($0) }
        count = Int32(arguments.count)
        self.arguments = .allocate(capacity: arguments.count + 1)
        for (index, pointer) in argumentPointers.enumerated() { self.arguments[index] = pointer }
        self.arguments[arguments.count] = nil
        self.names = namePointers.map { UnsafePointer($0) }
        owned = argumentPointers + namePointers
    }

    func free() {
        for pointer in owned { Glibc.free(pointer) }
        arguments.deallocate()
    }
}
