// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Labels and values, one pair a line, values below each other. Pairs without a value are left out.
struct LabelledLines {
    private var pairs: [(label: String, value: String)] = []

    mutating func add(_ label: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        pairs.append((label, value))
    }

    /// All lines; the last one ends with a line end too.
    var text: String {
        let width = pairs.map(\.label.count).max() ?? 0
        return pairs.map { pair in
            pair.label + String(repeating: " ", count: width - pair.label.count + 2) + pair.value + "\n"
        }.joined()
    }
}
