// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// How an enrollment tells the time and waits. A test gives one whose waits are over at once.
protocol EnrollmentTimer: Sendable {
    var now: MonotonicInstant { get }

    /// Waits until a worker reports or it is time for the next action.
    ///
    /// - Parameters:
    ///   - due: when there is something to do without a report; nil when there is not.
    ///   - isIdle: whether no worker is busy, so that none will report.
    func wait<Report>(
        for reports: BlockingQueue<Report>, until due: MonotonicInstant?, isIdle: Bool
    ) -> [Report]
}

/// The machine's own time. Waits are short enough to notice soon that the user wants to stop.
struct SystemTimer: EnrollmentTimer {
    var now: MonotonicInstant { .now }

    func wait<Report>(
        for reports: BlockingQueue<Report>, until due: MonotonicInstant?, isIdle: Bool
    ) -> [Report] {
        let latest = now.later(by: .milliseconds(250))
        return reports.popAll(until: min(due ?? latest, latest))
    }
}
