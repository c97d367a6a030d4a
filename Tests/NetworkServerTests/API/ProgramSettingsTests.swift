// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Directory
import Foundation
import HTTPService
import Store
import StoreSQLite
import Testing
import WireJSON

@testable import NetworkServer

/// Settings that change while the server runs, and what they change. The expected bodies are the contract's examples
/// (enrollment 4.1 to 4.3) with the sentences of the server.
@Suite("program settings") struct ProgramSettingsTests {
    private func set(_ server: RunningServer, _ values: (name: String, text: String)...) throws {
        try server.set(values, of: server.a)
    }

    private static let card = RunningServer.base + "/cards/0a1b2c3d-0000-8000-8000-0123456789ab"

    private func missingCard(_ server: RunningServer, as issuer: RunningServer.Issuer) throws -> RunningServer.Answer {
        try server.call("GET", Self.card, issuer.ids, as: issuer)
    }

    private static let detail =
        #"{"reason":"NOT_FOUND","sourceType":"PATH","source":"srcDigitalCardId","message":"There is no such card."}"#
    private static let formA =
        #"{"status":404,"reason":"NOT_FOUND","message":"There is no such card.","errordetail":[\#(detail)]}"#
    private static let formB =
        #"{"code":404,"status":"NOT_FOUND","message":"There is no such card.","details":[\#(detail)]}"#

    @Test("the service's layout follows the program while the server runs, and no other program")
    func serviceLayout() throws {
        let server = try RunningServer()
        #expect(try missingCard(server, as: server.a).text == Self.formA)
        try set(server, ("errorLayout", "formB"))
        let answer = try missingCard(server, as: server.a)
        #expect(answer.status == 404 && answer.text == Self.formB)
        #expect(try missingCard(server, as: server.b).text == Self.formA)
        // Without a program in the call it is the client's first.
        let unnamed = try server.call("GET", Self.card, as: server.a)
        #expect(unnamed.status == 400 && unnamed.text.hasPrefix(#"{"code":400,"status":"INVALID_ARGUMENT","#))
        try set(server, ("errorLayout", "formA"))
        #expect(try missingCard(server, as: server.a).text == Self.formA)
    }

    @Test("a refused signature has the layout of the key that it claims; an unknown key has the standard one")
    func gatewayLayout() throws {
        let server = try RunningServer()
        let forged = RunningServer.Issuer(credentials: server.a.credentials, key: server.b.key)
        let list = try missingCard(server, as: forged)
        #expect(list.status == 403 && list.text.hasPrefix(#"{"Errors":{"Error":[{"Source":"Gateway","ReasonCode":""#))
        #expect(list.text.hasSuffix(#","Details":null}]}}"#))
        try set(server, ("gatewayErrorLayout", "listOfErrors"))
        let other = try missingCard(server, as: forged)
        #expect(other.status == 403)
        #expect(other.text.hasPrefix(#"{"Errors":[{"Error":{"Source":"Gateway","ReasonCode":""#))
        #expect(other.text.hasSuffix(#","Recoverable":false,"Details":null}}]}"#))
        // The head alone is refused: it has no signature at all but names the key.
        let header = #"OAuth oauth_consumer_key="\#(server.a.credentials.consumerKey)""#
        let head = try server.call("GET", Self.card, as: nil, headers: [("Authorization", header)])
        #expect(head.status >= 400 && head.text.hasPrefix(#"{"Errors":[{"Error":{"#), "\(head.text)")
        var unknown = server.a
        unknown.credentials.consumerKey = String(unknown.credentials.consumerKey.reversed())
        let standard = try missingCard(server, as: unknown)
        #expect(standard.status >= 400 && standard.text.hasPrefix(#"{"Errors":{"Error":[{"#), "\(standard.text)")
    }

    @Test("a client reads all four layouts as the same refusals")
    func received() {
        let error = ServiceError(.invalidState, details: [ErrorDetail(.invalidValue, .body, "srcClientId", "no")])
        for layout in ServiceError.Layout.allCases {
            #expect(ReceivedError.read(status: 400, body: error.json(layout: layout)) == .service(error))
        }
        let refusal = GatewayError("DECLINED", "no")
        for layout in GatewayError.Layout.allCases {
            #expect(ReceivedError.read(status: 401, body: refusal.json(layout: layout)) == .gateway([refusal]))
        }
    }

    @Test("a program's request rate counts from the change on and ends with it; another program is not disturbed")
    func requestRate() throws {
        let server = try RunningServer()
        try set(server, ("requestsPerSecond", "1"), ("requestBurst", "3"), ("errorLayout", "formB"))
        let answers = try (0..<8).map { _ in try missingCard(server, as: server.a) }
        #expect(answers.prefix(3).allSatisfy { $0.status == 404 })
        let refused = try #require(answers.first { $0.status == 429 })
        #expect(refused.header("Retry-After") == "1" && refused.text.contains(#""reason":"LIMIT_EXCEED""#))
        #expect(refused.text.hasPrefix(#"{"code":429,"status":"RESOURCE_EXHAUSTED","#))
        #expect(try missingCard(server, as: server.b).status == 404)
        try set(server, ("requestsPerSecond", "default"), ("requestBurst", "default"))
        #expect(try (0..<8).allSatisfy { _ in try missingCard(server, as: server.a).status == 404 })
    }

