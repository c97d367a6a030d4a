// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Foundation
internal import HTTPService
internal import RequestSigning
internal import Vault
internal import Verification

/// The settings as the parts of the server want them.
extension ServerConfiguration {
    func tls() throws(ConfigurationError) -> HTTPConfiguration.TLS? {
        guard let certificate = tlsCertificateFile, let key = tlsKeyFile else { return nil }
        return HTTPConfiguration.TLS(
            certificateChainPEM: try file(certificate, "--tls-cert"), keyPEM: try file(key, "--tls-key"),
            clientCAPEM: try tlsClientCAFile.map { (path) throws(ConfigurationError) in
                try file(path, "--tls-client-ca")
            })
    }

    private func file(_ path: String, _ setting: String) throws(ConfigurationError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ConfigurationError(setting, "the file \(path) cannot be read")
        }
        return [UInt8](data)
    }

    func http(tls: HTTPConfiguration.TLS?) -> HTTPConfiguration {
        var http = HTTPConfiguration(host: host, port: port)
        http.ioThreads = httpThreads
        http.connectionsMax = connectionsMax
        http.bodyBytesMax = bodyBytesMax
        http.bodyBytesInFlightMax = max(64 << 20, bodyBytesMax * 4)
        http.tls = tls
        return http
    }

    /// Who the network is in its tokens: its public addresses, where it has some.
    func networkName() throws(ConfigurationError) -> NetworkName {
        guard case .configured(let origins) = try originPolicy() else { return NetworkName() }
        return NetworkName(origins.map(\.description))
    }

    func originPolicy() throws(ConfigurationError) -> OriginPolicy {
        guard !publicOrigins.isEmpty else { return .hostHeader }
        return .configured(
            try publicOrigins.map { (text) throws(ConfigurationError) in
                do {
                    return try PublicOrigin(text)
                } catch {
                    throw ConfigurationError("--public-origin", "must look like https://host or https://host:port")
                }
            })
    }
}

extension Vault {
    /// Opens the vault of a data directory, or makes it.
    static func open(_ configuration: ServerConfiguration, _ data: DataDirectory) throws -> Vault {
        let rootKey: RootKeySource =
            if let passphrase = configuration.rootPassphrase {
                .passphrase(passphrase)
            } else {
                .file(
                    path: configuration.rootKeyFile ?? data.file("root.key"),
                    createIfMissing: configuration.rootKeyFile == nil && configuration.mode == .sandbox)
            }
        return try Vault.open(
            directory: data.path, rootKey: rootKey, create: true,
            environment: configuration.mode == .sandbox ? .sandbox : .production, clock: SystemClock())
    }
}
