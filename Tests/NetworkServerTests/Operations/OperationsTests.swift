// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import HTTPClient
import JOSE
import Testing
import Vault
import WireJSON

@testable import NetworkServer

@Suite("running") struct OperationsTests {
    @Test("health, readiness, metrics and keys are open and have their shapes")
    func open() throws {
        let server = try RunningServer()
        let health = try server.get("/healthz")
        #expect(health.status == 200 && health.json?["status"]?.string == "up")
        #expect(health.json?["version"]?.string == MusterServer.version)
        #expect(try server.get("/readyz").json?["status"]?.string == "ready")
        let metrics = try server.get("/metrics")
        #expect(metrics.status == 200 && metrics.header("Content-Type")?.hasPrefix("text/plain") == true)
        for name in ["muster_batches_waiting", "muster_records_succeeded", "muster_directory_transactions"] {
            #expect(metrics.text.contains("# TYPE \(name) gauge"), "\(name)")
        }
        #expect(try server.get("/openapi.json").json?["openapi"]?.string?.hasPrefix("3.1") == true)
    }

    @Test("the key sets hold public keys with ids, use and algorithm, and nothing private")
    func keys() throws {
        let server = try RunningServer()
        for (path, uses) in [
            ("/keys", ["enc", "sig", "sig"]), ("/keys/mcs/fpanEncryption", ["enc"]),
            ("/keys/mcs/payloadVerification", ["sig"]), ("/keys/mcs/identityVerification", ["sig"]),
        ] {
            let answer = try server.get(path)
            let keys = try #require(answer.json?["keys"]).elements.map { $0 }
            #expect(answer.status == 200 && keys.map { $0["use"]?.string } == uses)
            for key in keys {
                #expect(key["kty"]?.string == "RSA" && key["e"]?.string == "AQAB")
                #expect(key["kid"]?.string?.isEmpty == false && (key["n"]?.string?.utf8.count ?? 0) == 342)
                for secret in ["d", "p", "q", "dp", "dq", "qi"] { #expect(key[secret] == nil) }
            }
        }
    }

    @Test("a new encryption key is served after a rotation; what was encrypted to the old one still opens")
    func rotation() throws {
        let server = try RunningServer()
        let plaintext = RunningServer.plaintext("ada", phone: "0100", card: "c-1", pan: "5186001700009726")
        let old = try server.encrypt(plaintext)
        let oldKeys = try server.get("/keys/mcs/fpanEncryption").text
        let made = try KeyAdministration(server.configuration).rotate(.fpanEncryption)
        try #require(server.server).reloadKeys()
        let keys = try JSONWebKeySet(try server.get("/keys/mcs/fpanEncryption").response.body)
        #expect(keys.keys.map(\.keyID) == [made.id] && !oldKeys.contains(made.id))
        let ids = server.a.credentials
        let accepted = try server.call(
            "POST", RunningServer.base + "/cards/batch",
            body: server.envelope("b-1", old, client: ids.srcClientId, service: ids.serviceId), as: server.a)
        #expect(accepted.status == 202)
        // The same content under the new key is the same batch.
        let again = try server.submit("b-1", plaintext, as: server.a)
        #expect(again.status == 202 && again.json?["batchId"]?.string == accepted.json?["batchId"]?.string)
    }

    @Test("a server that stops and starts again has everything that it answered for")
    func stopAndStart() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        let before = try server.status(enrolled.batch, as: server.a)
        let waiting = try server.submit(
            "b-2", RunningServer.plaintext("bob", phone: "0101", card: "c-2", pan: "5204500000000077"), as: server.a)
        let batch = try #require(waiting.json?["batchId"]?.string)
        let url = server.url("/healthz")
        server.stop()
        #expect(throws: HTTPClientError.self) {
            try HTTPClient().send(HTTPClientRequest(method: "GET", url: url))
        }
        try server.start()
        #expect(try server.status(enrolled.batch, as: server.a).json?["items"]?.count == before.json?["items"]?.count)
        #expect(try server.status(batch, as: server.a).json?["batchStatus"]?.string == "IN_PROGRESS")
        let profile = RunningServer.base + "/profiles/" + enrolled.consumer
        #expect(try server.call("GET", profile, server.a.ids, as: server.a).status == 200)
    }

    @Test("an issuer that is onboarded while the server runs can call at once")
    func onboarding() throws {
        let server = try RunningServer()
        var request = IssuerOnboarding.Request(name: "Bank A")
        request.signingKey = server.a.key.publicKey
        request.payloadKey = server.a.key.publicKey
        let credentials = try IssuerOnboarding.run(request, dataDirectory: server.path, mode: .sandbox)
        // The name is taken: the next number.
        #expect(server.a.credentials.serviceId == "ISSUER_C2P#BANKA#01")
        #expect(credentials.serviceId == "ISSUER_C2P#BANKA#02")
        let issuer = RunningServer.Issuer(credentials: credentials, key: server.a.key)
        _ = try server.enroll(issuer)
        #expect(throws: ConfigurationError.self) {
            try IssuerOnboarding.run(request, dataDirectory: server.path, mode: .production)
        }
    }
}
