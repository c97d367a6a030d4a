// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Cryptography
import Foundation
import HTTPClient
import IssuerKit
import NetworkServer
import RequestSigning
import Synchronization
import Testing
import Vault

@testable import DemoBank

/// A real network and a real bank over it, each on a free port, with one clock that stands still.
final class Town {
    let clock = ManualClock()
    let path: String
    let client: IssuerClient
    /// Where the bank's file is.
    let bankPath: String
    private(set) var network: MusterServer?
    private(set) var bank: DemoBank?
    private let log: FileHandle

    /// - Parameter publicURL: what the bank is told that browsers reach it by.
    init(publicURL: String? = nil) throws {
        path = NSTemporaryDirectory() + "muster-town-" + UUID().uuidString
        bankPath = path + "/bank"
        try TownKeys.shared.get().copy(to: path + "/var")
        var configuration = ServerConfiguration()
        configuration.dataDirectory = path + "/var"
        configuration.port = 0
        configuration.pageCacheMiB = 4
        configuration.workers = 1
        configuration.httpThreads = 1
        let keys = try TownKeys.shared.get()
        var request = IssuerOnboarding.Request(name: "Harbour Bank")
        request.signingKey = keys.issuer.publicKey
        request.payloadKey = keys.issuer.publicKey
        let credentials = try IssuerOnboarding.run(
            request, dataDirectory: configuration.dataDirectory, mode: configuration.mode)
        _ = try ProgramAdministration(dataDirectory: configuration.dataDirectory)
            .set([("cardProducts", "HARBOUR_VIRTUAL:5186007")], name: nil, serviceId: credentials.serviceId)
        let network = try MusterServer(configuration, clock: clock, log: Log(level: .error))
        self.network = network
        try Data(keys.issuer.pkcs8PEM.utf8).write(to: URL(fileURLWithPath: path + "/issuer.pem"))
        let profile = IssuerProfile(
            name: "Harbour Bank", baseURL: network.url + "/src/api/digital/payments",
            consumerKey: credentials.consumerKey, signingKeyFile: "issuer.pem", srcClientId: credentials.srcClientId,
            serviceId: credentials.serviceId, directoryId: credentials.directoryId, payloadKeyFile: "issuer.pem",
            notificationKeyFile: "notification.key", directory: path)
        let secret = String(repeating: "5a", count: 32)
        try Data(secret.utf8).write(to: URL(fileURLWithPath: path + "/notification.key"))
        client = try IssuerClient(
            profile: profile,
            options: IssuerClient.Options(retry: .never, timeout: .seconds(20), clock: clock))
        try Data().write(to: URL(fileURLWithPath: path + "/bank.log"))
        log = try #require(FileHandle(forWritingAtPath: path + "/bank.log"))
        try openBank(publicURL: publicURL)
    }

    deinit {
        bank?.stop(draining: .seconds(1))
        network?.stop(draining: .seconds(1))
        try? FileManager.default.removeItem(atPath: path)
    }

    func openBank(publicURL: String? = nil) throws {
        var configuration = DemoBank.Configuration(dataDirectory: bankPath)
        configuration.port = 0
        configuration.publicURL = publicURL
        bank = try DemoBank(
            configuration, client: client, clock: clock, log: Log(descriptor: log.fileDescriptor, level: .debug))
    }

    func closeBank() {
        bank?.stop(draining: .seconds(1))
        bank = nil
    }

    func stopNetwork() {
        network?.stop(draining: .seconds(1))
        network = nil
    }

    /// The network's signature of a notification, now.
    func signature(of body: [UInt8]) -> String {
        EventSignature(secret: Array(repeating: 0x5A, count: 32)).value(for: body, at: clock.now)
    }

