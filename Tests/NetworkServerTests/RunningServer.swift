// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Foundation
import HTTPClient
import JOSE
import RequestSigning
import Testing
import Vault
import WireJSON

@testable import NetworkServer

/// A server on a free port over a temporary data directory, with two issuers on it.
final class RunningServer {
    var configuration: ServerConfiguration
    let clock = ManualClock()
    /// What the sandbox's latencies wait by.
    let timer = InstantTimer()
    let a: Issuer
    let b: Issuer
    private(set) var server: MusterServer?
    let path: String
    private let client = HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: .seconds(20)))

    /// An issuer that may call.
    struct Issuer {
        var credentials: IssuerOnboarding.Credentials
        var key: RSAPrivateKey

        var ids: [(String, String)] {
            [("srcClientId", credentials.srcClientId), ("serviceId", credentials.serviceId)]
        }
    }

    init(_ change: (inout ServerConfiguration) -> Void = { _ in }, country: String = "US") throws {
        path = NSTemporaryDirectory() + "muster-server-" + UUID().uuidString
        try Template.shared.get().copy(to: path)
        var configuration = ServerConfiguration()
        configuration.dataDirectory = path
        configuration.port = 0
        configuration.pageCacheMiB = 4
        configuration.workers = 1
        configuration.httpThreads = 1
        change(&configuration)
        self.configuration = configuration
        func issuer(_ name: String, _ key: RSAPrivateKey) throws -> Issuer {
            var request = IssuerOnboarding.Request(name: name)
            request.signingKey = key.publicKey
            request.payloadKey = key.publicKey
            request.country = country
            let credentials = try IssuerOnboarding.run(
                request, dataDirectory: configuration.dataDirectory, mode: configuration.mode)
            return Issuer(credentials: credentials, key: key)
        }
        let keys = try Template.shared.get().issuerKeys
        a = try issuer("Bank A", keys[0])
        b = try issuer("Bank B", keys[1])
        try start()
    }

    deinit {
        server?.stop(draining: .seconds(1))
        try? FileManager.default.removeItem(atPath: path)
    }

    func start() throws {
        server = try MusterServer(
            configuration, clock: clock, entropy: SystemEntropy(), log: Log(level: .error), metrics: Metrics(),
            timer: timer)
    }

    func stop() {
        server?.stop(draining: .seconds(5))
        server = nil
    }

    /// Changes settings of an issuer's program as another process does, and makes the server look at once: it does when
    /// a key is not known to it.
    func set(_ values: [(name: String, text: String)], of issuer: Issuer) throws {
        _ = try ProgramAdministration(dataDirectory: configuration.dataDirectory)
            .set(values, name: nil, serviceId: issuer.credentials.serviceId)
        var stranger = issuer
        stranger.credentials.consumerKey = "stranger!0"
        _ = try call("GET", Self.base + "/cards/nobody", as: stranger)
    }

    // MARK: Calls

    struct Answer {
        var response: HTTPClientResponse
        var json: JSONValue?

        var status: Int { response.status }
        var text: String { String(decoding: response.body, as: UTF8.self) }
        func header(_ name: String) -> String? { response.header(name) }
        /// The reason code of a refusal by the gateway (security 2.7).
        var gatewayReason: String? {
            json?["Errors"]?["Error"]?.elements.first { _ in true }?["ReasonCode"]?.string
        }
        var reason: String? { json?["reason"]?.string }
        /// Reason and source of the first finding.
        var detail: (reason: String?, source: String?, type: String?) {
            let first = json?["errordetail"]?.elements.first { _ in true }
            return (first?["reason"]?.string, first?["source"]?.string, first?["sourceType"]?.string)
        }
    }

    static let base = Operation.base

    func url(_ path: String, _ query: [(String, String)] = []) -> String {
        (server?.url ?? "") + path
            + (query.isEmpty ? "" : "?" + CanonicalURL.query(query.map { (name: $0.0, value: $0.1) }))
    }

    /// Sends a signed call; without an issuer it is not signed.
    func call(
        _ method: String, _ path: String, _ query: [(String, String)] = [], body: [UInt8] = [], as issuer: Issuer?,
        type: String? = "application/json", headers: [(String, String)] = []
    ) throws -> Answer {
        let url = url(path, query)
        var fields = headers.map { HTTPClientHeader($0.0, $0.1) }
        if let issuer {
            let signer = try RequestSigner(
                consumerKey: issuer.credentials.consumerKey, key: issuer.key, clock: clock)
            fields.append(HTTPClientHeader("Authorization", try signer.sign(method: method, url: url, body: body)))
        }
        if !body.isEmpty, let type { fields.append(HTTPClientHeader("Content-Type", type)) }
        let response = try client.send(HTTPClientRequest(method: method, url: url, headers: fields, body: body))
        return Answer(response: response, json: try? JSONDocument.parse(response.body).root)
    }

    func get(_ path: String) throws -> Answer { try call("GET", path, as: nil) }

    // MARK: Batches

    func encrypt(_ plaintext: String, keyID: String? = nil) throws -> String {
        let keys = try JSONWebKeySet(try get("/keys/mcs/fpanEncryption").response.body)
        let key = try #require(keys.newestKey(for: .cardEncryption))
        return try JWE.encryptToString(Array(plaintext.utf8), to: key.publicKey, keyID: keyID ?? key.keyID ?? "")
    }

    func envelope(_ id: String, _ jwe: String, client: String, service: String) -> [UInt8] {
        let ids = #"{"srcClientId":"\#(client)","serviceId":"\#(service)","#
        return Array((ids + #""externalBatchId":"\#(id)","enrollmentData":"\#(jwe)"}"#).utf8)
    }

    static func plaintext(_ name: String, phone: String, card: String, pan: String) -> String {
        """
        {"consumers":[{"externalConsumerId":"\(name)","consumerIdentity":{"identityType":"EMAIL_ADDRESS",\
        "identityValue":"\(name)@example.test"},"mobileNumber":{"countryCode":"1","phoneNumber":"202555\(phone)"},\
        "firstName":"Ada","lastName":"Example","countryCode":"US","languageCode":"en","cards":[\
        {"externalCardId":"\(card)","primaryAccountNumber":"\(pan)","panExpirationMonth":"08",\
        "panExpirationYear":"2031","billingAddress":{"line1":"1 Sample Road","city":"Testford","state":"CA",\
        "countryCode":"US","zip":"90000"}}]}]}
        """
    }

    func submit(_ id: String, _ plaintext: String, as issuer: Issuer) throws -> Answer {
        try call(
            "POST", Self.base + "/cards/batch",
            body: envelope(
                id, try encrypt(plaintext), client: issuer.credentials.srcClientId,
                service: issuer.credentials.serviceId), as: issuer)
    }

    func status(_ batchId: String, as issuer: Issuer) throws -> Answer {
        try call("GET", Self.base + "/cards/batch/status/" + batchId, issuer.ids, as: issuer)
    }

    /// What one enrolled card is known by.
    struct Enrolled {
        var batch: String
        var consumer: String
        var card: String
    }

    /// Enrolls one card and asks until the batch is final.
    func enroll(
        _ issuer: Issuer, id: String = "b-1", name: String = "ada", phone: String = "0100",
        pan: String = "5186001700009726"
    ) throws -> Enrolled {
        let accepted = try submit(id, Self.plaintext(name, phone: phone, card: name + "-card", pan: pan), as: issuer)
        try #require(accepted.status == 202, "\(accepted.text)")
        let batch = try #require(accepted.json?["batchId"]?.string)
        let end = Date(timeIntervalSinceNow: 20)
        while Date() < end {
            let answer = try status(batch, as: issuer)
            guard answer.json?["batchStatus"]?.string != "IN_PROGRESS" else { continue }
            let item = try #require(answer.json?["items"]?.elements.first { _ in true })
            return Enrolled(
                batch: batch, consumer: try #require(item["srcConsumerId"]?.string, "\(answer.text)"),
                card: try #require(item["srcDigitalCardId"]?.string))
        }
        throw StillRunning()
    }

    struct StillRunning: Error {}
}

/// A key ring and issuers' keys, made once: RSA keys take their time.
struct Template: Sendable {
    static let shared = Result { try Template() }

    let issuerKeys: [RSAPrivateKey]
    private let ring: [String: Data]

    init() throws {
        let path = NSTemporaryDirectory() + "muster-server-template-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: SystemClock())
        _ = try vault.networkKeys
        ring = try Dictionary(
            uniqueKeysWithValues: ["keyring.json", "root.key"].map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: path + "/" + $0)))
            })
        issuerKeys = [try RSAPrivateKey.generate(), try RSAPrivateKey.generate()]
    }

    func copy(to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for (name, data) in ring {
            let made = FileManager.default.createFile(
                atPath: path + "/" + name, contents: data, attributes: [.posixPermissions: 0o600])
            try #require(made)
        }
    }
}
