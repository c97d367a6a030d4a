// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Who may use whom: the manifest's dependencies, read from its text.
struct ModuleMap {
    /// Swift modules of `Sources/` and what each declares.
    let dependencies: [String: Set<String>]
    /// Modules around C libraries.
    let libraries: Set<String>

    init(manifest: String) {
        var dependencies: [String: Set<String>] = [:]
        var libraries: Set<String> = []
        for call in Self.calls(in: manifest) {
            guard let name = call.strings.first else { continue }
            switch call.function {
            case "module":
                dependencies[name] = Set(call.strings(before: "resources:").dropFirst())
            case "executableTarget":
                dependencies[name] = Set(call.list(after: "dependencies:"))
            case "systemLibrary":
                libraries.insert(name)
            case "target" where name.hasPrefix("C") && !call.text.contains("dependencies:"):
                libraries.insert(name)
            default:
                break
            }
        }
        self.dependencies = dependencies
        self.libraries = libraries
    }

    /// Everything below a module.
    func below(_ name: String) -> Set<String> {
        var seen: Set<String> = []
        var waiting = [name]
        while let next = waiting.popLast() {
            for used in dependencies[next] ?? [] where seen.insert(used).inserted { waiting.append(used) }
        }
        return seen
    }

    /// A call in the manifest: its name, its text, and the string literals in it.
    private struct Call {
        let function: String
        let text: String

        var strings: [String] { ModuleMap.strings(in: text[...]) }

        func strings(before label: String) -> [String] {
            ModuleMap.strings(in: text[..<(text.firstRange(of: label)?.lowerBound ?? text.endIndex)])
        }

        func list(after label: String) -> [String] {
            guard let start = text.firstRange(of: label) else { return [] }
            return ModuleMap.strings(in: text[start.upperBound...].prefix { $0 != "]" })
        }
    }

    private static func strings(in text: Substring) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .compactMap { $0.offset % 2 == 1 ? String($0.element) : nil }
    }

    private static func calls(in manifest: String) -> [Call] {
        let functions = ["module", "executableTarget", "systemLibrary", "target"]
        let source = manifest.split(separator: "\n").filter { line in
            !line.drop { $0 == " " }.hasPrefix("//") && !line.contains("func ")
        }
        .joined(separator: "\n")
        return functions.flatMap { function in
            source.ranges(of: function + "(").compactMap { range -> Call? in
                let before = source[..<range.lowerBound].last
                guard before == nil || before == " " || before == "." || before == "\n" else { return nil }
                var depth = 1
                let text = source[range.upperBound...].prefix { character in
                    depth += character == "(" ? 1 : character == ")" ? -1 : 0
                    return depth > 0
                }
                return Call(function: function, text: String(text))
            }
        }
    }
}
