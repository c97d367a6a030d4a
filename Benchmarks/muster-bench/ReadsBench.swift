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
        Report.heading("Reads with \(cards) cards, \(reads) calls on 16 connections")
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
            let empty = try caller.rate(path: "/profiles/" + consumer, expect: 400, calls: reads, service: "NONE")
            let profiles = try caller.rate(path: "/profiles/" + consumer, expect: 200, calls: reads)
            let statuses = try caller.rate(path: status, expect: 200, calls: reads / 2)
            let unsigned = try caller.unsignedRate(calls: reads)
            Report.line(
                Figure(
                    name: "profile read", rate: profiles, unit: "/s", ceiling: empty, ceilingName: "signed, empty",
                    target: 0.5))
            Report.line(
                Figure(
                    name: "status read (250 records)", rate: statuses, unit: "/s", ceiling: empty,
                    ceilingName: "signed, empty", target: 0.5))
            Report.line(Figure(name: "empty route, unsigned (/healthz)", rate: unsigned, unit: "/s"))
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

    /// Calls a second; every answer must have the expected status.
    func rate(path: String, expect: Int, calls: Int, service: String? = nil) throws -> Double {
        let requests = try parallel(calls) { _ in try request(path, service: service) }
        return try rate(requests, expect)
    }

    func unsignedRate(calls: Int) throws -> Double {
        let url = (profile.origin ?? "") + "/healthz"
        return try rate(Array(repeating: HTTPClientRequest(method: "GET", url: url), count: calls), 200)
    }

    private func rate(_ requests: [HTTPClientRequest], _ expect: Int) throws -> Double {
        let outcome = try Load(requests).run(connections: 16)
        try outcome.expect(expect, "reads")
        return outcome.rate
    }
}
