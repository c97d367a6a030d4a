// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Testing

@testable internal import IssuerKit

@Suite("Poll estimate")
struct PollEstimateTests {
    private func instant(_ seconds: Double) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: Int64(seconds * 1_000_000_000))
    }

    /// The estimate after `seconds` with batches that take `latency`, `inFlight` of them at a time, each asked for when
    /// the estimate of its acceptance says; and the share of the later ones that were asked for too early.
    private func run(
        latency: Double, inFlight: Int, seconds: Double, from start: Double, estimate: PollEstimate
    ) -> (estimate: PollEstimate, earlyShare: Double) {
        var estimate = estimate
        // Each slot is due at `at`: to accept a batch, or to ask for the one that it accepted.
        var slots = (0..<inFlight).map { slot in (at: start + Double(slot) * 0.001, accepted: nil as Double?) }
        var (answers, early) = (0, 0)
        while let slot = slots.indices.min(by: { slots[$0].at < slots[$1].at }), slots[slot].at < start + seconds {
            let now = slots[slot].at
            guard let accepted = slots[slot].accepted else {
                slots[slot] = (now + estimate.time / .seconds(1), now)
                continue
            }
            let isDone = now - accepted >= latency
            estimate.note(isDone: isDone, acceptedAt: instant(accepted), now: instant(now))
            if now > start + seconds / 2 {
                answers += 1
                early += isDone ? 0 : 1
            }
            // Asked for too early, a batch is asked for again until it is done; then the next one takes its place.
            slots[slot] = (isDone ? now : accepted + latency, nil)
        }
        return (estimate, answers == 0 ? 0 : Double(early) / Double(answers))
    }

    @Test(
        "It finds the time that batches take, however many answer at once, and does not run away from it",
        arguments: [(0.02, 4), (0.02, 128), (0.3, 128), (2.0, 128), (2.0, 8), (5.0, 100)])
    func finds(latency: Double, inFlight: Int) {
        let first = PollEstimate(first: .milliseconds(50), max: .seconds(15))
        let (estimate, earlyShare) = run(
            latency: latency, inFlight: inFlight, seconds: 10 + 60 * latency, from: 1, estimate: first)
        let time = estimate.time / .seconds(1)
        #expect(time >= latency * 0.6 && time <= max(latency * 2, 0.06), "\(time)")
        #expect(earlyShare < 0.5, "\(earlyShare)")
    }

    @Test("It follows a network that becomes quicker")
    func follows() {
        let first = PollEstimate(first: .milliseconds(50), max: .seconds(15))
        let slow = run(latency: 3, inFlight: 100, seconds: 100, from: 1, estimate: first).estimate
        #expect(slow.time > .seconds(1.5))
        let quick = run(latency: 0.1, inFlight: 100, seconds: 100, from: 1000, estimate: slow).estimate
        #expect(quick.time < .milliseconds(250))
    }

    @Test("A burst of answers about batches that were timed alike counts as one")
    func burst() {
        var estimate = PollEstimate(first: .milliseconds(50), max: .seconds(15))
        for answer in 0..<200 {
            estimate.note(isDone: false, acceptedAt: instant(1), now: instant(1.05 + Double(answer) / 1000))
        }
        #expect(estimate.time == .milliseconds(75))
    }
}
