// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography

@testable import RequestSigning

/// Keys, clock and verifier that the tests share.
enum Fixture {
    static let consumerKey = SecurityExamples.shared.consumerKey
    static let privateKey = loadKey("sign.key.pem")
    /// A key that nothing here is signed with, unless a test wants a stranger.
    static let strangerKey = loadKey("jws.key.pem")
    /// The instant at which the worked examples were signed.
    static let instant: Int64 = 1_795_000_000
    static let host = "sandbox.api.mastercard.com"

    static func loadKey(_ name: String) -> RSAPrivateKey {
        do {
            return try RSAPrivateKey.load(Array((SecurityExamples.shared.keys[name] ?? "").utf8))
        } catch {
            fatalError("the vector file's key cannot be read: \(error)")
        }
    }

    static func clock(_ seconds: Int64 = instant) -> ManualClock { ManualClock(Timestamp(seconds: seconds)) }

    static func nonces(_ clock: any WallClock) throws -> NonceStore { try NonceStore(directory: nil, clock: clock) }

    /// A verifier that knows `consumerKey` and takes the origin from the Host header.
    static func verifier(
        clock: any WallClock = clock(), rule: VerificationRule = .s1, nonces: NonceStore? = nil,
        methods: Set<SignatureMethod> = Set(SignatureMethod.allCases), origins: OriginPolicy = .hostHeader
    ) -> RequestVerifier {
        let key = SigningKey(consumerKey: consumerKey, publicKey: privateKey.publicKey, methods: methods)
        return RequestVerifier(
            keys: FixedKeys(keys: [consumerKey: key]), nonces: nonces, origins: origins, clock: clock, rule: rule)
    }

    static func signer(
        family: RequestSigner.Family = .a, method: SignatureMethod = .rsaSHA256, clock: any WallClock = clock(),
        key: RSAPrivateKey = privateKey, bodyHash: RequestSigner.BodyHash = .always, seed: UInt64 = 1
    ) throws -> RequestSigner {
        try RequestSigner(
            consumerKey: consumerKey, key: key, method: method, family: family, bodyHash: bodyHash, clock: clock,
            entropy: SeededEntropy(seed: seed))
    }

    /// A head as the server sees a request to `https://host` + target.
    static func head(_ method: String, _ target: String, _ authorization: String, host: String = host) -> RequestHead {
        RequestHead(method: method, target: target, host: host, authorizationHeaders: [authorization])
    }

    /// A header with these values, signed over any base string, whether it fits them or not.
    static func header(_ values: [(String, String)], signing baseString: String) throws -> String {
        let signature = Base64.encode(try privateKey.sign(Array(baseString.utf8)))
        let fields = values.map { $0.0 + "=\"" + $0.1 + "\"" }
        return "OAuth " + fields.joined(separator: ",") + ",oauth_signature=\""
            + PercentEncoding.encode(String(decoding: signature, as: UTF8.self)) + "\""
    }
}

struct FixedKeys: SigningKeyDirectory {
    let keys: [String: SigningKey]

    func signingKey(consumerKey: String) -> SigningKey? { keys[consumerKey] }
}

/// The refusal that `body` throws; nil when it throws none.
func refusal(_ body: () throws(SigningRefusal) -> some Any) -> SigningRefusal? {
    do {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

extension RequestVerifier {
    /// Both halves at once.
    func verify(_ head: RequestHead, body: [UInt8] = []) throws(SigningRefusal) -> VerifiedRequest {
        try finish(checkHead(head), body: body)
    }
}
