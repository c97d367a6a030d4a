// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import HTTPClient
internal import JOSE
internal import RequestSigning
internal import Synchronization

@testable internal import IssuerKit

/// A server in memory: it publishes keys, verifies every signature over the bytes it was sent, and answers as the test
/// says.
final class FakeTransport: IssuerTransport {
    struct Seen: Sendable {
        var method: String
        var url: String
        var body: [UInt8]
        var headers: [String: String]
    }

    struct Answer: Sendable {
        var status = 200
        var body = "{}"
        var headers: [HTTPClientHeader] = []
    }

    private struct State: Sendable {
        var seen: [Seen] = []
        var keyFetches = 0
        var keyIDs: [String]
        var badSignatures = 0
    }

    private let state: Mutex<State>
    let answer: @Sendable (_ call: Int, Seen) throws(HTTPClientError) -> Answer
    private let verifier: RequestVerifier

    init(
        clock: any WallClock, keyIDs: [String] = ["20260101000000-sandbox-fpan-encryption-muster"],
        answer: @escaping @Sendable (_ call: Int, Seen) throws(HTTPClientError) -> Answer
    ) {
        state = Mutex(State(keyIDs: keyIDs))
        self.answer = answer
        verifier = RequestVerifier(
            keys: TestKeys.directory, nonces: nil, origins: .configured([TestKeys.origin]), clock: clock)
    }

    var seen: [Seen] { state.withLock { $0.seen } }
    var keyFetches: Int { state.withLock { $0.keyFetches } }
    var badSignatures: Int { state.withLock { $0.badSignatures } }
    func rotate(to keyIDs: [String]) { state.withLock { $0.keyIDs = keyIDs } }

    func send(_ request: HTTPClientRequest) throws(HTTPClientError) -> HTTPClientResponse {
        if request.url.hasSuffix("/keys") {
            let ids = state.withLock { state in
                state.keyFetches += 1
                return state.keyIDs
            }
            let set = JSONWebKeySet(
                ids.map { id in
                    id.contains("verification")
                        ? .forVerification(TestKeys.network.publicKey, keyID: id)
                        : .forEncryption(TestKeys.network.publicKey, keyID: id)
                })
            return HTTPClientResponse(status: 200, headers: [], body: set.json)
        }
        let headers = Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first }
        let seen = Seen(method: request.method, url: request.url, body: request.body, headers: headers)
        let isGood = isSigned(request, headers)
        let call = state.withLock { state in
            state.seen.append(seen)
            if !isGood { state.badSignatures += 1 }
            return state.seen.count
        }
        let answer = try answer(call, seen)
        return HTTPClientResponse(status: answer.status, headers: answer.headers, body: Array(answer.body.utf8))
    }

    private func isSigned(_ request: HTTPClientRequest, _ headers: [String: String]) -> Bool {
        guard
            let head = try? RequestHead(
                method: request.method, url: request.url, authorizationHeaders: [headers["authorization"] ?? ""]),
            let checked = try? verifier.checkHead(head)
        else { return false }
        return (try? verifier.finish(checked, body: request.body)) != nil
    }
}

/// Keys and a profile for tests. Keys are made once for the process.
enum TestKeys {
    static let network = key()
    static let issuer = key()
    static let consumerKey =
        String(repeating: "c", count: 48) + "!" + String(repeating: "a", count: 32)
        + String(repeating: "0", count: 16)

    static var directory: some SigningKeyDirectory { Directory() }

    static var origin: PublicOrigin {
        guard let origin = try? PublicOrigin("https://network.example") else { preconditionFailure("an origin") }
        return origin
    }

    private static func key() -> RSAPrivateKey {
        guard let key = try? RSAPrivateKey.generate() else { preconditionFailure("a key") }
        return key
    }

    private struct Directory: SigningKeyDirectory {
        func signingKey(consumerKey: String) -> SigningKey? {
            consumerKey == TestKeys.consumerKey
                ? SigningKey(consumerKey: consumerKey, publicKey: TestKeys.issuer.publicKey) : nil
        }
    }

    /// A profile with its signing key in `directory`.
    static func profile(in directory: TemporaryDirectory) throws -> IssuerProfile {
        try directory.write("signing.pem", Array(issuer.pkcs8PEM.utf8))
        return IssuerProfile(
            name: "Test", baseURL: "https://network.example/src/api/digital/payments", consumerKey: consumerKey,
            signingKeyFile: "signing.pem", srcClientId: "0a1b2c3d-0000-4000-8000-0123456789ab",
            serviceId: "ISSUER_C2P#EXAMPLEBANK#01", directory: directory.path)
    }

    static func decrypt(_ token: String) throws -> [UInt8] {
        let header = try Array(token.utf8).withUnsafeBytes { bytes throws(JWEError) in try JWE.header(of: bytes) }
        return try JWE.decrypt(token, keys: DecryptionKeySet([DecryptionKey(network, keyID: header.keyID)]))
    }
}

/// Waits that are over at once, and are remembered.
final class RecordingSleeper: Sleeper {
    private let waits = Mutex<[Duration]>([])

    var slept: [Duration] { waits.withLock { $0 } }

    func sleep(for duration: Duration) {
        waits.withLock { $0.append(duration) }
    }
}
