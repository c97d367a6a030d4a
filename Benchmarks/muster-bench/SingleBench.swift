// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import CBenchFloor
internal import ClickToPay
internal import Cryptography
internal import HTTPClient
internal import IssuerKit
internal import JOSE
internal import RequestSigning
internal import WireJSON

/// Single enrolls over HTTP against what a call cannot do without: one RSA private operation.
///
/// The ceiling is a loop in C that decrypts payloads of the same size on every core, with nothing else running; the
/// calls share the same cores with their load generator.
enum SingleBench {
    private static let cores = 2
    private static let connections = 64

    static func run(cards: Int) throws {
        Report.heading("Single enrolls: \(cards) calls on \(connections) connections, each durable when answered")
        try withDirectory { directory in
            let server = try ServerProcess(directory: directory)
            defer { server.stop() }
            let profile = try IssuerProfile(path: server.onboard(cardsPerBatch: 250))
            let requests = try PreparedCards(cards: cards, profile: profile).requests
            let load = try Load(requests)
            let before = try privateOperations(count: 4000)
            let outcome = try load.run(connections: connections)
            try outcome.expect(200, "cards")
            let after = try privateOperations(count: 4000)
            let times = outcome.times.sorted()
            Report.line(
                Figure(
                    name: "single enroll", rate: outcome.rate, unit: "/s",
                    ceiling: (before + after) / 2, ceilingName: "RSA private, \(cores) cores", target: 0.8,
                    remark: "ceiling before \(Report.rounded(before)), after \(Report.rounded(after))"))
            Report.value(
                "single enroll, time to answer",
                "p50 \(milliseconds(times[times.count / 2])), p99 \(milliseconds(times[times.count * 99 / 100]))")
        }
    }

    private static func milliseconds(_ seconds: Double) -> String { Report.twoDigits(seconds * 1000) + " ms" }

    /// Decryptions of a card-sized payload a second, in C, on every core.
    private static func privateOperations(count: Int) throws -> Double {
        let key = try RSAPrivateKey.generate()
        let token = try JWE.encrypt([UInt8](repeating: 0x61, count: 500), to: key.publicKey, keyID: "bench")
        let taken = try seconds {
            let shares = try parallel(cores, threads: cores) { _ in
                guard let floor = floor_key_create(key.pkcs8DER, key.pkcs8DER.count) else { return 0 }
                defer { floor_key_destroy(floor) }
                var out = [UInt8](repeating: 0, count: token.count)
                return token.withUnsafeBytes { bytes in
                    (0..<count / cores).count { _ in
                        floor_jwe_decrypt(
                            floor, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, &out) == 500
                    }
                }
            }
            guard shares.reduce(0, +) == count else { throw BenchFailure("the floor's decrypt is wrong") }
        }
        return Double(count) / taken
    }
}

/// Calls to `POST /cards` that are encrypted and signed before the clock starts.
private struct PreparedCards {
    var requests: [HTTPClientRequest]

    init(cards: Int, profile: IssuerProfile) throws {
        let key = try PreparedBatches.networkKey(profile)
        let signer = try RequestSigner(
            consumerKey: profile.consumerKey, key: try profile.signingKey(), clock: SystemClock(),
            entropy: SystemEntropy())
        let url = profile.baseURL + "/cards"
        let client = try SrcClientID(profile.srcClientId)
        let service = try ServiceID(profile.serviceId)
        requests = try parallel(cards) { number in
            let plaintext = try JSONDocument.parse(PreparedBatches.plaintext(number..<number + 1))
            let record = try EnrollmentData.decode(
                plaintext.root, today: CalendarMonth(year: 2026, month: 1)
            ).records[0]
            guard let consumer = record.consumer, let card = record.cards[0].card else {
                throw BenchFailure("the card is not valid")
            }
            var writer = JSONWriter(capacity: 512)
            card.writeRevealed(to: &writer)
            let token = try JWE.encrypt(writer.bytes, to: key.publicKey, keyID: key.id)
            let body = EnrollCardRequest(
                srcClientId: client, serviceId: service, srcCorrelationId: nil, consumer: consumer,
                route: .encryptedCard(token), compliance: .publishedDocuments,
                externalConsumerId: record.externalConsumerId, externalCardId: record.cards[0].externalCardId
            ).json()
            return HTTPClientRequest(
                method: "POST", url: url,
                headers: [
                    HTTPClientHeader("Authorization", try signer.sign(method: "POST", url: url, body: body)),
                    HTTPClientHeader("Content-Type", "application/json"),
                ], body: body)
        }
    }
}
