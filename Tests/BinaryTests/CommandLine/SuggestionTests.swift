// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Testing

@testable internal import muster

@Suite("Suggestions")
struct SuggestionTests {
    @Test(
        "Distances are those of the optimal string alignment",
        arguments: [
            ("", "", 0), ("a", "", 1), ("kitten", "sitting", 3), ("ab", "ba", 1), ("ca", "abc", 3), ("card", "card", 0),
            ("enrol", "enroll", 1),
        ])
    func distances(left: String, right: String, distance: Int) {
        #expect(Suggestion.distance(left, right) == distance)
        #expect(Suggestion.distance(right, left) == distance)
    }

    @Test("Only a word that is near enough to have been meant is suggested")
    func nearest() {
        let words = ["enroll", "batch", "card", "consumer"]
        #expect(Suggestion.nearest(to: "enrol", among: words) == "enroll")
        #expect(Suggestion.nearest(to: "bacth", among: words) == "batch")
        #expect(Suggestion.nearest(to: "xyz", among: words) == nil)
        #expect(Suggestion.nearest(to: String(repeating: "c", count: 5000), among: words) == nil)
        #expect(Suggestion.nearest(to: "card", among: []) == nil)
    }
}
