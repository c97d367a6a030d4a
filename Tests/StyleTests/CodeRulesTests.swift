// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@Suite struct CodeRulesTests {
    private func file(_ text: String) -> Tree.File {
        Tree.File(path: "a.swift", byteCount: text.utf8.count, text: text)
    }

    @Test(
        "Every banned form is seen.",
        arguments: [
            "let a = try! b()", "let a = b as! C", "fatalError(\"no\")", "print(a)", "if x { print(a) }",
            "let a = b!", "let a = b()!", "let a = b[0]!.c", "let a = { b }()!", "let a: String!", "f(a!, b)",
            "let a = \"b\"!", "let a = \"\\(b!)\"",
        ])
    func banned(line: String) {
        #expect(CodeRules.bannedCalls(file(line), mayPrint: false).map(\.line) == [1])
    }

    @Test(
        "What only looks like a banned form is left alone.",
        arguments: [
            "if a != b {}", "if a() != b {}", "if !a && !b {}", "f(!a)", "[!a]", "// try! print(a) b!",
            "/* as! /* a! */ print(a) */", "let a = \"try! b as! c print(d) e!\"", "debugPrint(a)", "out.print(a)",
            "let a = #\"b\"! \"#", "let a = \"\\(b ? \"c!\" : \"d\")!\"", "try? a()", "try a()",
            "let a = \"\"\"\n    print(b) c!\n    \"\"\"", "let fatalErrors = 1", "a = b as? C",
        ])
    func allowed(text: String) {
        let faults = CodeRules.bannedCalls(file(text), mayPrint: false)
        #expect(faults.isEmpty, Comment(rawValue: report(faults)))
    }

    @Test("The program may print, and still may not trap.")
    func program() {
        #expect(CodeRules.bannedCalls(file("print(a)"), mayPrint: true).isEmpty)
        #expect(CodeRules.bannedCalls(file("print(a!)"), mayPrint: true).count == 1)
    }

    @Test("The function rule lets exactly 70 lines pass, nested functions and braces in text included.")
    func functionLength() {
        func function(_ lines: Int) -> String {
            "func a() {\n" + String(repeating: "    b(\"}\")\n", count: lines - 2) + "}\n"
        }
        #expect(CodeRules.functionLength(file(function(70))).isEmpty)
        #expect(CodeRules.functionLength(file("protocol P {\n    func c()\n}\n" + function(71))).map(\.line) == [4])
        #expect(CodeRules.functionLength(file("struct S {\n" + String(repeating: "\n", count: 90) + "}")).isEmpty)
    }

    @Test("Imports are read with any access level and kind.")
    func imports() {
        let text =
            "import A\ninternal import B\n@testable import C\nimport struct D.E\npublic import func F.g\n// import H"
        #expect(CodeRules.imports(file(text)).map(\.module) == ["A", "B", "C", "D", "F"])
    }
}
