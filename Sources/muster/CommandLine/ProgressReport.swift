// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// Shows how far long work has come: on a terminal one line that is drawn again and again, elsewhere a plain line every
/// few seconds.
final class ProgressReport {
    /// A reading of the work.
    struct Reading {
        /// What is being done, such as `checking`.
        var phase: String
        /// What counts, such as rows.
        var done: Int
        /// From 0 to 1, when it is known.
        var fraction: Double?
        /// Anything more to say, such as a number of failures.
        var remark = ""
    }

    private let console: Console
    private let interval: Duration
    private let now: () -> MonotonicInstant
    private var phase = ""
    private var phaseStart: MonotonicInstant
    private var phaseDone = 0
    private var phaseFraction = 0.0
    private var last: MonotonicInstant?
    private var isDrawn = false

    init(console: Console, now: @escaping () -> MonotonicInstant = { .now }) {
        self.console = console
        self.now = now
        interval = console.isErrorTerminal ? .milliseconds(100) : .seconds(5)
        phaseStart = now()
    }

    /// Shows a reading, unless the last one was shown a moment ago.
    func show(_ reading: Reading) {
        let now = now()
        if reading.phase != phase {
            phase = reading.phase
            phaseStart = now
            phaseDone = reading.done
            phaseFraction = reading.fraction ?? 0
            last = now
            return
        }
        if let last, now.duration(since: last) < interval { return }
        last = now
        let text = line(reading, elapsed: now.duration(since: phaseStart))
        if console.isErrorTerminal {
            console.say("\r\u{1B}[K" + text, newline: false)
            isDrawn = true
        } else {
            console.say(text)
        }
    }

    /// Takes the line away, so that something else can be said.
    func clear() {
        if isDrawn { console.say("\r\u{1B}[K", newline: false) }
        isDrawn = false
    }

    private func line(_ reading: Reading, elapsed: Duration) -> String {
        let seconds = elapsed / .seconds(1)
        let rate = seconds > 0 ? Double(reading.done - phaseDone) / seconds : 0
        var text = reading.phase
        if let fraction = reading.fraction, console.isErrorTerminal {
            let filled = Int(min(1, max(0, fraction)) * 20)
            text += "  [" + String(repeating: "#", count: filled) + String(repeating: "·", count: 20 - filled) + "]"
        }
        if let fraction = reading.fraction { text += "  \(Int(fraction * 100)) %" }
        text += "  \(Figures.grouped(reading.done)) rows  \(Figures.grouped(Int(rate)))/s"
        if let fraction = reading.fraction, fraction > phaseFraction, seconds >= 1 {
            text += "  \(Figures.time(seconds * (1 - fraction) / (fraction - phaseFraction))) left"
        }
        return reading.remark.isEmpty ? text : text + "  " + reading.remark
    }
}
