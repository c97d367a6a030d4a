// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Foundation
internal import HTTPClient
internal import IssuerKit
internal import WireJSON

/// What shops' pages ask: is somebody known, and which cards do they have?
///
/// The ceiling is the same kind of call when it asks for nothing: a profile call without an ID token, which knows
/// client and shop, counts the quotas, and answers. A profile call with a token stands beside another one as well, as
/// signed reads do: the call with a token that was signed out, which is refused once the token was read.
enum LookUpBench {
    /// Consumers who sign in, with a code each.
    private static let signedIn = 400

    static func run(consumers: Int, calls: Int) throws {
        Report.heading("Shops' pages with \(consumers) consumers, \(calls) calls on \(Race.connections) connections")
        try withDirectory { directory in
            let server = try ServerProcess(directory: directory)
            defer { server.stop() }
            let issuer = try IssuerProfile(path: server.onboard(cardsPerBatch: 250))
            // Prepared in parts, which must not fill the memory of the machine.
            let part = 100_000
            for first in stride(from: 0, to: consumers, by: part) {
                let batches = try PreparedBatches(
                    cards: min(part, consumers - first), perBatch: 250, first: first, profile: issuer)
                try batches.send(connections: 8)
            }
            try server.waitUntilFinal(records: consumers)
            let page = try ShopPage(server)
            let tokens = try (0..<min(signedIn, consumers)).map { try page.idToken(of: PreparedBatches.email($0)) }
            // A quota counts each identity: as a crowd would, every call asks about another one.
            let step = max(1, consumers / calls)
            let empty = page.calls(calls, "/src/api/profiles") { _, _ in }
            let present = page.calls(calls, "/src/api/identities/lookup") { number, writer in
                Self.write(PreparedBatches.email(number * step % consumers), to: &writer)
            }
            let absent = page.calls(calls, "/src/api/identities/lookup") { number, writer in
                Self.write("nobody.\(number)@example.com", to: &writer)
            }
            let profiles = page.calls(calls, "/src/api/profiles") { number, writer in
                writer.member("idTokens", [tokens[number % tokens.count]])
            }
            let ended = try page.signedOutToken(of: PreparedBatches.email(consumers - 1))
            let refused = page.calls(calls, "/src/api/profiles") { _, writer in writer.member("idTokens", [ended]) }
            let race = try Race(
                [
                    Race.Lane(name: "empty", requests: empty), Race.Lane(name: "look-up, present", requests: present),
                    Race.Lane(name: "look-up, absent", requests: absent),
                    Race.Lane(name: "refused token", requests: refused, status: 401),
                    Race.Lane(name: "profile and cards", requests: profiles),
                ], on: server)
            for name in ["look-up, present", "look-up, absent", "profile and cards"] {
                race.report(name, beside: "empty")
            }
            race.report("profile and cards", beside: "refused token", label: "  the same")
        }
    }

    fileprivate static func write(_ email: String, to writer: inout JSONWriter) {
        writer.object("consumerIdentity") { writer in
            writer.member("identityType", "EMAIL_ADDRESS")
            writer.member("identityValue", email)
        }
    }
}

/// The page of a shop that was onboarded for this.
private struct ShopPage {
    private static let origin = "http://127.0.0.1:1"
    private static let code = "135790"

    let profile: MerchantProfile
    let client = HTTPClient()

    init(_ server: ServerProcess) throws {
        let path = server.directory + "/shop.json"
        try ServerProcess.muster([
            "merchant", "create", "--data", server.directory + "/data", "--name", "Bench", "--origin", Self.origin,
            "--base-url", server.url, "--out", path,
        ])
        profile = try MerchantProfile(path: path)
    }

    func calls(
        _ count: Int, _ path: String, _ members: (Int, inout JSONWriter) -> Void
    ) -> [HTTPClientRequest] {
        (0..<count).map { number in call("POST", path) { members(number, &$0) } }
    }

    private func call(_ method: String, _ path: String, _ members: (inout JSONWriter) -> Void) -> HTTPClientRequest {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcClientId", profile.srcClientId)
            writer.member("srcDpaId", profile.srcDpaId)
            members(&writer)
        }
        return HTTPClientRequest(
            method: method, url: profile.baseURL + path,
            headers: [HTTPClientHeader("Content-Type", "application/json"), HTTPClientHeader("Origin", Self.origin)],
            body: writer.bytes)
    }

    /// Signs a consumer in with a code.
    func idToken(of email: String) throws -> String {
        var fixed = JSONWriter()
        fixed.object { writer in
            writer.member("identities", [email])
            writer.member("code", Self.code)
        }
        _ = try answer(
            HTTPClientRequest(
                method: "PUT", url: profile.baseURL + "/__admin/otp/fixed",
                headers: [HTTPClientHeader("Content-Type", "application/json")], body: fixed.bytes))
        let started = try answer(
            call("POST", "/src/api/identities/validation/initiate") { LookUpBench.write(email, to: &$0) })
        guard let session = started.root["idValidationSessionId"]?.string else {
            throw BenchFailure("no code was sent")
        }
        let finished = try answer(
            call("POST", "/src/api/identities/validation/complete") { writer in
                writer.member("idValidationSessionId", session)
                writer.member("validationData", Self.code)
            })
        guard let token = finished.root["idToken"]?.string else { throw BenchFailure("nobody was signed in") }
        return token
    }

    /// A token that is the network's and good for nothing any more.
    func signedOutToken(of email: String) throws -> String {
        let token = try idToken(of: email)
        _ = try answer(call("POST", "/src/api/app-instances/unbind") { $0.member("idToken", token) })
        return token
    }

    private func answer(_ request: HTTPClientRequest) throws -> JSONDocument {
        let response = try client.send(request)
        guard (200...299).contains(response.status) else {
            throw BenchFailure("\(request.url) was answered \(response.status)")
        }
        return try JSONDocument.parse(response.body.isEmpty ? Array("{}".utf8) : response.body)
    }
}
