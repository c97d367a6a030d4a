// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Testing
import WireJSON

@testable import NetworkServer

@Suite("limits") struct LimitsTests {
    private func expectTooMany(_ answer: RunningServer.Answer) {
        #expect(answer.status == 429 && answer.reason == "RESOURCE_EXHAUSTED", "\(answer.text)")
        #expect(answer.detail.reason == "LIMIT_EXCEED")
        #expect((answer.header("Retry-After").flatMap(Int.init) ?? 0) >= 1)
    }

    @Test("a client has its burst of requests and no more; another client is not disturbed")
    func requests() throws {
        // One a second is so slow that three requests come within it.
        let server = try RunningServer({
            $0.requestsPerSecond = 1
            $0.requestsBurst = 30
        })
        let path = RunningServer.base + "/cards/0a1b2c3d-0000-8000-8000-0123456789ab"
        var statuses: [Int] = []
        for _ in 0..<200 where statuses.last != 429 {
            let answer = try server.call("GET", path, server.a.ids, as: server.a)
            statuses.append(answer.status)
            if answer.status == 429 { expectTooMany(answer) }
        }
        #expect(statuses.last == 429 && statuses.count > 30)
        #expect(try server.call("GET", path, server.b.ids, as: server.b).status == 404)
        #expect(try server.get("/healthz").status == 200)
    }

    @Test("the status of one batch is answered once in its interval, of another batch at once")
    func statusInterval() throws {
        let server = try RunningServer({ $0.statusIntervalSeconds = 600 })
        let plaintext = RunningServer.plaintext("ada", phone: "0100", card: "c-1", pan: "5186001700009726")
        let batches = try ["b-1", "b-2"].map { id in
            try #require(try server.submit(id, plaintext, as: server.a).json?["batchId"]?.string)
        }
        #expect(try server.status(batches[0], as: server.a).status == 200)
        expectTooMany(try server.status(batches[0], as: server.a))
        #expect(try server.status(batches[1], as: server.a).status == 200)
    }

    @Test("a directory with too many unfinished batches takes no more; another directory does")
    func batchesInProgress() throws {
        let server = try RunningServer({ $0.batchesInProgressMax = 1 })
        // A delayed record: the batch stays in progress until the clock is moved.
        let delayed = RunningServer.plaintext("ada", phone: "0100", card: "c-1", pan: "5204500000000077")
        #expect(try server.submit("b-1", delayed, as: server.a).status == 202)
        expectTooMany(try server.submit("b-2", delayed, as: server.a))
        #expect(try server.submit("b-1", delayed, as: server.b).status == 202)
    }

    @Test("submissions have a rate of their own")
    func submissions() throws {
        let server = try RunningServer({ $0.batchesPerSecond = 1 })
        let plaintext = RunningServer.plaintext("ada", phone: "0100", card: "c-1", pan: "5186001700009726")
        var last: RunningServer.Answer?
        for index in 0..<40 where last?.status != 429 {
            last = try server.submit("b-\(index)", plaintext, as: server.a)
        }
        expectTooMany(try #require(last))
    }

    @Test("a bucket gives its burst, then what flows in, and never more than its burst")
    func bucket() {
        let limiter = RateLimiter(perSecond: 2, burst: 3)
        let start = MonotonicInstant.now
        func take(_ milliseconds: Int64) -> Int? {
            limiter.take("a", at: MonotonicInstant(nanoseconds: start.nanoseconds + milliseconds * 1_000_000))
        }
        #expect([take(0), take(0), take(0)] == [nil, nil, nil])
        #expect(take(0) == 1 && take(400) == 1)
        #expect(take(500) == nil && take(501) == 1)
        #expect([take(60_000), take(60_000), take(60_000), take(60_000)] == [nil, nil, nil, 1])
        #expect(limiter.take("b", at: start) == nil)
        let unlimited = RateLimiter(perSecond: 0, burst: 0)
        #expect((0..<100).allSatisfy { _ in unlimited.take("a", at: start) == nil })
    }

    @Test("an interval lets one question through and forgets it when it is over")
    func interval() {
        let interval = AskInterval(seconds: 5)
        let start = MonotonicInstant.now
        func ask(_ subject: Int64, _ seconds: Int64) -> Int? {
            interval.ask(subject, at: MonotonicInstant(nanoseconds: start.nanoseconds + seconds * 1_000_000_000))
        }
        #expect(ask(1, 0) == nil && ask(2, 0) == nil)
        #expect((ask(1, 2) ?? 0) >= 3)
        #expect(ask(1, 5) == nil && ask(1, 9) != nil && ask(1, 10) == nil)
        #expect(AskInterval(seconds: 0).ask(1) == nil)
    }
}
