// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Cryptography
import Foundation
import JOSE
import Store
import Testing
import Vault
import Verification
import WireJSON

@testable import NetworkServer

/// A shop's page on a running server.
final class Shop {
    static let origin = "https://shop.example"

    let server: RunningServer
    let credentials: MerchantOnboarding.Credentials

    init(
        _ server: RunningServer, name: String = "Shop", origins: [String] = [Shop.origin],
        dialect: BrowserError.Dialect = .mastercard
    ) throws {
        self.server = server
        var request = MerchantOnboarding.Request(name: name, origins: origins)
        request.dialect = dialect
        request.signingKey = server.a.key.publicKey
        request.payloadKey = server.a.key.publicKey
        credentials = try MerchantOnboarding.run(
            request, dataDirectory: server.configuration.dataDirectory, mode: server.configuration.mode)
    }

    var ids: String { #""srcClientId":"\#(credentials.srcClientId)","srcDpaId":"\#(credentials.srcDpaId)""# }

    /// Posts a body of the two ids and these members.
    func post(
        _ path: String, _ members: String = "", origin: String? = Shop.origin, headers: [(String, String)] = []
    ) throws -> RunningServer.Answer {
        let body = "{" + ids + (members.isEmpty ? "" : "," + members) + "}"
        return try server.call(
            "POST", path, body: Array(body.utf8), as: nil,
            headers: headers + (origin.map { [("Origin", $0)] } ?? []))
    }

    // MARK: Operations

    static func identity(_ value: String, type: String? = nil) -> String {
        let type = type ?? (value.contains("@") ? "EMAIL_ADDRESS" : "MOBILE_PHONE_NUMBER")
        return #""consumerIdentity":{"identityType":"\#(type)","identityValue":"\#(value)"}"#
    }

    func lookUp(_ value: String) throws -> RunningServer.Answer {
        try post("/src/api/identities/lookup", Self.identity(value))
    }

    func start(_ value: String, _ more: String = "") throws -> RunningServer.Answer {
        try post("/src/api/identities/validation/initiate", Self.identity(value) + (more.isEmpty ? "" : "," + more))
    }

    func finish(_ session: String, _ code: String, _ more: String = "") throws -> RunningServer.Answer {
        try post(
            "/src/api/identities/validation/complete",
            #""idValidationSessionId":"\#(session)","validationData":"\#(code)""# + (more.isEmpty ? "" : "," + more))
    }

    // MARK: The network's own page

    /// Begins, and gives the session and the page's address without its origin.
    func authenticate(_ value: String, _ more: String = "", origin: String? = Shop.origin) throws -> (
        session: String, page: String
    ) {
        let opened = try post(
            "/src/api/authenticate", Self.identity(value) + (more.isEmpty ? "" : "," + more), origin: origin)
        let address = try #require(opened.json?["authenticationUri"]?.string, "\(opened.text)")
        let url = server.url("")
        try #require(address.hasPrefix(url))
        return (
            try #require(opened.json?["authenticationSession"]?.string), String(address.dropFirst(url.count))
        )
    }

    func authenticationResult(_ session: String, _ more: String = "") throws -> RunningServer.Answer {
        try post(
            "/src/api/authenticate/result",
            #""authenticationSession":"\#(session)""# + (more.isEmpty ? "" : "," + more))
    }

    static let rememberMe =
        #""complianceSettings":{"complianceResources":[{"complianceType":"REMEMBER_ME","uri":"","version":"LATEST"}]}"#

    /// The code that was sent last.
    func code(_ value: String) throws -> String {
        let outbox = try #require(server.server?.verification.outbox)
        let channel = try #require(CodeRoutes.channel(value))
        // In strict mode the answer does not wait for it.
        let end = Date(timeIntervalSinceNow: 20)
        while outbox.last(to: channel) == nil, Date() < end {}
        return try #require(outbox.last(to: channel)).code.revealDigits()
    }

    /// Signs in from beginning to end.
    func signIn(_ value: String, _ more: String = "") throws -> (idToken: String, recognition: String?) {
        let started = try start(value)
        let session = try #require(started.json?["idValidationSessionId"]?.string, "\(started.text)")
        let finished = try finish(session, try code(value), more)
        return (
            try #require(finished.json?["idToken"]?.string, "\(finished.text)"),
            finished.json?["recognitionToken"]?.string
        )
    }

    func recognize(_ tokens: [String], _ more: String = "") throws -> RunningServer.Answer {
        try post("/src/api/identities/recognize", Self.list("recognitionTokens", tokens) + more)
    }

    func profiles(_ tokens: [String]) throws -> RunningServer.Answer {
        try post("/src/api/profiles", Self.list("idTokens", tokens))
    }

    func signOut(_ members: String) throws -> RunningServer.Answer {
        try post("/src/api/app-instances/unbind", members)
    }

    static func list(_ name: String, _ tokens: [String]) -> String {
        #""\#(name)":["# + tokens.map { #""\#($0)""# }.joined(separator: ",") + "]"
    }

    func staged(_ idToken: String) throws -> RunningServer.Answer {
        try server.call(
            "GET", "/src/api/profiles/pre-provisioned-cards",
            [("srcClientId", credentials.srcClientId), ("srcDpaId", credentials.srcDpaId)], as: nil,
            headers: [("Origin", Self.origin), ("Authorization", "Bearer " + idToken)])
    }

    static let accepted =
        #""complianceSettings":{"tnc":{"acceptedVersion":"LATEST"},"privacy":{"acceptedVersion":"LATEST"}}"#

    func provision(_ id: String, _ idToken: String, _ more: String = Shop.accepted) throws -> RunningServer.Answer {
        try post(
            "/src/api/profiles/pre-provisioned-cards/\(id)/provision",
            #""idToken":"\#(idToken)""# + (more.isEmpty ? "" : "," + more))
    }

    // MARK: What is kept

    /// Gives a profile another status.
    func set(_ status: ConsumerRow.Status, consumer: String) throws {
        let storage = try #require(server.server).storage
        let id = try #require(storage.vault.row(of: consumer, kind: .consumer))
        try storage.directory.write { writing in
            guard let old = try writing.consumer(id) else { return }
            var new = old
            new.status = status
            try writing.replace(old, by: new)
        }
    }

    /// Stages one card for a consumer, and returns the batch.
    func stage(
        _ name: String, phone: String = "0100", pan: String = "5186001700009726", card: String? = nil
    ) throws -> String {
        let people = RunningServer.plaintext(name, phone: phone, card: card ?? name + "-card", pan: pan)
        let a = server.a
        let accepted = try server.call(
            "POST", RunningServer.base + "/cards/batch/pre-provisioning",
            body: server.envelope(
                "staged-\(name)-\(pan.suffix(4))", server.encrypt(people), client: a.credentials.srcClientId,
                service: a.credentials.serviceId), as: a)
        let batch = try #require(accepted.json?["batchId"]?.string, "\(accepted.text)")
        while try item(batch)["status"]?.string == "IN_PROGRESS" {}
        return batch
    }

    /// The only record of a batch.
    func item(_ batch: String) throws -> JSONValue {
        while true {
            let answer = try server.status(batch, as: server.a)
            if answer.json?["batchStatus"]?.string == "IN_PROGRESS" { continue }
            return try #require(answer.json?["items"]?.elements.first { _ in true }, "\(answer.text)")
        }
    }
}

extension RunningServer.Answer {
    func refused(_ status: Int, _ reason: String) -> Bool { self.status == status && self.reason == reason }
}
