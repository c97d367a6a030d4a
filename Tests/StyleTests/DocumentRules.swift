// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Rules about what people read.
enum DocumentRules {
    static let changeKinds = ["Safety and performance", "Features", "Internals"]

    /// A title; versions with the newest first, beginning with Unreleased; in each the three kinds in order, none
    /// empty; every entry a sentence.
    static func changelog(_ file: Tree.File) -> [Fault] {
        var form = ChangelogForm(path: file.path)
        for (number, line) in file.lines.enumerated() { form.read(line, number: number + 1) }
        form.close()
        return form.faults
    }

    /// Links inside the tree lead somewhere.
    static func links(_ file: Tree.File, exists: (String) -> Bool) -> [Fault] {
        let folder = file.path.split(separator: "/").dropLast()
        return file.lines.enumerated().flatMap { number, line in
            targets(in: line).compactMap { target -> Fault? in
                let path = target.prefix { $0 != "#" }
                guard !path.isEmpty, !path.contains("://"), !path.hasPrefix("mailto:") else { return nil }
                var parts = Array(folder)
                for part in path.split(separator: "/") where part != "." {
                    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
                }
                let full = parts.joined(separator: "/")
                return exists(full) ? nil : Fault(file.path, number + 1, "the link leads nowhere: \(full)")
            }
        }
    }

    private static func targets(in line: Substring) -> [Substring] {
        line.ranges(of: "](").map { line[$0.upperBound...].prefix { $0 != ")" && $0 != " " } }
    }
}

/// Reads a changelog line by line.
private struct ChangelogForm {
    let path: String
    var faults: [Fault] = []
    private var sawTitle = false
    private var versions = 0
    private var kindsLeft = DocumentRules.changeKinds[...]
    private var kindLine: Int?
    private var entry: (line: Int, text: String)?

    init(path: String) { self.path = path }

    mutating func read(_ line: Substring, number: Int) {
        if number == 1 { sawTitle = line == "# Changelog" }
        if line.hasPrefix("## ") {
            closeKind()
            versions += 1
            if versions == 1 && line != "## Unreleased" { fault(number, "the first version is Unreleased") }
            kindsLeft = DocumentRules.changeKinds[...]
        } else if line.hasPrefix("### ") {
            closeKind()
            open(String(line.dropFirst(4)), number: number)
        } else if line.hasPrefix("- ") {
            closeEntry()
            if kindLine == nil && kindsLeft.count == DocumentRules.changeKinds.count {
                fault(number, "an entry outside a section")
            }
            kindLine = nil
            entry = (number, String(line))
        } else if line.hasPrefix("  "), let begun = entry {
            entry = (begun.line, begun.text + line)
        } else if !line.isEmpty && entry != nil {
            fault(number, "an entry goes on indented by two spaces")
        }
    }

    mutating func close() {
        closeKind()
        if !sawTitle { fault(1, "the title is: # Changelog") }
        if versions == 0 { fault(0, "no version") }
    }

    private mutating func open(_ kind: String, number: Int) {
        guard let place = kindsLeft.firstIndex(of: kind) else {
            fault(number, "sections, in this order: \(DocumentRules.changeKinds.joined(separator: ", "))")
            return
        }
        kindsLeft = kindsLeft[(place + 1)...]
        kindLine = number
    }

    private mutating func closeKind() {
        closeEntry()
        if let line = kindLine { fault(line, "an empty section") }
        kindLine = nil
    }

    private mutating func closeEntry() {
        if let entry, !entry.text.hasSuffix(".") {
            fault(entry.line, "an entry is a sentence and ends with a full stop")
        }
        entry = nil
    }

    private mutating func fault(_ line: Int, _ says: String) { faults.append(Fault(path, line, says)) }
}
