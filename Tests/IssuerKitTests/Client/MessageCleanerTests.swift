// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Testing

@testable internal import IssuerKit

@Suite("Message cleaner")
struct MessageCleanerTests {
    @Test(
        "Nothing that a server may have repeated of what it was sent gets through",
        arguments: [
            ("card 5555555555554444 is bad", "card … is bad"),
            ("phone +12025550123.", "phone +…."),
            ("mail ada@example.test now", "mail … now"),
            ("row 12345 of 2026", "row 12345 of 2026"),
            ("two\nlines\u{7}", "two lines "),
            ("", ""),
        ])
    func cleans(text: String, expected: String) {
        #expect(MessageCleaner.clean(text) == expected)
    }

    @Test("A message of any length becomes a short one")
    func cuts() {
        #expect(MessageCleaner.clean(String(repeating: "word ", count: 10_000)).count == 301)
    }
}
