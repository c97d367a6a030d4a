// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

/// Our style, held to the whole tree.
@Suite struct StyleTests {
    private static let written = [".swift", ".c", ".cpp", ".h", ".py", ".sh"]
    private static let texts = written + [".md", ".modulemap", ".yml", ".json", ".html", ".css", ".js"]

    private func files(_ endings: [String]) -> [Tree.File] {
        Tree.files.filter { file in endings.contains { file.path.hasSuffix($0) } }
    }

    private func none(_ faults: [Fault]) {
        #expect(faults.isEmpty, Comment(rawValue: report(faults)))
    }

    @Test("The tree is found: a check that sees no file would pass on anything.")
    func seesTheTree() throws {
        #expect(Tree.swift(in: "Sources").count > 100)
        #expect(Tree.swift(in: "Tests").count > 50)
        #expect(try map().dependencies.count >= 17)
        #expect(try map().libraries.count >= 6)
    }

    @Test("No line of code is wider than 120 columns.")
    func width() { none(files(Self.written).flatMap(LineRules.width)) }

    @Test("No tabs and no spaces at the end of a line.")
    func blanks() {
        none(files(Self.written).flatMap(LineRules.tabs))
        none(files(Self.written).flatMap(LineRules.trailingSpaces))
    }

    @Test("Nothing is marked as left for later.")
    func unfinished() {
        let texts = files(Self.texts).filter { !$0.path.contains("/Vectors/") }
        none(texts.flatMap(LineRules.unfinished))
    }

    @Test("No source file is longer than 500 lines.")
    func length() { none(Tree.swift(in: "Sources", "Tests", "Benchmarks").flatMap(LineRules.length)) }

    @Test("Every Swift file opens with the licence header and a blank line.")
    func headers() { none(Tree.swift(in: "Sources", "Tests", "Benchmarks").flatMap(LineRules.opening)) }

    @Test("No tracked file is larger than 400 kB.")
    func size() { none(Tree.files.flatMap(LineRules.size)) }

    @Test("Library code neither traps nor prints; the program prints, and does not trap either.")
    func bannedCalls() {
        none(
            Tree.swift(in: "Sources").flatMap {
                CodeRules.bannedCalls($0, mayPrint: $0.path.hasPrefix("Sources/muster/"))
            })
    }

    @Test("Every function fits on a screen of 70 lines.")
    func functionLength() { none(Tree.swift(in: "Sources").flatMap(CodeRules.functionLength)) }

    @Test("Modules use only what stands below them.")
    func arrows() throws {
        none(ArrowRules.downwards(try map()))
        none(ArrowRules.walled(try map()))
    }

    @Test("A C library is used by its one owner.")
    func ownership() throws { none(ArrowRules.ownership(try map())) }

    @Test("A file imports only what its module declares.")
    func imports() throws {
        let map = try map()
        none(
            map.dependencies.keys.flatMap { module in
                Tree.swift(in: "Sources/" + module, "Benchmarks/" + module).flatMap {
                    ArrowRules.imports($0, of: module, map)
                }
            })
    }

    @Test("Every module has tests in the folder that mirrors it.")
    func mirrored() throws {
        let folders = Set(Tree.swift(in: "Tests").compactMap { $0.path.split(separator: "/").dropFirst().first })
        none(ArrowRules.mirrored(try map(), testFolders: Set(folders.map(String.init))))
    }

    @Test("The changelog has its form.")
    func changelog() throws { none(DocumentRules.changelog(try #require(Tree.file("CHANGELOG.md")))) }

    @Test("Links between our pages lead somewhere.")
    func links() {
        let paths = Set(Tree.files.map(\.path))
        none(
            files([".md"]).flatMap { page in
                DocumentRules.links(page) { target in
                    paths.contains(target) || paths.contains { $0.hasPrefix(target + "/") }
                }
            })
    }

    private func map() throws -> ModuleMap {
        ModuleMap(manifest: try #require(Tree.file("Package.swift")).text)
    }
}
