// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography
internal import WireJSON

/// What an issuer was given at onboarding, as the file that `muster issuer create` writes: one JSON object with the
/// members below, key files named relative to it.
public struct IssuerProfile: Sendable, Equatable {
    public var name: String
    /// Where the API begins, such as `https://sandbox.api.mastercard.com/src/api/digital/payments`, without a slash
    /// at the end.
    public var baseURL: String
    /// `<clientId>!<keyId>`.
    public var consumerKey: String
    /// The RSA key that signs requests: PKCS#8 or PKCS#1, PEM or DER, or PKCS#12.
    public var signingKeyFile: String
    /// A UUID.
    public var srcClientId: String
    /// Selects the program and its directory.
    public var serviceId: String
    public var directoryId: String?
    /// The RSA key that decrypts payloads of answers.
    public var payloadKeyFile: String?
    /// Where the network publishes its keys; `/keys` at the origin of `baseURL` when left out.
    public var keysURL: String?
    /// Where MDES begins, such as `https://sandbox.api.mastercard.com/mdes`, without a slash at the end; `/mdes` at the
    /// origin of `baseURL` when left out. The certification environment has a host and a path of its own
    /// (token-connect 2).
    public var mdesURL: String?
    /// What pushed card data is encrypted to: the certificate or key of MDES, as it was given at onboarding
    /// (token-connect 6). When left out, the key for card data that is published at `keysURL`.
    public var mdesKeyFile: String?
    /// Where the client goes on paths that are not documented.
    public var paths = APIPaths()
    /// PEM certificates to trust instead of the system's.
    public var caFile: String?
    /// The key that the network signs notifications with: 64 hexadecimal digits (processing 7.5).
    public var notificationKeyFile: String?
    /// The directory that file names are relative to.
    public var directory: String

    public init(
        name: String, baseURL: String, consumerKey: String, signingKeyFile: String, srcClientId: String,
        serviceId: String, directoryId: String? = nil, payloadKeyFile: String? = nil, keysURL: String? = nil,
        caFile: String? = nil, notificationKeyFile: String? = nil, directory: String = "."
    ) {
        self.name = name
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.consumerKey = consumerKey
        self.signingKeyFile = signingKeyFile
        self.srcClientId = srcClientId
        self.serviceId = serviceId
        self.directoryId = directoryId
        self.payloadKeyFile = payloadKeyFile
        self.keysURL = keysURL
        self.caFile = caFile
        self.notificationKeyFile = notificationKeyFile
        self.directory = directory
    }

    /// Reads a profile file. Members that are not known are passed over.
    public init(path: String) throws(IssuerClientError) {
        let bytes = try Self.read(path)
        let document: JSONDocument
        do {
            document = try JSONDocument.parse(bytes)
        } catch {
            throw Self.fault("profile \(path) is not JSON: \(error)")
        }
        func text(_ name: String) throws(IssuerClientError) -> String? {
            guard let value = document.root[name], !value.isNull else { return nil }
            guard let text = value.string, !text.isEmpty else { throw Self.fault("\(name) in \(path) must be a text") }
            return text
        }
        func required(_ name: String) throws(IssuerClientError) -> String {
            guard let text = try text(name) else { throw Self.fault("\(name) is missing in profile \(path)") }
            return text
        }
        let slash = path.lastIndex(of: "/")
        self.init(
            name: try required("name"), baseURL: try required("baseURL"), consumerKey: try required("consumerKey"),
            signingKeyFile: try required("signingKeyFile"), srcClientId: try required("srcClientId"),
            serviceId: try required("serviceId"), directoryId: try text("directoryId"),
            payloadKeyFile: try text("payloadKeyFile"), keysURL: try text("keysURL"), caFile: try text("caFile"),
            notificationKeyFile: try text("notificationKeyFile"),
            directory: slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
        mdesURL = try text("mdesURL").map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        mdesKeyFile = try text("mdesKeyFile")
        do {
            paths = try APIPaths(document.root["paths"])
        } catch {
            throw Self.fault("\(error.message) in \(path)")
        }
    }

    /// The profile as the text of its file.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("name", name)
            writer.member("baseURL", baseURL)
            writer.member("consumerKey", consumerKey)
            writer.member("signingKeyFile", signingKeyFile)
            writer.member("srcClientId", srcClientId)
            writer.member("serviceId", serviceId)
            writer.member("directoryId", directoryId)
            writer.member("payloadKeyFile", payloadKeyFile)
            writer.member("keysURL", keysURL)
            writer.member("mdesURL", mdesURL)
            writer.member("mdesKeyFile", mdesKeyFile)
            writer.member("caFile", caFile)
            paths.write(to: &writer)
            writer.member("notificationKeyFile", notificationKeyFile)
        }
        return writer.bytes
    }

    /// A file's name as it can be opened from here.
    public func path(of file: String) -> String {
        file.hasPrefix("/") ? file : directory + "/" + file
    }

    /// Scheme, host and port of `baseURL`.
    public var origin: String? {
        guard let scheme = baseURL.firstRange(of: "://") else { return nil }
        let end = baseURL[scheme.upperBound...].firstIndex(of: "/") ?? baseURL.endIndex
        return end > scheme.upperBound ? String(baseURL[..<end]) : nil
    }

    /// Whether the network is on this machine, so that nobody is harmed by asking it often.
    public var isLocal: Bool {
        guard let origin, let scheme = origin.firstRange(of: "://") else { return false }
        let host = origin[scheme.upperBound...]
        return host.hasPrefix("127.") || host.hasPrefix("localhost") || host.hasPrefix("[::1]")
    }

    /// The client id that goes into the `x-openapi-clientid` header (enrollment 2.4).
    var openAPIClientId: String {
        String(consumerKey.prefix { $0 != "!" })
    }

    /// Reads the key that signs requests.
    public func signingKey(passphrase: String? = nil) throws(IssuerClientError) -> RSAPrivateKey {
        try key(signingKeyFile, passphrase)
    }

    /// Reads the key that decrypts payloads of answers; nil when the profile names none.
    public func payloadKey(passphrase: String? = nil) throws(IssuerClientError) -> RSAPrivateKey? {
        guard let payloadKeyFile else { return nil }
        return try key(payloadKeyFile, passphrase)
    }

    /// Reads what pushed card data is encrypted to; nil when the profile names nothing.
    public func mdesKey() throws(IssuerClientError) -> RSAPublicKey? {
        guard let mdesKeyFile else { return nil }
        let path = path(of: mdesKeyFile)
        do {
            return try KeyFile.publicKey(try Self.read(path), use: "enc").key
        } catch {
            throw Self.fault("key file \(path) cannot be used: \(error)")
        }
    }

    private func key(_ file: String, _ passphrase: String?) throws(IssuerClientError) -> RSAPrivateKey {
        let path = path(of: file)
        var bytes = try Self.read(path)
        defer { wipe(&bytes) }
        do {
            return try KeyFile.privateKey(bytes, passphrase: passphrase).key
        } catch {
            throw Self.fault("key file \(path) cannot be used: \(error)")
        }
    }

    /// Profiles and key files are small.
    private static func read(_ path: String) throws(IssuerClientError) -> [UInt8] {
        do {
            return try SmallFile.read(path)
        } catch {
            throw fault(error.description)
        }
    }

    private static func fault(_ message: String) -> IssuerClientError {
        IssuerClientError(.configuration(message))
    }
}
