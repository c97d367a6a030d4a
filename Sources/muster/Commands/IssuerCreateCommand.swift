// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography
internal import Foundation
internal import IssuerKit
internal import NetworkServer
internal import WireJSON

/// `muster issuer create`: onboards an issuer and writes its profile.
enum IssuerCreateCommand: Command {
    private static let base = "/src/api/digital/payments"

    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["issuer", "create"], summary: "onboard an issuer: keys, program, directory, profile file",
            options: [
                .value("data", "DIR", standard: "./var", "the server's data directory; the server may be running"),
                .value("mode", "sandbox|production", standard: "sandbox", "the mode of that directory"),
                .value("name", "NAME", isRequired: true, "the issuer's name, at most 64 characters"),
                .value("out", "FILE", isRequired: true, "the profile to write; key files go beside it"),
                .value(
                    "base-url", "URL", standard: "http://127.0.0.1:8080",
                    "how the issuer reaches the server; the API's path is added when there is none"),
                .value("country", "CC", standard: "US", "where the issuer's cards are issued (ISO 3166-1 alpha-2)"),
                .value("signing-key", "FILE", "the issuer's own public key or certificate for request signatures"),
                .value("payload-key", "FILE", "the issuer's own public key or certificate for payloads"),
                .value("cards-per-batch", "N", standard: "250", "cards that the program may send in one batch"),
            ] + NotificationKeyFile.options,
            notes: [
                "Without keys of its own the issuer gets new ones; their files have mode 0600.",
                "In production the key of notifications is written only when the root key is at hand; else see",
                "muster issuer notification-key.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let name = try invocation.required("name")
        guard (1...64).contains(name.count) else { throw CommandFailure.usage("--name must have 1 to 64 characters") }
        let country = try invocation.required("country").uppercased()
        guard country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw CommandFailure.usage("--country must be two letters, such as US")
        }
        let out = try invocation.required("out")
        guard !FileManager.default.fileExists(atPath: out) else {
            throw CommandFailure.usage("\(out) exists already; choose another file", code: "exists")
        }
        var request = IssuerOnboarding.Request(name: name)
        request.country = country
        request.cardsPerBatchMax = try invocation.number("cards-per-batch", in: 1...100_000) ?? 250
        request.signingKey = try invocation.text("signing-key").map(PublicKeyFile.read)
        request.payloadKey = try invocation.text("payload-key").map(PublicKeyFile.read)
        let word = try invocation.choice("mode", of: ServerConfiguration.Mode.allCases.map(\.rawValue)) ?? "sandbox"
        let credentials = try IssuerOnboarding.run(
            request, dataDirectory: try invocation.required("data"),
            mode: ServerConfiguration.Mode(rawValue: word) ?? .sandbox)
        let notificationKey = try notificationKey(of: credentials.serviceId, invocation)
        let profile = try write(
            credentials, name: name, to: out, baseURL: baseURL(invocation.required("base-url")), notificationKey)
        try report(profile, out, invocation)
        return .done
    }

    /// A production server's root key need not be where issuers are onboarded; nil then.
    private static func notificationKey(of serviceId: String, _ invocation: Invocation) throws -> String? {
        let isGiven = invocation.text("root-key") != nil || invocation.text("root-passphrase") != nil
        do {
            return try NotificationKeyFile.keys(invocation).text(serviceId: serviceId)
        } catch {
            if isGiven || invocation.text("mode") != ServerConfiguration.Mode.production.rawValue { throw error }
            invocation.console.say("no notification key was written: the root key is not at hand")
            return nil
        }
    }

    /// An address without a path gets the API's.
    private static func baseURL(_ text: String) throws(CommandFailure) -> String {
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            throw .usage("--base-url must begin with http:// or https://")
        }
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        return trimmed.split(separator: "/").count > 2 ? trimmed : trimmed + base
    }

    private static func write(
        _ credentials: IssuerOnboarding.Credentials, name: String, to out: String, baseURL: String,
        _ notificationKey: String?
    ) throws -> IssuerProfile {
        let file = URL(fileURLWithPath: out)
        let stem = file.deletingPathExtension().lastPathComponent
        let directory = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let signingFile = stem + ".signing.pem"
        let payloadFile = stem + ".payload.pem"
        if let key = credentials.signingKey {
            try PrivateFile.write(Array(key.pkcs8PEM.utf8), to: directory.appendingPathComponent(signingFile).path)
        }
        if let key = credentials.payloadKey {
            try PrivateFile.write(Array(key.pkcs8PEM.utf8), to: directory.appendingPathComponent(payloadFile).path)
        }
        let notificationFile = notificationKey.map { _ in stem + ".notification.key" }
        if let notificationKey, let notificationFile {
            try PrivateFile.write(
                Array((notificationKey + "\n").utf8), to: directory.appendingPathComponent(notificationFile).path)
        }
        let profile = IssuerProfile(
            name: name, baseURL: baseURL, consumerKey: credentials.consumerKey, signingKeyFile: signingFile,
            srcClientId: credentials.srcClientId, serviceId: credentials.serviceId,
            directoryId: credentials.directoryId, payloadKeyFile: payloadFile,
            notificationKeyFile: notificationFile)
        try PrivateFile.write(profile.json + [UInt8(ascii: "\n")], to: file.path)
        return profile
    }

    private static func report(_ profile: IssuerProfile, _ out: String, _ invocation: Invocation) throws {
        if invocation.isJSON {
            return try invocation.console.write(line: String(decoding: profile.json, as: UTF8.self))
        }
        try invocation.console.write(line: "profile      \(out)")
        try invocation.console.write(line: "srcClientId  \(profile.srcClientId)")
        try invocation.console.write(line: "serviceId    \(profile.serviceId)")
        try invocation.console.write(line: "directoryId  \(profile.directoryId ?? "")")
        try invocation.console.write(line: "base URL     \(profile.baseURL)")
    }
}

/// Writes a file that only its owner may read, and that did not exist before.
enum PrivateFile {
    static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
        let made = FileManager.default.createFile(
            atPath: path + ".new", contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        guard made else { throw .invalidInput("\(path) cannot be written") }
        do {
            try FileManager.default.moveItem(atPath: path + ".new", toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: path + ".new")
            throw .invalidInput("\(path) exists already or cannot be written")
        }
    }
}
