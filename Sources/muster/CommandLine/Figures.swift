// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Numbers and times as people read them.
enum Figures {
    /// `1,234,567`.
    static func grouped(_ number: Int) -> String {
        var groups: [String] = []
        var digits = String(number.magnitude)
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        groups.insert(digits, at: 0)
        return (number < 0 ? "-" : "") + groups.joined(separator: ",")
    }

    /// `0.4 s`, `12 s`, `3 min 20 s`, `2 h 5 min`.
    static func time(_ seconds: Double) -> String {
        if seconds < 9.95 { return "\(Double(Int(max(0, seconds) * 10 + 0.5)) / 10) s" }
        let whole = Int(min(seconds, 1e9) + 0.5)
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole % 3600 / 60) min"
    }
}