    /// A browser of its own, signed in when a name is given.
    func browser(_ userName: String? = nil, language: String? = "en") throws -> Browser {
        let browser = Browser(try #require(bank).url, language: language)
        if let userName {
            let answer = try browser.post(
                "/bank/sign-in", [("user", userName), ("password", DemoCustomers.password)])
            try #require(answer.status == 303 && answer.location == "/bank/cards", "\(answer.status) \(answer.text)")
        }
        return browser
    }

    /// Everything that the bank has written so far: its log and its files.
    func traces() throws -> [UInt8] {
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/bank.log")))
        for name in try FileManager.default.contentsOfDirectory(atPath: bankPath) {
            bytes += [UInt8](try Data(contentsOf: URL(fileURLWithPath: bankPath + "/" + name)))
        }
        return bytes
    }
}

/// A browser without script: it keeps cookies, says where its forms come from, and follows no redirect by itself.
final class Browser {
    struct Answer {
        var response: HTTPClientResponse
        var status: Int { response.status }
        var text: String { String(decoding: response.body, as: UTF8.self) }
        var location: String? { response.header("Location") }
        func header(_ name: String) -> String? { response.header(name) }
    }

    let base: String
    private let language: String?
    private var cookies: [String: String] = [:]
    private let client = HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: .seconds(30)))

    init(_ base: String, language: String?) {
        self.base = base
        self.language = language
    }

    /// The value of a cookie.
    func cookie(_ name: String) -> String? { cookies[name] }
    func keep(_ name: String, _ value: String) { cookies[name] = value }

    func get(_ path: String) throws -> Answer { try send("GET", path, [], nil, nil) }

    func post(
        _ path: String, _ fields: [(String, String)] = [], site: String? = "same-origin"
    ) throws -> Answer { try send("POST", path, fields, site, nil) }

    /// A form of an older browser, which tells its origin alone.
    func post(_ path: String, origin: String) throws -> Answer { try send("POST", path, [], nil, origin) }

    private func send(
        _ method: String, _ path: String, _ fields: [(String, String)], _ site: String?, _ origin: String?
    ) throws -> Answer {
        var headers = [HTTPClientHeader("Accept", "text/html")]
        if let language { headers.append(HTTPClientHeader("Accept-Language", language)) }
        if let site { headers.append(HTTPClientHeader("Sec-Fetch-Site", site)) }
        if let origin { headers.append(HTTPClientHeader("Origin", origin)) }
        if !cookies.isEmpty {
            let text = cookies.sorted { $0.key < $1.key }.map { $0.key + "=" + $0.value }.joined(separator: "; ")
            headers.append(HTTPClientHeader("Cookie", text))
        }
        var body = ""
        if method == "POST" {
            headers.append(HTTPClientHeader("Content-Type", "application/x-www-form-urlencoded"))
            body = fields.map { $0.0 + "=" + Self.encode($0.1) }.joined(separator: "&")
        }
        let response = try client.send(
            HTTPClientRequest(method: method, url: base + path, headers: headers, body: Array(body.utf8)))
        for header in response.headers where header.name.lowercased() == "set-cookie" {
            let pair = header.value.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let value = String(pair[pair.index(after: equals)...])
            cookies[String(pair[..<equals])] = value.isEmpty ? nil : value
        }
        return Answer(response: response)
    }

    static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: String(UnicodeScalar(byte))
            default: "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}

/// Keys that take their time, made once.
struct TownKeys: Sendable {
    static let shared = Result { try TownKeys() }

    let issuer: RSAPrivateKey
    private let ring: [String: Data]

    init() throws {
        let path = NSTemporaryDirectory() + "muster-town-keys-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        let vault = try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: SystemClock())
        _ = try vault.networkKeys
        ring = try Dictionary(
            uniqueKeysWithValues: ["keyring.json", "root.key"].map {
                ($0, try Data(contentsOf: URL(fileURLWithPath: path + "/" + $0)))
            })
        issuer = try RSAPrivateKey.generate()
    }

    func copy(to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for (name, data) in ring {
            let made = FileManager.default.createFile(
                atPath: path + "/" + name, contents: data, attributes: [.posixPermissions: 0o600])
            try #require(made)
        }
    }
}
