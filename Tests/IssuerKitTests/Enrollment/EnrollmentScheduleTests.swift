// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Testing

@testable internal import IssuerKit

@Suite("Enrollment schedule")
struct EnrollmentScheduleTests {
    private let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

    private func at(_ seconds: Double) -> MonotonicInstant {
        start.later(by: .milliseconds(Int64(seconds * 1000)))
    }

    private func draft(_ number: Int, cards: Int = 1, consumer: String? = nil) -> BatchDraft {
        let entry = BatchManifest.Entry(
            row: number, externalConsumerId: consumer ?? "c\(number)", externalCardId: "k\(number)")
        return BatchDraft(
            batch: LedgerBatch(number: number, rows: number...number, cardCount: cards, bytes: 0..<1),
            manifest: BatchManifest(entries: [entry]))
    }

    @Test(
        "A batch is asked for after 30 s, then at doubling intervals up to 15 min, and given up after 24 or 48 h"
    )
    func networkPolling() {
        for (cards, patienceHours) in [(100, 24), (101, 48)] {
            var schedule = EnrollmentSchedule(window: 1, poll: .network, retry: RetryPolicy())
            schedule.add(draft(1, cards: cards), now: start)
            #expect(schedule.next(now: start) == .submit(1))
            schedule.submitted(1, batchId: "b", now: start)
            var asked: [Duration] = []
            var verdict = EnrollmentSchedule.PollVerdict.wait
            while verdict == .wait, let due = schedule.nextDue {
                #expect(schedule.next(now: due.earlier(by: .nanoseconds(1))) == nil)
                #expect(schedule.next(now: due) == .poll(1, batchId: "b"))
                asked.append(due.duration(since: start))
                verdict = schedule.polled(1, isFinal: false, now: due)
            }
            #expect(Array(asked.prefix(5)) == [30, 90, 210, 450, 930].map { Duration.seconds($0) })
            #expect(asked[6] - asked[5] == .seconds(900) && asked[7] - asked[6] == .seconds(900))
            #expect(verdict == .giveUp)
            let last = asked.last ?? .zero
            #expect(last > .seconds(patienceHours * 3600) && last <= .seconds(patienceHours * 3600 + 900))
        }
    }

    @Test("On this machine the first question comes after 50 ms, and one answer alone changes nothing")
    func localPolling() throws {
        var schedule = EnrollmentSchedule(window: 100, poll: .local, retry: RetryPolicy())
        for number in 1...2 {
            schedule.add(draft(number), now: start)
            _ = schedule.next(now: start)
            schedule.submitted(number, batchId: "b", now: start)
            #expect(schedule.nextDue == at(0.05))
            #expect(schedule.next(now: at(0.05)) == .poll(number, batchId: "b"))
            #expect(schedule.polled(number, isFinal: false, now: at(0.05)) == .wait)
            schedule.settle(number)
        }
    }

    @Test("A batch that is not found is asked for after 2, 5 and 15 s within its first minute, and is lost then")
    func replicationLag() {
        var schedule = EnrollmentSchedule(window: 1, poll: .local, retry: RetryPolicy())
        schedule.add(draft(1), now: start)
        _ = schedule.next(now: start)
        schedule.submitted(1, batchId: "b", now: start)
        var waits: [Duration] = []
        var now = start
        while let due = schedule.nextDue {
            waits.append(due.duration(since: now))
            now = due
            _ = schedule.next(now: now)
            guard schedule.pollFailed(1, .service(404, .notFound), now: now, jitter: 0) == .wait else { break }
        }
        #expect(waits == [.milliseconds(50), .seconds(2), .seconds(5), .seconds(15)])

        // After the first minute it is lost at once.
        var late = EnrollmentSchedule(window: 1, poll: .local, retry: RetryPolicy())
        late.addAccepted(draft(2), batchId: "b", age: .seconds(61), now: start)
        _ = late.next(now: start)
        #expect(late.pollFailed(2, .service(404, .notFound), now: start, jitter: 0) == .lost)
    }

    @Test("Retry-After holds back every submission, but no question")
    func holdsSubmissions() {
        var schedule = EnrollmentSchedule(window: 5, poll: .local, retry: RetryPolicy())
        for number in 1...3 { schedule.add(draft(number), now: start) }
        #expect(schedule.next(now: start) == .submit(1))
        #expect(schedule.next(now: start) == .submit(2))
        schedule.submitted(1, batchId: "b1", now: start)
        let busy = IssuerClientError.service(429, .resourceExhausted, retryAfter: .seconds(7))
        #expect(schedule.submitFailed(2, busy, now: start, jitter: 0) == .retry)
        #expect(schedule.next(now: start) == nil)
        #expect(schedule.nextDue == at(0.05))
        #expect(schedule.next(now: at(0.05)) == .poll(1, batchId: "b1"))
        #expect(schedule.nextDue == at(7))
        #expect(schedule.next(now: at(6.9)) == nil)
        #expect(schedule.next(now: at(7)) == .submit(2))
        #expect(schedule.next(now: at(7)) == .submit(3))
    }

    @Test("Answers come before submissions, and the window is never exceeded")
    func orderAndWindow() {
        var schedule = EnrollmentSchedule(window: 2, poll: .local, retry: RetryPolicy())
        schedule.add(draft(1), now: start)
        #expect(schedule.hasRoom)
        schedule.addAccepted(draft(2), batchId: "b2", age: .seconds(1), now: start)
        #expect(!schedule.hasRoom)
        #expect(schedule.next(now: start) == .poll(2, batchId: "b2"))
        #expect(schedule.next(now: start) == .submit(1))
        #expect(schedule.next(now: start) == nil && schedule.nextDue == nil)
        schedule.settle(2)
        #expect(schedule.hasRoom && !schedule.isEmpty)
    }

    @Test("A consumer on its way conflicts until its batch is settled")
    func conflicts() {
        var schedule = EnrollmentSchedule(window: 5, poll: .local, retry: RetryPolicy())
        schedule.add(draft(1, consumer: "ada"), now: start)
        #expect(schedule.conflicts(draft(2, consumer: "ada").manifest))
        #expect(!schedule.conflicts(draft(2, consumer: "bob").manifest))
        schedule.settle(1)
        #expect(!schedule.conflicts(draft(2, consumer: "ada").manifest))
    }

    @Test("Failures to submit are tried again with growing waits; a new network gets four attempts, a known one eight")
    func submissionRetries() {
        for (isKnown, attempts) in [(false, 4), (true, 8)] {
            var schedule = EnrollmentSchedule(window: 5, poll: .local, retry: RetryPolicy(attemptsMax: 8))
            if isKnown {
                schedule.add(draft(9), now: start)
                _ = schedule.next(now: start)
                schedule.submitted(9, batchId: "b", now: start)
                schedule.settle(9)
            }
            schedule.add(draft(1), now: start)
            var now = start
            var tried = 0
            var verdict = EnrollmentSchedule.SubmitVerdict.retry
            while verdict == .retry, let due = schedule.nextDue {
                now = max(now, due)
                #expect(schedule.next(now: now) == .submit(1))
                tried += 1
                verdict = schedule.submitFailed(1, .timeout, now: now, jitter: 1)
            }
            #expect(tried == attempts && verdict == .stop)
        }
    }
}
