// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// What a benchmark found, beside its ceiling measured in the same run.
struct Figure {
    var name: String
    /// Work done in a second.
    var rate: Double
    var unit: String
    /// What the bare engine does in a second; nil for figures without one.
    var ceiling: Double?
    var ceilingName = ""
    /// The ratio that the project aims at.
    var target: Double?
    /// Their ratio, when it is not just that of the two rates.
    var ratio: Double?
    var remark = ""
}

/// Prints figures as lines of a table.
enum Report {
    static func heading(_ text: String) {
        print("\n\(text)")
    }

    static func line(_ figure: Figure) {
        var text = "  " + padded(figure.name, 44) + padded(rounded(figure.rate) + " " + figure.unit, 20)
        if let ceiling = figure.ceiling, ceiling > 0 {
            text += padded(figure.ceilingName + " " + rounded(ceiling), 34)
            text += "ratio " + twoDigits(figure.ratio ?? figure.rate / ceiling)
            if let target = figure.target { text += " (target \(twoDigits(target)))" }
        }
        if !figure.remark.isEmpty { text += "  " + figure.remark }
        print(text)
    }

    static func value(_ name: String, _ value: String) {
        print("  " + padded(name, 44) + value)
    }

    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    static func rounded(_ number: Double) -> String {
        if number >= 100 { return grouped(Int(number.rounded())) }
        return twoDigits(number)
    }

    static func twoDigits(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        return "\(hundredths / 100)." + (hundredths % 100 < 10 ? "0" : "") + "\(hundredths % 100)"
    }

    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(number))
        var at = digits.count - 3
        while at > 0 {
            digits.insert(",", at: at)
            at -= 3
        }
        return String(digits)
    }
}

/// A benchmark that found its work not done: its figure is not printed.
struct BenchFailure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Seconds that `body` takes.
func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = MonotonicInstant.now
    try body()
    let parts = MonotonicInstant.now.duration(since: start).components
    return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
}

/// Runs two ways to do the same work in turn and gives the median rate of each: a shared machine drifts.
func paired(
    rounds: Int, work: Double, ours: () throws -> Void, ceiling: () throws -> Void
) rethrows -> (ours: Double, ceiling: Double) {
    var rates: (ours: [Double], ceiling: [Double]) = ([], [])
    for _ in 0..<rounds {
        rates.ours.append(work / (try seconds(ours)))
        rates.ceiling.append(work / (try seconds(ceiling)))
    }
    return (rates.ours.sorted()[rounds / 2], rates.ceiling.sorted()[rounds / 2])
}
