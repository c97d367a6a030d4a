// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Cryptography
internal import WireJSON

/// What a shop was given at onboarding, as the file that `muster merchant create` writes: one JSON object with the
/// members below, key files named relative to it.
public struct MerchantProfile: Sendable, Equatable {
    public var name: String
    /// The network's origin, such as `https://network.example`, without a slash at the end: pages and server calls have
    /// their paths below it.
    public var baseURL: String
    /// `<clientId>!<keyId>`, for the calls that the shop's server signs.
    public var consumerKey: String
    /// The RSA key that signs requests: PKCS#8, PEM. A file of the integrator's own when it brought its key.
    public var signingKeyFile: String
    /// A UUID.
    public var srcClientId: String
    public var srcDpaId: String
    /// Where the shop's pages come from.
    public var origins: [String]
    /// The RSA key that decrypts the payloads of checkouts.
    public var payloadKeyFile: String
    /// The directory that file names are relative to.
    public var directory: String

    public init(
        name: String, baseURL: String, consumerKey: String, signingKeyFile: String, srcClientId: String,
        srcDpaId: String, origins: [String], payloadKeyFile: String, directory: String = "."
    ) {
        self.name = name
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.consumerKey = consumerKey
        self.signingKeyFile = signingKeyFile
        self.srcClientId = srcClientId
        self.srcDpaId = srcDpaId
        self.origins = origins
        self.payloadKeyFile = payloadKeyFile
        self.directory = directory
    }

    /// Reads a profile file. Members that are not known are passed over.
    public init(path: String) throws(IssuerClientError) {
        let document: JSONDocument
        do {
            document = try JSONDocument.parse(try SmallFile.read(path))
        } catch {
            throw IssuerClientError(.configuration("profile \(path) cannot be read as JSON: \(error)"))
        }
        func required(_ name: String) throws(IssuerClientError) -> String {
            guard let text = document.root[name]?.string, !text.isEmpty else {
                throw IssuerClientError(.configuration("\(name) is missing in profile \(path), or is no text"))
            }
            return text
        }
        let slash = path.lastIndex(of: "/")
        self.init(
            name: try required("name"), baseURL: try required("baseURL"), consumerKey: try required("consumerKey"),
            signingKeyFile: try required("signingKeyFile"), srcClientId: try required("srcClientId"),
            srcDpaId: try required("srcDpaId"),
            origins: document.root["origins"]?.elements.compactMap(\.string) ?? [],
            payloadKeyFile: try required("payloadKeyFile"),
            directory: slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
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
            writer.member("srcDpaId", srcDpaId)
            writer.member("origins", origins)
            writer.member("payloadKeyFile", payloadKeyFile)
        }
        return writer.bytes
    }

    /// A file's name as it can be opened from here.
    public func path(of file: String) -> String {
        file.hasPrefix("/") ? file : directory + "/" + file
    }

    /// Reads the key that signs requests.
    public func signingKey(passphrase: String? = nil) throws(IssuerClientError) -> RSAPrivateKey {
        try key(signingKeyFile, passphrase)
    }

    /// Reads the key that decrypts the payloads of checkouts.
    public func payloadKey(passphrase: String? = nil) throws(IssuerClientError) -> RSAPrivateKey {
        try key(payloadKeyFile, passphrase)
    }

    private func key(_ file: String, _ passphrase: String?) throws(IssuerClientError) -> RSAPrivateKey {
        let path = path(of: file)
        do {
            var bytes = try SmallFile.read(path)
            defer { wipe(&bytes) }
            return try KeyFile.privateKey(bytes, passphrase: passphrase).key
        } catch {
            throw IssuerClientError(.configuration("key file \(path) cannot be used: \(error)"))
        }
    }
}
