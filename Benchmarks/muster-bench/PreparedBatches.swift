// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import Foundation
internal import HTTPClient
internal import IssuerKit
internal import JOSE
internal import RequestSigning
internal import WireJSON

/// Batches that are encrypted and signed before the clock starts: the load generator then only sends bytes.
struct PreparedBatches {
    var requests: [HTTPClientRequest]
    var cards: Int

    /// - Parameter first: the first consumer's number; two sets must not overlap.
    init(cards: Int, perBatch: Int, first: Int, profile: IssuerProfile) throws {
        let key = try Self.networkKey(profile)
        let signer = try RequestSigner(
            consumerKey: profile.consumerKey, key: try profile.signingKey(), clock: SystemClock(),
            entropy: SystemEntropy())
        let url = profile.baseURL + "/cards/batch"
        let count = (cards + perBatch - 1) / perBatch
        let made = try parallel(count) { number -> HTTPClientRequest in
            let range = number * perBatch..<min(cards, (number + 1) * perBatch)
            let token = try JWE.encrypt(
                Self.plaintext(range.lowerBound + first..<range.upperBound + first), to: key.publicKey, keyID: key.id)
            var writer = JSONWriter(capacity: token.count + 512)
            writer.object { writer in
                writer.member("srcClientId", profile.srcClientId)
                writer.member("serviceId", profile.serviceId)
                writer.member("externalBatchId", "bench-\(first)-\(number)")
                writer.member("enrollmentData", String(decoding: token, as: UTF8.self))
            }
            let authorization = try signer.sign(method: "POST", url: url, body: writer.bytes)
            return HTTPClientRequest(
                method: "POST", url: url,
                headers: [
                    HTTPClientHeader("Authorization", authorization),
                    HTTPClientHeader("Content-Type", "application/json"),
                ], body: writer.bytes)
        }
        requests = made
        self.cards = cards
    }

    static func networkKey(_ profile: IssuerProfile) throws -> (id: String, publicKey: RSAPublicKey) {
        let response = try HTTPClient().send(
            HTTPClientRequest(method: "GET", url: (profile.origin ?? "") + "/keys"))
        guard let key = try JSONWebKeySet(response.body).newestKey(for: .cardEncryption), let id = key.keyID else {
            throw BenchFailure("the server shows no encryption key")
        }
        return (id, key.publicKey)
    }

    /// One card for each consumer, with every field that a bank sends.
    static func plaintext(_ range: Range<Int>) -> [UInt8] {
        var writer = JSONWriter(capacity: range.count * 700)
        writer.object { writer in
            writer.array("consumers") { writer in
                for number in range { write(number, to: &writer) }
            }
        }
        return writer.bytes
    }

    /// Of the consumer with that number.
    static func email(_ number: Int) -> String { "firstname.lastname.\(10_000_000 + number)@example.com" }

    private static func write(_ number: Int, to writer: inout JSONWriter) {
        let digits = String(10_000_000 + number)
        writer.object { writer in
            writer.member("externalConsumerId", "cust-0" + digits)
            writer.object("consumerIdentity") { writer in
                writer.member("identityType", "EMAIL_ADDRESS")
                writer.member("identityValue", email(number))
            }
            writer.object("mobileNumber") { writer in
                writer.member("countryCode", "1")
                // 7-digit numbers in several area codes, each beginning with 2 to 9.
                let area = [202, 212, 213, 303, 305, 312][number / 8_000_000 % 6]
                writer.member("phoneNumber", "\(area)\(2_000_000 + number % 8_000_000)")
            }
            writer.member("firstName", "Firstname")
            writer.member("lastName", "Lästname-\(number % 97)")
            writer.member("countryCode", "US")
            writer.member("languageCode", "en")
            writer.array("cards") { writer in
                writer.object { writer in
                    writer.member("externalCardId", "card-0" + digits)
                    writer.member("primaryAccountNumber", pan(number))
                    writer.member("panExpirationMonth", "0\(number % 9 + 1)")
                    writer.member("panExpirationYear", "2031")
                    writer.object("billingAddress") { writer in
                        writer.member("line1", "\(number % 9999) Sample Road")
                        writer.member("city", "Testford")
                        writer.member("state", "CA")
                        writer.member("countryCode", "US")
                        writer.member("zip", "90000")
                    }
                }
            }
        }
    }

    /// Luhn-valid and never one of the sandbox's reserved endings: the last digits before the check digit are 123.
    private static func pan(_ number: Int) -> String {
        let body = "54" + String(String(1_000_000_000 + number).suffix(9)) + "9123"
        var sum = 0
        for (index, digit) in body.utf8.reversed().enumerated() {
            let value = Int(digit - 48) * (index % 2 == 0 ? 2 : 1)
            sum += value > 9 ? value - 9 : value
        }
        return body + String((10 - sum % 10) % 10)
    }

    /// Sends every batch over `connections` threads; throws unless each one is accepted.
    func send(connections: Int) throws {
        let client = HTTPClient()
        let requests = self.requests
        let statuses = try parallel(requests.count, threads: connections) { number in
            try client.send(requests[number]).status
        }
        guard statuses.allSatisfy({ $0 == 202 }) else {
            throw BenchFailure("\(statuses.count { $0 != 202 }) batches were refused")
        }
    }
}

/// Runs `body` for 0 ..< count on several threads and gives the results in order.
func parallel<Value: Sendable>(
    _ count: Int, threads: Int = 2, _ body: @escaping @Sendable (Int) throws -> Value
) throws -> [Value] {
    let state = ParallelState<Value>(count)
    let group = DispatchGroup()
    for _ in 0..<min(threads, max(1, count)) {
        group.enter()
        Thread.detachNewThread {
            while let number = state.next() {
                do {
                    state.put(try body(number), at: number)
                } catch {
                    state.fail(error)
                }
            }
            group.leave()
        }
    }
    group.wait()
    return try state.results()
}

private final class ParallelState<Value>: @unchecked Sendable {
    // Guarded by the lock.
    private let lock = NSLock()
    private var nextNumber = 0
    private var values: [Value?]
    private var error: (any Error)?

    init(_ count: Int) {
        values = Array(repeating: nil, count: count)
    }

    func next() -> Int? {
        lock.withLock {
            guard error == nil, nextNumber < values.count else { return nil }
            defer { nextNumber += 1 }
            return nextNumber
        }
    }

    func put(_ value: Value, at number: Int) {
        lock.withLock { values[number] = value }
    }

    func fail(_ error: any Error) {
        lock.withLock { self.error = error }
    }

    func results() throws -> [Value] {
        try lock.withLock {
            if let error { throw error }
            return values.compactMap { $0 }
        }
    }
}
