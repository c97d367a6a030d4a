// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Foundation
import Testing

@testable import RequestSigning

/// Requests signed by published libraries (Tests/oracles/sign_requests.py).
struct LibraryRequests: Decodable {
    struct Request: Decodable, CustomTestStringConvertible {
        let client: String
        let method: String
        let url: String
        let body: String
        let authorization: String
        let baseString: String
        let accepts: [String: Bool]

        var testDescription: String { client + " " + method + " " + url }
    }

    let requests: [Request]

    static let shared: [Request] = {
        do {
            let data = try SecurityExamples.vectorFile("library-requests.json")
            return try JSONDecoder().decode(LibraryRequests.self, from: data).requests
        } catch {
            fatalError("the vector file cannot be read: \(error)")
        }
    }()
}

@Suite struct LibraryRequestsTests {
    @Test("The vector file holds at least 36 requests of each library, and requests that each rule refuses")
    func vectorsAreThere() {
        for client in ["mastercard", "oauthlib"] {
            #expect(LibraryRequests.shared.filter { $0.client == client }.count >= 36)
        }
        for rule in ["S1", "G", "rfc5849"] {
            #expect(LibraryRequests.shared.contains { $0.accepts[rule] == true })
            #expect(LibraryRequests.shared.contains { $0.accepts[rule] == false })
        }
    }

    @Test(
        "Each rule accepts exactly the library requests that an independent implementation of the rules accepts",
        arguments: LibraryRequests.shared)
    func acceptsAsExpected(_ request: LibraryRequests.Request) throws {
        let head = try RequestHead(
            method: request.method, url: request.url, authorizationHeaders: [request.authorization])
        for rule in [VerificationRule.s1, .g, .rfc5849] {
            let refusal = refusal { () throws(SigningRefusal) in
                try Fixture.verifier(rule: rule).verify(head, body: Array(request.body.utf8))
            }
            #expect((refusal == nil) == request.accepts[rule.name], "\(rule)")
            if let refusal { #expect(refusal.status == 403) }
        }
    }

    @Test(
        "What a library signed is among the base strings of the explanation, and marked as signed",
        arguments: LibraryRequests.shared.filter { $0.accepts["S1"] == true })
    func baseStringIsAmongCandidates(_ request: LibraryRequests.Request) throws {
        let head = try RequestHead(
            method: request.method, url: request.url, authorizationHeaders: [request.authorization])
        let explanation = SigningExplanation(
            of: head, body: Array(request.body.utf8), key: Fixture.privateKey.publicKey, clock: Fixture.clock())
        let signed = explanation.candidates.filter { $0.isSigned == true }.map(\.baseString)
        #expect(signed == [request.baseString])
        #expect(explanation.isBodyHashAccepted)
    }
}
