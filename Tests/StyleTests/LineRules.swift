// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Rules that need only the text of a file.
enum LineRules {
    static let columnCountMax = 120
    static let lineCountMax = 500
    static let byteCountMax = 400_000
    static let header = "// Copyright the Muster authors. Licensed under the Apache License, Version 2.0."
    /// Written in two halves, so that this file passes its own rule.
    static let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

    static func width(_ file: Tree.File) -> [Fault] {
        // Bytes first: counting characters is slow, and a line has no more of them than bytes.
        each(file) { line in
            guard line.utf8.count > columnCountMax, line.count > columnCountMax else { return nil }
            return "\(line.count) columns; at most \(columnCountMax)"
        }
    }

    static func tabs(_ file: Tree.File) -> [Fault] {
        each(file) { $0.utf8.contains(UInt8(ascii: "\t")) ? "a tab; indent with spaces" : nil }
    }

    static func trailingSpaces(_ file: Tree.File) -> [Fault] {
        each(file) { $0.utf8.last == UInt8(ascii: " ") ? "spaces at the end" : nil }
    }

    static func unfinished(_ file: Tree.File) -> [Fault] {
        let present = marks.filter { file.text.contains($0) }
        guard !present.isEmpty else { return [] }
        return each(file) { line in
            present.first { mark in words(of: line).contains(Substring(mark)) }
                .map { "\($0): finish it, or write an issue" }
        }
    }

    static func length(_ file: Tree.File) -> [Fault] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        return count > lineCountMax ? [Fault(file.path, "\(count) lines; at most \(lineCountMax)")] : []
    }

    static func opening(_ file: Tree.File) -> [Fault] {
        let lines = file.lines
        guard lines.first == Substring(header) else { return [Fault(file.path, 1, "the licence header is missing")] }
        guard lines.count > 1, lines[1].isEmpty else { return [Fault(file.path, 2, "a blank line follows the header")] }
        return []
    }

    static func size(_ file: Tree.File) -> [Fault] {
        file.byteCount > byteCountMax ? [Fault(file.path, "\(file.byteCount) bytes; at most \(byteCountMax)")] : []
    }

    private static func words(of line: Substring) -> [Substring] {
        line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    }

    private static func each(_ file: Tree.File, _ says: (Substring) -> String?) -> [Fault] {
        file.lines.enumerated().compactMap { number, line in
            says(line).map { Fault(file.path, number + 1, $0) }
        }
    }
}
