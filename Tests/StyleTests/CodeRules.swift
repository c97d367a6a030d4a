// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Rules about what code says, blind to comments and literals.
enum CodeRules {
    static let functionLineCountMax = 70

    /// Calls that end the process, hide an error, or print past the log.
    static func bannedCalls(_ file: Tree.File, mayPrint: Bool) -> [Fault] {
        var faults: [Fault] = []
        for (number, line) in BareSource.lines(of: file.text).enumerated() {
            var says: [String] = []
            if has(line, word: "try", then: "!") { says.append("try!: handle the error") }
            if has(line, word: "as", then: "!") { says.append("as!: use as? and handle nil") }
            if has(line, word: "fatalError", then: "(") { says.append("fatalError: an operating error is handled") }
            if !mayPrint && has(line, word: "print", then: "(") { says.append("print: use the log") }
            if unwraps(line) { says.append("force unwrap: bind it and handle nil") }
            faults += says.map { Fault(file.path, number + 1, $0) }
        }
        return faults
    }

    /// A function fits on a screen.
    static func functionLength(_ file: Tree.File) -> [Fault] {
        var faults: [Fault] = []
        /// The line and the depth at which each open function began.
        var open: [(line: Int, depth: Int)] = []
        var announced: Int?
        var depth = 0
        for (number, line) in BareSource.lines(of: file.text).enumerated() {
            if has(line, word: "func") || has(line, word: "init", then: "(") { announced = number }
            for byte in line {
                switch byte {
                case UInt8(ascii: "{"):
                    if let start = announced { open.append((start, depth)) }
                    announced = nil
                    depth += 1
                case UInt8(ascii: "}"):
                    depth -= 1
                    // A requirement of a protocol has no body.
                    announced = nil
                    guard let last = open.last, last.depth == depth else { continue }
                    open.removeLast()
                    let count = number - last.line + 1
                    if count > functionLineCountMax {
                        faults.append(
                            Fault(file.path, last.line + 1, "\(count) lines; at most \(functionLineCountMax)"))
                    }
                default:
                    break
                }
            }
        }
        return faults
    }

    /// The modules that a file imports.
    static func imports(_ file: Tree.File) -> [(line: Int, module: String)] {
        BareSource.lines(of: file.text).enumerated().compactMap { number, line in
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count else { return nil }
            let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "let", "var", "typealias"]
            let named =
                kinds.contains(words[place + 1]) && place + 2 < words.count ? words[place + 2] : words[place + 1]
            return (number + 1, String(named.prefix { $0 != "." }))
        }
    }

    /// Whether `word` stands alone in the line with `then` right behind it, and is no member (".print(").
    private static func has(_ line: [UInt8], word: StaticString, then: Unicode.Scalar? = nil) -> Bool {
        let count = word.utf8CodeUnitCount
        guard line.count >= count else { return false }
        for start in 0...(line.count - count) {
            guard (0..<count).allSatisfy({ line[start + $0] == word.utf8Start[$0] }) else { continue }
            if start > 0, isName(line[start - 1]) || line[start - 1] == UInt8(ascii: ".") { continue }
            let next = start + count < line.count ? line[start + count] : UInt8(ascii: " ")
            if let then {
                if next == UInt8(ascii: then) { return true }
            } else if !isName(next) {
                return true
            }
        }
        return false
    }

    /// An exclamation mark right behind a name or a closing bracket, and not of `!=`, `try!` or `as!`.
    private static func unwraps(_ line: [UInt8]) -> Bool {
        for place in line.indices.dropFirst() where line[place] == UInt8(ascii: "!") {
            let before = line[place - 1]
            let closes = [
                UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\""), UInt8(ascii: "`"),
            ]
            guard isName(before) || closes.contains(before) else { continue }
            if place + 1 < line.count, line[place + 1] == UInt8(ascii: "=") { continue }
            let name = line[..<place].reversed().prefix(while: isName).reversed()
            if name.elementsEqual("try".utf8) || name.elementsEqual("as".utf8) { continue }
            return true
        }
        return false
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
