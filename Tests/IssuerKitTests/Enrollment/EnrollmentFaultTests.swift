// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Testing

@testable internal import IssuerKit

@Suite("Enrollment against a difficult network")
struct EnrollmentFaultTests {
    private let lines: [String]

    init() throws {
        lines = try SyntheticPortfolio.lines(count: 40)
    }

    @Test("Refused records are reported with the network's reason, and the others are enrolled")
    func refusedRecords() throws {
        let bench = try EnrollmentBench(lines)
        let report = try bench.run(
            FakeNetwork(cardsMax: 10, refuse: { $0.hasSuffix("5") ? .issuerDeclined : nil }))
        #expect(report.isSettled && report.failedRows == 4 && report.enrolledRows == 36)
        #expect(report.reasons == [EnrollmentReport.ReasonCount(reason: "ISSUER_DECLINED", rows: 4)])
        let row = try bench.table("p.results.csv")[5]
        #expect(row[3] == "FAILED" && Array(row[7...]) == ["ISSUER_DECLINED", "primaryAccountNumber", "not enabled"])
        #expect(try bench.directory.permissions("p.results.failed.csv") == 0o600)
        #expect(try bench.table("p.results.failed.csv").count == 5)
    }

    @Test("A batch that the network could not run fails all its rows")
    func failedBatch() throws {
        let bench = try EnrollmentBench(lines)
        let network = FakeNetwork(
            cardsMax: 10,
            tamper: { status, _ in
                guard status.batchId == "batch-2" else { return }
                status.batchStatus = .failed
                status.errorMessage = "card 5555555555554444 of ada@example.test broke it"
                status.items = []
            })
        let report = try bench.run(network)
        #expect(report.isSettled && report.failedRows >= 8 && report.failedRows <= 10)
        #expect(report.reasons.map(\.reason) == ["BATCH_FAILED"])
        let text = try bench.directory.text("p.results.csv")
        #expect(!text.contains("5555555555554444") && !text.contains("ada@"))
    }

    @Test("A card that a final status leaves out is asked for once more and then reported as unknown")
    func missingItem() throws {
        for comesLater in [true, false] {
            let bench = try EnrollmentBench(lines)
            let network = FakeNetwork(
                cardsMax: 10,
                tamper: { status, poll in
                    if comesLater && poll > 2 { return }
                    status.items.removeAll { $0.externalCardId == "card-000000013" }
                })
            let report = try bench.run(network)
            #expect(report.isSettled && report.unknownRows == (comesLater ? 0 : 1))
            let row = try bench.table("p.results.csv")[13]
            #expect(row[3] == (comesLater ? "SUCCESSFUL" : "UNKNOWN"))
            let polls = try #require(network.snapshot.batches.values.map(\.polls).max())
            #expect(polls == 3)
        }
    }

    @Test("Items may come in any order, and one without a card id speaks for all cards of its consumer")
    func itemOrder() throws {
        let bench = try EnrollmentBench(lines)
        let consumers = lines.dropFirst().map { String($0.prefix(14)) }
        let consumer = try #require(consumers.first { one in consumers.count { $0 == one } > 1 })
        let report = try bench.run(
            FakeNetwork(
                cardsMax: 10,
                tamper: { status, _ in
                    status.items.reverse()
                    guard status.items.contains(where: { $0.externalConsumerId == consumer }) else { return }
                    status.items.removeAll { $0.externalConsumerId == consumer }
                    let error = ServiceError(.invalidState, "no", details: [ErrorDetail(.ambiguousConsumerIdentity)])
                    status.items.append(
                        BatchItem(externalConsumerId: consumer, externalCardId: nil, status: .failed, error: error))
                }))
        let own = lines.count { $0.hasPrefix(consumer) }
        #expect(own > 1 && report.failedRows == own && report.enrolledRows == 40 - own)
        #expect(report.reasons.map(\.reason) == ["AMBIGUOUS_CONSUMER_IDENTITY"])
    }

