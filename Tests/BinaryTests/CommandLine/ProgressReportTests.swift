// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Testing

@testable internal import muster

@Suite("Progress and figures")
struct ProgressReportTests {
    private final class Time {
        var nanoseconds: Int64 = 0
        func advance(seconds: Int) { nanoseconds += Int64(seconds) * 1_000_000_000 }
    }

    @Test("Away from a terminal a plain line comes every five seconds, with rows, rate and time left")
    func plainLines() {
        let console = Console(output: .memory, errors: .memory)
        let time = Time()
        let report = ProgressReport(console: console) { MonotonicInstant(nanoseconds: time.nanoseconds) }
        func show(_ rows: Int) {
            report.show(.init(phase: "enrolling", done: rows, fraction: Double(rows) / 100_000))
        }
        show(0)
        time.advance(seconds: 4)
        show(8000)
        #expect(console.capturedText.errors.isEmpty)
        time.advance(seconds: 1)
        show(10_000)
        time.advance(seconds: 1)
        show(12_000)
        time.advance(seconds: 4)
        show(20_000)
        report.clear()
        #expect(
            console.capturedText.errors
                == "enrolling  10 %  10,000 rows  2,000/s  45 s left\n"
                + "enrolling  20 %  20,000 rows  2,000/s  40 s left\n"
        )
        #expect(console.capturedText.output.isEmpty)
    }

    @Test(
        "Numbers are grouped by thousands",
        arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1000, "-1,000")])
    func grouped(number: Int, text: String) {
        #expect(Figures.grouped(number) == text)
    }

    @Test(
        "Times are as exact as people want them",
        arguments: [
            (0.04, "0.0 s"), (0.44, "0.4 s"), (9.94, "9.9 s"), (12.4, "12 s"), (59.4, "59 s"), (200, "3 min 20 s"),
            (7500, "2 h 5 min"),
        ])
    func times(seconds: Double, text: String) {
        #expect(Figures.time(seconds) == text)
    }
}
