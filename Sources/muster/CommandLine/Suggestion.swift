// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The known word nearest to a mistyped one.
enum Suggestion {
    /// The nearest of `candidates`, or nil when none is near enough to be what was meant: at most one wrong, missing,
    /// extra or swapped letter in each three, and never more than a third of the word.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let scored = candidates.map { (candidate: $0, distance: distance(word, $0)) }
        guard let best = scored.min(by: { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }) else {
            return nil
        }
        let tolerance = max(1, min(best.candidate.count, word.count) / 3)
        return best.distance <= tolerance ? best.candidate : nil
    }

    /// Edits between two words, a swap of neighbours counting as one (optimal string alignment). Words longer than 64
    /// letters are never near anything: the work stays bounded whatever is typed.
    static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count <= 64, right.count <= 64 else { return max(left.count, right.count) }
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforePrevious = [Int](repeating: 0, count: right.count + 1)
        var previous = Array(0...right.count)
        for row in 1...left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in 1...right.count {
                let isSame = left[row - 1] == right[column - 1]
                current[column] = min(
                    previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (isSame ? 0 : 1))
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    current[column] = min(current[column], beforePrevious[column - 2] + 1)
                }
            }
            beforePrevious = previous
            previous = current
        }
        return previous[right.count]
    }
}