    @Test("a program's batch rate lets twice the rate through at once")
    func batchRate() throws {
        let server = try RunningServer()
        try set(server, ("batchesPerSecond", "1"))
        let plaintext = RunningServer.plaintext("ada", phone: "0100", card: "c-1", pan: "5186001700009726")
        let statuses = try (0..<10).map { try server.submit("b-\($0)", plaintext, as: server.a).status }
        #expect(statuses.prefix(2) == [202, 202] && statuses.contains(429), "\(statuses)")
        #expect(try server.submit("b-0", plaintext, as: server.b).status == 202)
    }

    @Test("a card from outside the allowed countries fails with PAN_INELIGIBLE, from the change on (enrollment 16)")
    func allowedCountries() throws {
        let server = try RunningServer()
        _ = try server.enroll(server.a)
        try set(server, ("allowedCountries", "CA"))
        let plaintext = RunningServer.plaintext("bob", phone: "0101", card: "c-2", pan: "5204340000010002")
        let accepted = try server.submit("b-2", plaintext, as: server.a)
        let batch = try #require(accepted.json?["batchId"]?.string, "\(accepted.text)")
        let end = Date(timeIntervalSinceNow: 20)
        var answer = try server.status(batch, as: server.a)
        while answer.json?["batchStatus"]?.string == "IN_PROGRESS", Date() < end {
            answer = try server.status(batch, as: server.a)
        }
        #expect(answer.json?["batchStatus"]?.string == "COMPLETED_WITH_ERRORS", "\(answer.text)")
        #expect(answer.text.contains(#""reason":"PAN_INELIGIBLE""#), "\(answer.text)")
    }

    @Test("a new rate counts for a bucket that is in use")
    func bucket() {
        let limiter = RateLimiter(perSecond: 0, burst: 100)
        #expect(limiter.take("p", perSecond: 1, burst: 1, at: .now) == nil)
        #expect(limiter.take("p", perSecond: 1, burst: 1, at: .now) == 1)
        #expect(limiter.take("p", at: .now) == nil)
    }

    @Test("each change is kept with its old and new value; a refused one changes nothing")
    func audit() throws {
        let server = try RunningServer()
        let id = server.a.credentials.serviceId
        try set(server, ("errorLayout", "formB"), ("preProvisioning", "true"), ("cardsPerProfileMax", "9"))
        let programs = try ProgramAdministration(dataDirectory: server.path)
        for (name, text) in [("errorlayout", "formA"), ("cardsPerProfileMax", "0")] {
            #expect(throws: ConfigurationError.self) {
                try programs.set([("errorLayout", "formA"), (name, text)], name: nil, serviceId: id)
            }
        }
        let changes = try programs.changes(serviceId: id)
        #expect(changes.map(\.setting) == ["cardsPerProfileMax", "errorLayout"])
        #expect(changes.map(\.old) == ["50", "formA"] && changes.map(\.new) == ["9", "formB"])
        let shown = try programs.program(name: "Bank A", serviceId: nil)
        #expect(shown.serviceId == id && shown.settings.first { $0.name == "errorLayout" }?.text == "formB")
        #expect(throws: ConfigurationError.self) { try programs.program(name: nil, serviceId: nil) }
    }

    @Test("an issuer without a payload key cannot be asked about tokens, and is told so when that is set")
    func decisionWithoutKey() throws {
        let server = try RunningServer()
        let registry = try SQLiteRegistryStore(path: server.path + "/registry.db")
        let client = ClientRow(
            srcClientId: "0a1b2c3d-0000-4000-8000-0123456789ff", name: "Keyless", created: Timestamp(seconds: 0))
        let program = ProgramRow(
            directory: 0, serviceId: "ISSUER_C2P#KEYLESS#01", directoryId: "0a1b2c3d-0000-4000-8000-0123456789fe",
            srcClientId: client.srcClientId, name: "Keyless", settings: try ProgramSettings().json(),
            created: Timestamp(seconds: 0))
        _ = try registry.add(client: client, signingKeys: [], payloadKeys: [], program: program)
        let programs = try ProgramAdministration(dataDirectory: server.path)
        func set(_ name: String, _ text: String) throws {
            _ = try programs.set([(name, text)], name: nil, serviceId: program.serviceId)
        }
        #expect {
            try set("decisionURL", "https://issuer.test/decide")
        } throws: {
            "\($0)".contains("payload key")
        }
        try set("notificationURL", "https://issuer.test/events")
        try set("decisionURL", "none")
    }
}
