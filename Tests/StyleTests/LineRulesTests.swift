// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

/// Each rule on text that breaks it: a check that cannot fail checks nothing.
@Suite struct LineRulesTests {
    private func file(_ text: String) -> Tree.File {
        Tree.File(path: "a.swift", byteCount: text.utf8.count, text: text)
    }

    @Test("The width rule counts characters and lets exactly 120 pass.")
    func width() {
        #expect(LineRules.width(file(String(repeating: "é", count: 120))).isEmpty)
        #expect(LineRules.width(file("a\n" + String(repeating: "x", count: 121))).map(\.line) == [2])
    }

    @Test("The rules on blanks see a tab and a space at the end.")
    func blanks() {
        #expect(LineRules.tabs(file("a\n\tb")).map(\.line) == [2])
        #expect(LineRules.trailingSpaces(file("a \nb")).map(\.line) == [1])
        #expect(LineRules.tabs(file("    a")).isEmpty && LineRules.trailingSpaces(file("    a")).isEmpty)
    }

    @Test("The rule on unfinished work sees every mark, as a word of its own only.", arguments: LineRules.marks)
    func unfinished(mark: String) {
        #expect(LineRules.unfinished(file("// \(mark): later")).map(\.line) == [1])
        #expect(LineRules.unfinished(file("let \(mark)S = 1")).isEmpty)
    }

    @Test("The length rule lets exactly 500 lines pass.")
    func length() {
        #expect(LineRules.length(file(String(repeating: "a\n", count: 500))).isEmpty)
        #expect(LineRules.length(file(String(repeating: "a\n", count: 501))).count == 1)
    }

    @Test("The header rule wants the header first and a blank line after it.")
    func opening() {
        #expect(LineRules.opening(file(LineRules.header + "\n\nimport A\n")).isEmpty)
        #expect(LineRules.opening(file("import A\n")).map(\.line) == [1])
        #expect(LineRules.opening(file(LineRules.header + "\nimport A\n")).map(\.line) == [2])
    }

    @Test("The size rule lets exactly 400,000 bytes pass.")
    func size() {
        #expect(LineRules.size(Tree.File(path: "a", byteCount: 400_000, text: "")).isEmpty)
        #expect(LineRules.size(Tree.File(path: "a", byteCount: 400_001, text: "")).count == 1)
    }
}
