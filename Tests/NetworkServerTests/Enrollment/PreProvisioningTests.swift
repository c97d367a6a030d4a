// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Directory
import Testing
import WireJSON

@testable import NetworkServer

/// Pre-provisioning over HTTP (enrollment 9).
@Suite("pre-provisioning over HTTP") struct PreProvisioningTests {
    private let server: RunningServer
    private var a: RunningServer.Issuer { server.a }

    init() throws {
        server = try RunningServer()
    }

    private func stage(
        _ id: String, _ name: String = "ada", path: String = "/cards/batch/pre-provisioning"
    ) throws -> RunningServer.Answer {
        let people = RunningServer.plaintext(name, phone: "0100", card: name + "-card", pan: "5186001700009726")
        return try server.call(
            "POST", RunningServer.base + path,
            body: server.envelope(
                id, server.encrypt(people), client: a.credentials.srcClientId, service: a.credentials.serviceId),
            as: a)
    }

    /// The only record of a batch, once it is final.
    private func item(_ accepted: RunningServer.Answer) throws -> JSONValue {
        try #require(accepted.status == 202, "\(accepted.text)")
        let batch = try #require(accepted.json?["batchId"]?.string)
        while true {
            let answer = try server.status(batch, as: a)
            try #require(answer.status == 200, "\(answer.text)")
            if answer.json?["batchStatus"]?.string == "IN_PROGRESS" { continue }
            return try #require(answer.json?["items"]?.elements.first { _ in true })
        }
    }

    private func delete(_ path: String) throws -> RunningServer.Answer {
        try server.call(
            "DELETE", RunningServer.base + "/directories/" + a.credentials.directoryId + path,
            [("srcClientId", a.credentials.srcClientId)], as: a)
    }

    @Test("a batch is staged: SUCCESSFUL and STAGED without ids, and no profile is there")
    func stage() throws {
        let accepted = try stage("b-1")
        #expect(accepted.json?["externalBatchId"]?.string == "b-1")
        let item = try item(accepted)
        #expect(item["status"]?.string == "SUCCESSFUL" && item["preProvisioningStatus"]?.string == "STAGED")
        #expect(item["srcConsumerId"] == nil && item["srcDigitalCardId"] == nil)
        let root = RunningServer.base + "/directories/" + a.credentials.directoryId
        let read = try server.call(
            "GET", root + "/consumers/ada", [("srcClientId", a.credentials.srcClientId)], as: a)
        #expect(read.status == 404)
    }

    @Test("the issuer's deletion by its own ids takes a staged card back; a second one finds nothing")
    func withdraw() throws {
        let accepted = try stage("b-1")
        _ = try item(accepted)
        #expect(try delete("/consumers/ada/credentials/other").status == 404)
        #expect(try delete("/consumers/ada/credentials/ada-card").status == 200)
        #expect(try item(accepted)["preProvisioningStatus"]?.string == "WITHDRAWN")
        #expect(try delete("/consumers/ada/credentials/ada-card").status == 404)
        let again = try stage("b-2")
        _ = try item(again)
        #expect(try delete("/consumers/ada").status == 200)
        #expect(try item(again)["preProvisioningStatus"]?.string == "WITHDRAWN")
        #expect(try delete("/consumers/ada").status == 404)
    }

    @Test("a program without pre-provisioning is refused; one whose batches are for it stages every batch (9.2)")
    func settings() throws {
        func set(_ name: String, _ value: String) throws {
            try server.set([(name, value)], of: a)
        }
        try set("batchIsPreProvisioning", "true")
        #expect(try item(stage("b-1", path: "/cards/batch"))["preProvisioningStatus"]?.string == "STAGED")
        try set("preProvisioning", "false")
        for path in ["/cards/batch", "/cards/batch/pre-provisioning"] {
            let refused = try stage("b-2", path: path)
            #expect(refused.status == 403 && refused.detail.source == "serviceId", "\(refused.text)")
        }
        try set("batchIsPreProvisioning", "false")
        #expect(try item(stage("b-3", path: "/cards/batch"))["srcDigitalCardId"] != nil)
    }
}