    @Test("Without access nothing more is sent, and the reason is reported")
    func noAccess() throws {
        for error in [
            IssuerClientError.service(401, .unauthenticated), .service(403, .permissionDenied),
            IssuerClientError(.refused(status: 400, .gateway([GatewayError("INVALID_CLIENT_ID", "unknown")]))),
        ] {
            let bench = try EnrollmentBench(lines)
            let network = FakeNetwork(cardsMax: 10) { _, _ in .before(error) }
            guard case .stopped(let reported) = try bench.run(network).end else {
                Issue.record("it went on")
                continue
            }
            #expect(reported.reason == error.reason)
            #expect(network.snapshot.calls <= bench.settings.parallel * 2)
        }
    }

    @Test("A network that was never reached is given up after four attempts at a batch, one that was after eight")
    func unreachable() throws {
        let bench = try EnrollmentBench(lines, batchCards: 250)
        let never = FakeNetwork { _, _ in .before(.timeout) }
        guard case .stopped = try bench.run(never).end else {
            Issue.record("it went on")
            return
        }
        #expect(never.snapshot.calls == 4)
        let later = FakeNetwork { call, _ in call > 1 ? .before(.timeout) : nil }
        _ = try bench.run(later)
        #expect(later.snapshot.calls == 1 + 8)
    }

    @Test("A batch that is refused is reported and offered again next time, while the others go through")
    func refusedBatch() throws {
        let bench = try EnrollmentBench(lines)
        let refusal = IssuerClientError.service(400, .invalidArgument, .limitExceed, "consumers")
        let network = FakeNetwork(cardsMax: 10) { call, operation in
            operation == "submit" && call == 1 ? .before(refusal) : nil
        }
        let report = try bench.run(network)
        #expect(report.isSettled && report.failedRows >= 8 && report.failedRows + report.enrolledRows == 40)
        #expect(report.reasons.map(\.reason) == ["LIMIT_EXCEED"])
        let again = try bench.run(FakeNetwork(continuing: network, cardsMax: 10))
        #expect(again.enrolledRows == 40 && again.submissions == 1)
    }

    @Test("A network that refuses batch after batch is not offered all the others")
    func refusesEverything() throws {
        let bench = try EnrollmentBench(lines, batchCards: 2)
        let network = FakeNetwork { _, _ in .before(.service(400, .invalidState, .invalidValue, "serviceId")) }
        guard case .stopped(let error) = try bench.run(network).end else {
            Issue.record("it went on")
            return
        }
        #expect(error.field == "serviceId")
        #expect(network.snapshot.calls <= 3 + 2 * bench.settings.parallel)
    }

    @Test("Being told to slow down is obeyed and never counted as a failure")
    func slowDown() throws {
        let bench = try EnrollmentBench(lines, batchCards: 5)
        let network = FakeNetwork(cardsMax: 5) { call, _ in
            call.isMultiple(of: 4) || call > 8
                ? call < 200 ? .before(.service(429, .resourceExhausted, retryAfter: .seconds(1))) : nil : nil
        }
        #expect(try bench.run(network).enrolledRows == 40)
    }

    @Test("A batch that the network has lost is unknown now and offered again next time")
    func lostBatch() throws {
        let bench = try EnrollmentBench(lines)
        let network = FakeNetwork(cardsMax: 10) { _, operation in
            operation == "status" ? .before(.service(404, .notFound, .notFound, "batchId")) : nil
        }
        let report = try bench.run(network)
        #expect(report.isSettled && report.unknownRows == 40)
        #expect(try bench.table("p.results.csv")[1][3] == "UNKNOWN")
        let again = try bench.run(FakeNetwork(continuing: network, cardsMax: 10))
        #expect(again.enrolledRows == 40 && again.submissions == network.snapshot.batches.count)
    }

    @Test("No consumer is in two batches that are on their way at once")
    func consumerOverlap() throws {
        // The cards of three consumers, one after the other, far apart in the file.
        let header = lines[0]
        var mixed: [String] = [header]
        for card in 0..<24 {
            let row = lines[1 + card % 3 * 13].split(separator: ",", omittingEmptySubsequences: false)
            mixed.append(([row[0], "k\(card)"] + row.dropFirst(2)).joined(separator: ","))
        }
        let bench = try EnrollmentBench(mixed, batchCards: 4)
        let network = FakeNetwork(cardsMax: 4, pollsBeforeEnd: 3)
        #expect(try bench.run(network).enrolledRows == 24)
        #expect(!network.snapshot.hasOverlap)
    }
}
