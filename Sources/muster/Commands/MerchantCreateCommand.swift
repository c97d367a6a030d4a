// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Cryptography
internal import Foundation
internal import IssuerKit
internal import NetworkServer

/// `muster merchant create`: onboards a shop and writes its profile.
enum MerchantCreateCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["merchant", "create"], summary: "onboard a shop: keys, client and DPA ids, profile file",
            options: [
                .value("data", "DIR", standard: "./var", "the server's data directory; the server may be running"),
                .value("mode", "sandbox|production", standard: "sandbox", "the mode of that directory"),
                .value("name", "NAME", isRequired: true, "the shop's name, at most 60 characters; consumers read it"),
                .repeated(
                    "origin", "URL", "where the shop's pages come from, such as https://shop.example; may be repeated"),
                .value("out", "FILE", standard: "./shop.json", "the profile to write; key files go beside it"),
                .value(
                    "base-url", "URL", standard: "http://127.0.0.1:8080", "how shop and pages reach the server"),
                .value("dialect", "mastercard|unified", standard: "mastercard", "the words of refusals"),
                .repeated("set", "KEY=VALUE", "a setting, such as payloadEncryption=A256GCM; may be repeated"),
                .value("signing-key", "FILE", "the integrator's own public key or certificate for request signatures"),
                .value("payload-key", "FILE", "the integrator's own public key or certificate for payloads"),
            ],
            notes: [
                "Only pages of these origins may call for the shop: https, or http on this machine.",
                "muster merchant show lists the settings, and muster merchant set changes them.",
                "Without keys of its own the shop gets new ones; their files have mode 0600.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let name = try invocation.required("name")
        let out = try invocation.required("out")
        guard !FileManager.default.fileExists(atPath: out) else {
            throw CommandFailure.usage("\(out) exists already; choose another file", code: "exists")
        }
        let baseURL = try invocation.required("base-url")
        guard baseURL.hasPrefix("http://") || baseURL.hasPrefix("https://") else {
            throw CommandFailure.usage("--base-url must begin with http:// or https://")
        }
        var request = MerchantOnboarding.Request(name: name, origins: invocation.texts("origin"))
        let dialect = try invocation.choice("dialect", of: BrowserError.Dialect.allCases.map(\.rawValue))
        request.dialect = dialect.flatMap(BrowserError.Dialect.init(rawValue:)) ?? .mastercard
        request.settings = try Invocation.settings(invocation.texts("set"))
        request.signingKey = try invocation.text("signing-key").map(PublicKeyFile.read)
        request.payloadKey = try invocation.text("payload-key").map(PublicKeyFile.read)
        let mode = try invocation.choice("mode", of: ServerConfiguration.Mode.allCases.map(\.rawValue)) ?? "sandbox"
        let credentials = try MerchantOnboarding.run(
            request, dataDirectory: try invocation.required("data"),
            mode: ServerConfiguration.Mode(rawValue: mode) ?? .sandbox)
        let profile = try write(credentials, name: name, to: out, baseURL: baseURL)
        try report(profile, out, invocation)
        return .done
    }

    private static func write(
        _ credentials: MerchantOnboarding.Credentials, name: String, to out: String, baseURL: String
    ) throws -> MerchantProfile {
        let file = URL(fileURLWithPath: out)
        let stem = file.deletingPathExtension().lastPathComponent
        let directory = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let profile = MerchantProfile(
            name: name, baseURL: baseURL, consumerKey: credentials.consumerKey,
            signingKeyFile: stem + ".signing.pem", srcClientId: credentials.srcClientId,
            srcDpaId: credentials.srcDpaId, origins: credentials.origins, payloadKeyFile: stem + ".payload.pem")
        for (key, name) in [
            (credentials.signingKey, profile.signingKeyFile), (credentials.payloadKey, profile.payloadKeyFile),
        ] {
            guard let key else { continue }
            try PrivateFile.write(Array(key.pkcs8PEM.utf8), to: directory.appendingPathComponent(name).path)
        }
        try PrivateFile.write(profile.json + [UInt8(ascii: "\n")], to: file.path)
        return profile
    }

    private static func report(_ profile: MerchantProfile, _ out: String, _ invocation: Invocation) throws {
        if invocation.isJSON {
            return try invocation.console.write(line: String(decoding: profile.json, as: UTF8.self))
        }
        var lines = LabelledLines()
        lines.add("profile", out)
        lines.add("srcClientId", profile.srcClientId)
        lines.add("srcDpaId", profile.srcDpaId)
        for origin in profile.origins { lines.add("origin", origin) }
        lines.add("base URL", profile.baseURL)
        try invocation.console.write(Array(lines.text.utf8))
    }
}
