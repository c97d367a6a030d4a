// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPClient
import JOSE
import Store
import Testing
import Vault
import Verification

@testable import NetworkServer

@Suite("recognition on a server") struct RecognitionServerTests {
    @Test("a token is verified with the published key, and goes with its profile")
    func profile() throws {
        let server = try RunningServer()
        let enrolled = try server.enroll(server.a)
        let running = try #require(server.server)
        let vault = running.storage.vault
        let row = try #require(vault.row(of: enrolled.consumer, kind: .consumer))
        let directory = try #require(try running.storage.directory.read { try $0.consumer(row) }).directory
        let recognition = running.verification.recognition
        let token = try recognition.remember(
            consumer: row, directory: directory, client: "c", appInstance: "browser")
        let published = try JSONWebKeySet(try server.get("/keys/mcs/identityVerification").response.body)
        _ = try JWS.verify(token, keys: try VerificationKeySet(published))
        #expect(try recognition.recognized(token, client: "c")?.srcConsumerId == enrolled.consumer)
        let deleted = try server.call(
            "DELETE", RunningServer.base + "/profiles", server.a.ids + [("consumerId", enrolled.consumer)],
            as: server.a)
        #expect(deleted.status / 100 == 2, "\(deleted.text)")
        #expect(try recognition.recognized(token, client: "c") == nil)
    }
}
