// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@Suite struct DocumentRulesTests {
    private func page(_ text: String) -> Tree.File {
        Tree.File(path: "docs/a.md", byteCount: text.utf8.count, text: text)
    }

    private static let changelog = """
        # Changelog

        Words.

        ## Unreleased

        ### Safety and performance

        - One thing, on
          two lines.

        ### Internals

        - Another.

        ## 1.0

        ### Features

        - A third.
        """

    @Test("A changelog in its form passes.")
    func soundChangelog() {
        let faults = DocumentRules.changelog(page(Self.changelog))
        #expect(faults.isEmpty, Comment(rawValue: report(faults)))
    }

    @Test(
        "Every broken form of a changelog is seen.",
        arguments: [
            ("# Changelog", "# Changes"), ("## Unreleased", "## 2.0"), ("### Internals", "### Misc"),
            ("- Another.", ""), ("- Another.", "- Another"), ("  two lines.", "two lines."),
            ("### Internals", "### Safety and performance"), ("### Features\n\n", ""),
        ])
    func brokenChangelog(from: String, to: String) {
        #expect(!DocumentRules.changelog(page(Self.changelog.replacing(from, with: to))).isEmpty)
    }

    @Test("A link to nowhere is seen; links out of the tree and into a page are left alone.")
    func links() {
        let text = "[a](b.md#c) [d](../README.md) [e](https://x.example) [f](#g)\n[h](gone.md)"
        let faults = DocumentRules.links(page(text)) { ["docs/b.md", "README.md"].contains($0) }
        #expect(faults.map(\.line) == [2])
    }
}
