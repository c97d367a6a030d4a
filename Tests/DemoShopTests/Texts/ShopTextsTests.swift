// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Pages
import Testing

@testable import DemoShop

/// Five languages say the same.
@Suite struct ShopTextsTests {
    /// Every text of a structure, with where it stands.
    private func texts(_ value: Any, _ path: String = "") -> [(path: String, text: String)] {
        Mirror(reflecting: value).children.flatMap { child -> [(path: String, text: String)] in
            let path = path + "." + (child.label ?? "")
            if let text = child.value as? String { return [(path, text)] }
            return texts(child.value, path)
        }
    }

    private func gaps(_ text: String) -> [String] {
        ["{}", "{terms}", "{privacy}"].filter { text.contains($0) }
    }

    @Test("No text is empty but those that no page shows, and each has the gaps of the English one.")
    func gaps() {
        let english = texts(ShopTexts.english)
        #expect(english.count > 120)
        for language in PageLanguage.allCases {
            let others = texts(ShopTexts.of(language))
            for (one, other) in zip(english, others) {
                #expect(one.path == other.path && gaps(one.text) == gaps(other.text), "\(language) \(one.path)")
                if !one.path.hasPrefix(".faults") { #expect(!other.text.isEmpty, "\(language) \(one.path)") }
            }
        }
    }

    @Test("No language was left in English.", arguments: PageLanguage.allCases)
    func translated(language: PageLanguage) {
        guard language != .english else { return }
        let same = zip(texts(ShopTexts.english), texts(ShopTexts.of(language))).filter { one, other in
            one.text == other.text && !one.text.isEmpty
        }
        let allowed: Set<String> = ["Monstera", "Token", "Code", "Total"]
        #expect(same.filter { !allowed.contains($0.0.text) }.isEmpty, "\(same.map(\.0.path))")
    }
}
