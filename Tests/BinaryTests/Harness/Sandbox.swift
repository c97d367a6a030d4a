// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

/// A server of its own with one issuer onboarded, and a folder for the files of both.
struct Sandbox {
    let folder: TemporaryFolder
    let server: RunningServer
    /// The profile that `muster issuer create` wrote.
    let profile: String

    init(options: [String] = []) async throws {
        folder = try TemporaryFolder()
        server = try await RunningServer(data: folder.file("var"), options: options)
        profile = folder.file("bank.json")
        try await onboard("Sandbox Bank", to: profile)
    }

    /// Onboards one more issuer.
    @discardableResult
    func onboard(_ name: String, to path: String) async throws -> String {
        let made = try await ProgramRun.muster(
            "issuer", "create", "--data", server.data, "--name", name, "--out", path, "--base-url", server.url)
        try #require(made.status == 0, "\(made)")
        return path
    }

    /// Onboards a shop.
    func openShop(_ name: String, to path: String) async throws -> String {
        let made = try await ProgramRun.muster(
            "merchant", "create", "--data", server.data, "--name", name, "--origin", "https://shop.example", "--out",
            path, "--base-url", server.url)
        try #require(made.status == 0, "\(made)")
        return path
    }

    /// Makes the server look at its registry now: it does when a key is not known to it. Its answer is a refusal.
    func followSettings() async throws {
        let header =
            #"Authorization: OAuth oauth_consumer_key="nobody!0",oauth_nonce="a",oauth_timestamp="1","#
            + #"oauth_signature="AAAA",oauth_signature_method="RSA-SHA256""#
        let answer = try await ProgramRun.run([
            "curl", "--silent", "--show-error", "--max-time", "30", "--header", header,
            server.url + "/src/api/digital/payments/cards/nobody",
        ])
        try #require(answer.status == 0 && answer.output.contains("Gateway"), "\(answer)")
    }

    /// Writes a synthetic portfolio of so many cards.
    func portfolio(_ count: Int, seed: Int, name: String = "portfolio.csv") async throws -> String {
        let made = try await ProgramRun.muster(
            "portfolio", "generate", "--count", String(count), "--seed", String(seed))
        try #require(made.status == 0, "\(made)")
        return try folder.write(made.output, to: name)
    }

    /// Runs one of the scripts of `Tests/oracles`, all of whose checks must hold.
    @discardableResult
    func judge(_ script: String, _ arguments: String...) async throws -> ProgramRun.Outcome {
        let isPython = script.hasSuffix(".py")
        let interpreter = isPython ? try Places.python() : "bash"
        let outcome = try await ProgramRun.run([interpreter, Places.oracle(script)] + arguments)
        #expect(outcome.status == 0, "\(script): \(outcome)")
        return outcome
    }
}
