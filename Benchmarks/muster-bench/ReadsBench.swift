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
            let batches = try PreparedBatches(cards: cards, perBatch: 250, first: 0, profile: profile)
            try batches.send(connections: 8)
            try server.waitUntilFinal(records: cards)
            let caller = try ReadCaller(profile: profile, signingKey: try profile.signingKey())
            let accepted = try HTTPClient().send(batches.requests[0])
            guard accepted.status == 202 || accepted.status == 401,
                let batch = try caller.firstBatch(of: batches)
            else { throw BenchFailure("no batch to read") }
            let status = "/cards/batch/status/" + batch
            let consumer = try caller.consumer(in: status)
            let profilePath = "/profiles/" + consumer
            let race = try Race(
                [
                    Race.Lane(
                        name: "signed, empty",
                        requests: try caller.requests(profilePath, reads, service: "NONE"), status: 400),
                    Race.Lane(name: "profile read", requests: try caller.requests(profilePath, reads)),
                    Race.Lane(name: "status read (250 records)", requests: try caller.requests(status, reads)),
                    Race.Lane(name: "unsigned (/healthz)", requests: caller.unsigned(reads)),
                ], on: server)
            race.report("profile read", beside: "signed, empty")
            race.report("status read (250 records)", beside: "signed, empty")
            Report.line(
                Figure(
                    name: "empty route, unsigned (/healthz)", rate: race.paces["unsigned (/healthz)"]?.rate ?? 0,
                    unit: "/s"))
        }
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

    func request(_ path: String, service: String? = nil) throws -> HTTPClientRequest {
        let serviceId = (service ?? profile.serviceId).replacing("#", with: "%23")
        let url = "\(profile.baseURL)\(path)?srcClientId=\(profile.srcClientId)&serviceId=\(serviceId)"
        return HTTPClientRequest(
            method: "GET", url: url,
            headers: [HTTPClientHeader("Authorization", try signer.sign(method: "GET", url: url))])
    }

    /// The id of the first batch: the same content again answers with the original one.
    func firstBatch(of batches: PreparedBatches) throws -> String? {
        let body = batches.requests[0].body
        let url = profile.baseURL + "/cards/batch"
        let response = try HTTPClient().send(
            HTTPClientRequest(
                method: "POST", url: url,
                headers: [
                    HTTPClientHeader("Authorization", try signer.sign(method: "POST", url: url, body: body)),
                    HTTPClientHeader("Content-Type", "application/json"),
                ], body: body))
        return try JSONDocument.parse(response.body).root["batchId"]?.string
    }

    func consumer(in status: String) throws -> String {
        let response = try HTTPClient().send(try request(status))
        let items = try JSONDocument.parse(response.body).root["items"]
        guard let id = items?.elements.first(where: { _ in true })?["srcConsumerId"]?.string else {
            throw BenchFailure("the status has no records")
        }
        return id
    }

    /// So many calls, each with a signature of its own.
    func requests(_ path: String, _ count: Int, service: String? = nil) throws -> [HTTPClientRequest] {
        try parallel(count) { _ in try request(path, service: service) }
    }

    func unsigned(_ count: Int) -> [HTTPClientRequest] {
        let url = (profile.origin ?? "") + "/healthz"
        return Array(repeating: HTTPClientRequest(method: "GET", url: url), count: count)
    }
}
