// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Foundation
import HTTPClient
import IssuerKit
import JOSE
import Synchronization
import WireJSON

/// A network that signs and encrypts what a test wants of a checkout, without a socket.
final class StandInNetwork: IssuerTransport {
    struct Keys: Sendable {
        let signing: RSAPrivateKey
        let other: RSAPrivateKey
        let shop: RSAPrivateKey

        static let shared = Result {
            Keys(
                signing: try RSAPrivateKey.generate(), other: try RSAPrivateKey.generate(),
                shop: try RSAPrivateKey.generate())
        }
    }

    /// What it does, and what it was asked.
    struct State {
        var keyID = "20260101-src-payload-verification"
        var confirmationStatus = 204
        var credentialsStatus = 200
        /// Whether the payload is encrypted to the shop's key.
        var isForShop = true
        var isReachable = true
        var correlation = "11111111-2222-4333-8444-555555555555"
        var card = "AAAAAAAAAAAAAAAAAAAAAA000000000000US"
        var requests: [HTTPClientRequest] = []
        /// What somebody else does while the network is told of a purchase.
        var meanwhile: (@Sendable () -> Void)?
    }

    static let token = "5555000000000001"
    static let street = "Canary Street 1"
    let state = Mutex(State())
    let keys: Keys
    let folder: String

    init() throws {
        keys = try Keys.shared.get()
        folder = NSTemporaryDirectory() + "muster-stand-in-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try Data(keys.shop.pkcs8PEM.utf8).write(to: URL(fileURLWithPath: folder + "/shop.pem"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var profile: MerchantProfile {
        MerchantProfile(
            name: "Fern & Field", baseURL: "http://127.0.0.1:1", consumerKey: "client!key", signingKeyFile: "shop.pem",
            srcClientId: "0a0a0a0a-1111-4222-8333-444444444444", srcDpaId: "shop_dpa0", origins: [],
            payloadKeyFile: "shop.pem", directory: folder)
    }

    func client(clock: any WallClock = ManualClock()) throws -> MerchantClient {
        try MerchantClient(profile: profile, clock: clock, transport: self)
    }

    // MARK: What it says

    /// A `checkoutResponse` for a purchase.
    func response(transaction: String?, encrypted: String? = nil, by key: RSAPrivateKey? = nil) throws -> String {
        let (keyID, correlation, card) = state.withLock { ($0.keyID, $0.correlation, $0.card) }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcCorrelationId", correlation)
            writer.member("srciTransactionId", transaction)
            writer.object("maskedCard") { writer in
                writer.member("srcDigitalCardId", card)
                writer.member("panBin", "555555")
                writer.member("panLastFour", "4444")
                writer.object("digitalCardData") { writer in
                    writer.member("status", "ACTIVE")
                    writer.member("descriptorName", "Harbour <Gold>")
                }
            }
            writer.object("maskedConsumer") { writer in
                writer.member("srcConsumerId", "99999999-0000-4000-8000-000000000001")
                writer.member("maskedEmailAddress", "a***a@example.test")
            }
            writer.object("assuranceData") { writer in
                writer.array("verificationData") { writer in
                    writer.object { $0.member("verificationMethod", "04") }
                }
                writer.member("eci", "02")
            }
            writer.member("encryptedPayload", encrypted)
        }
        return try JWS.sign(
            writer.bytes, with: key ?? keys.signing, header: JWSHeader(keyID: keyID, issuer: "muster", issuedAt: 1))
    }

    private func credentials() throws -> String {
        let plain = """
            {"token":{"paymentToken":"\(Self.token)","tokenExpirationMonth":"12","tokenExpirationYear":"2031"},
            "dynamicData":{"dynamicDataType":"CARD_APPLICATION_CRYPTOGRAM_SHORT_FORM","dynamicDataValue":"AAAA"},
            "shippingAddress":{"name":"Ada Example","line1":"\(Self.street)","city":"Ghent","zip":"9000",
            "countryCode":"BE"},
            "srcTokenResultsData":{"unpredictableNumber":"1","tokenRequestorId":"50123197928"}}
            """
        let key = state.withLock(\.isForShop) ? keys.shop.publicKey : keys.other.publicKey
        let name = KeyFingerprints(keys.shop.publicKey).keySHA256
        let sealed = try JWE.encryptToString(Array(plain.utf8), to: key, keyID: name)
        let token = try response(transaction: nil, encrypted: sealed)
        var writer = JSONWriter()
        writer.object { $0.member("checkoutResponseJWS", token) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    // MARK: Transport

    func send(_ request: HTTPClientRequest) throws(HTTPClientError) -> HTTPClientResponse {
        let (state, isNew) = self.state.withLock { state in
            state.requests.append(request)
            return (state, state.keyID.contains("payload-verification"))
        }
        do {
            if request.url.hasSuffix("/keys") {
                let key = JSONWebKey.forVerification(keys.signing.publicKey, keyID: state.keyID)
                let stranger = JSONWebKey.forVerification(keys.other.publicKey, keyID: "20260101-src-identity")
                return answer(200, JSONWebKeySet(isNew ? [key, stranger] : [stranger]).json)
            }
            guard state.isReachable else { return answer(503, []) }
            if request.url.hasSuffix("/transaction/credentials") {
                guard state.credentialsStatus == 200 else { return answer(state.credentialsStatus, []) }
                return answer(200, Array(try credentials().utf8))
            }
            state.meanwhile?()
            return answer(state.confirmationStatus, [])
        } catch {
            return answer(500, [])
        }
    }

    private func answer(_ status: Int, _ body: [UInt8]) -> HTTPClientResponse {
        HTTPClientResponse(status: status, headers: [], body: body)
    }

    /// The bodies that were sent to a path.
    func bodies(_ suffix: String) -> [String] {
        state.withLock { state in
            state.requests.filter { $0.url.hasSuffix(suffix) }.map { String(decoding: $0.body, as: UTF8.self) }
        }
    }
}
