// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import Foundation
internal import HTTPClient
internal import IssuerKit
internal import RequestSigning
internal import WireJSON

/// Status and profile reads against the empty route, signed and not.
///
/// A read is a signed call: verifying an RSA signature costs more than everything else together. The ceiling is
/// therefore a signed call of the same length that is refused right after the signature (an unknown serviceId); the
/// unsigned empty route is shown beside it.
enum ReadsBench {
    static func run(cards: Int, reads: Int) throws {
        Report.heading("Reads with \(cards) cards, \(reads) calls each on \(Race.connections) connections")
        try withDirectory { directory in
            let server = try ServerProcess(directory: directory)
            defer { server.stop() }
            let profile = try IssuerProfile(path: server.onboard(cardsPerBatch: 250))
            let caller = try ReadCaller(profile: profile, signingKey: try profile.signingKey())
            let batches = try caller.batches(of: send(cards, to: server, of: profile)).map {
                "/cards/batch/status/" + $0
            }
            let consumers = try batches.flatMap { try caller.consumers(in: $0) }.map { "/profiles/" + $0 }
            let race = try Race(
                [
                    Race.Lane(
                        name: "signed, empty", requests: try caller.requests(consumers, reads, service: "NONE"),
                        status: 400),
                    Race.Lane(name: "profile read", requests: try caller.requests(consumers, reads)),
                    Race.Lane(name: "status read (250 records)", requests: try caller.requests(batches, reads)),
                    Race.Lane(name: "unsigned (/healthz)", requests: caller.unsigned(reads)),
                ], on: server)
            race.report("profile read", beside: "signed, empty")
            race.report("status read (250 records)", beside: "signed, empty")
            for (name, paths) in [("profile read", consumers), ("status read (250 records)", batches)] {
                let half = (race.paces[name]?.rate ?? 0) / 2
                let ours = try waiting(try caller.requests(paths, reads / 2), half)
                let floor = try waiting(caller.unsigned(reads / 2), half)
                Report.value(
                    name + ", half load",
                    "\(ours) (target p99 2 ms); unsigned, empty \(floor); at \(Report.rounded(half)) /s")
            }
            Report.line(
                Figure(
                    name: "empty route, unsigned (/healthz)", rate: race.paces["unsigned (/healthz)"]?.rate ?? 0,
                    unit: "/s"))
        }
    }

    /// Enrolls the cards in batches of 250, in parts that do not fill the memory of the machine, and gives some of the
    /// requests, from all over.
    private static func send(
        _ cards: Int, to server: ServerProcess, of profile: IssuerProfile
    ) throws -> [HTTPClientRequest] {
        let part = 100_000
        var some: [HTTPClientRequest] = []
        for first in stride(from: 0, to: cards, by: part) {
            let batches = try PreparedBatches(
                cards: min(part, cards - first), perBatch: 250, first: first, profile: profile)
            try batches.send(connections: 8)
            some += stride(from: 0, to: batches.requests.count, by: 50).map { batches.requests[$0] }
        }
        try server.waitUntilFinal(records: cards)
        return some
    }
}

extension ReadsBench {
    /// How long answers take when the server has so many calls a second: half of what it can do.
    private static func waiting(_ requests: [HTTPClientRequest], _ rate: Double) throws -> String {
        let outcome = try Load(requests).run(connections: Race.connections, rate: rate)
        try outcome.expect(200, "calls at half load")
        let times = [0.5, 0.99].map { Report.twoDigits(outcome.milliseconds(of: $0)) + " ms" }
        return "p50 \(times[0]), p99 \(times[1])"
    }
}

/// Signs and sends reads.
private struct ReadCaller {
    let profile: IssuerProfile
    let signer: RequestSigner

    init(profile: IssuerProfile, signingKey: RSAPrivateKey) throws {
        self.profile = profile
        signer = try RequestSigner(
            consumerKey: profile.consumerKey, key: signingKey, clock: SystemClock(), entropy: SystemEntropy())
    }

    private func request(_ path: String, service: String? = nil) throws -> HTTPClientRequest {
        let serviceId = (service ?? profile.serviceId).replacing("#", with: "%23")
        let url = "\(profile.baseURL)\(path)?srcClientId=\(profile.srcClientId)&serviceId=\(serviceId)"
        return HTTPClientRequest(
            method: "GET", url: url,
            headers: [HTTPClientHeader("Authorization", try signer.sign(method: "GET", url: url))])
    }

    /// The ids of batches that were sent: the same content again answers with the original one.
    func batches(of requests: [HTTPClientRequest]) throws -> [String] {
        try requests.map { sent in
            let url = profile.baseURL + "/cards/batch"
            let response = try HTTPClient().send(
                HTTPClientRequest(
                    method: "POST", url: url,
                    headers: [
                        HTTPClientHeader("Authorization", try signer.sign(method: "POST", url: url, body: sent.body)),
                        HTTPClientHeader("Content-Type", "application/json"),
                    ], body: sent.body))
            guard let id = try JSONDocument.parse(response.body).root["batchId"]?.string else {
                throw BenchFailure("a batch that was sent is not known")
            }
            return id
        }
    }

    /// Every consumer of a batch.
    func consumers(in status: String) throws -> [String] {
        let response = try HTTPClient().send(try request(status))
        let ids = try JSONDocument.parse(response.body).root["items"]?.elements.compactMap { item in
            item["srcConsumerId"]?.string
        }
        guard let ids, !ids.isEmpty else { throw BenchFailure("the status has no records") }
        return ids
    }

    /// So many calls, to all of these in turn, each with a signature of its own.
    func requests(_ paths: [String], _ count: Int, service: String? = nil) throws -> [HTTPClientRequest] {
        try parallel(count) { try request(paths[$0 % paths.count], service: service) }
    }

    func unsigned(_ count: Int) -> [HTTPClientRequest] {
        let url = (profile.origin ?? "") + "/healthz"
        return Array(repeating: HTTPClientRequest(method: "GET", url: url), count: count)
    }
}
