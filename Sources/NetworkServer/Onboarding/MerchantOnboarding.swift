// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
public import Cryptography
internal import Foundation
internal import JOSE
internal import Store
internal import StoreSQLite

/// Brings shops onto the network: a client (the integrator) with its keys, and a digital payment application
/// (checkout 1). It works on the registry alone, so that it can be done while the server runs.
public struct MerchantOnboarding {
    /// What a shop is to have.
    public struct Request: Sendable {
        /// 1 to 60 characters; consumers read it too.
        public var name: String
        /// Where its pages come from: `https://host[:port]`, or `http` on this machine. At least one.
        public var origins: [String]
        /// The words of refusals.
        public var dialect = BrowserError.Dialect.mastercard
        /// More settings, by the names that `muster merchant show` gives them.
        public var settings: [(name: String, text: String)] = []
        /// The integrator's own public keys; nil: a key pair is made.
        public var signingKey: RSAPublicKey?
        public var payloadKey: RSAPublicKey?

        public init(name: String, origins: [String]) {
            self.name = name
            self.origins = origins
        }
    }

    /// What the shop needs to call the network.
    public struct Credentials: Sendable {
        public var consumerKey: String
        public var srcClientId: String
        public var srcDpaId: String
        public var origins: [String]
        /// The keys that were made here; nil where the integrator brought its own.
        public var signingKey: RSAPrivateKey?
        public var payloadKey: RSAPrivateKey?
    }

    public static let nameCharacters = 1...60
    public static let originsMax = 20

    /// Onboards a shop and its integrator into the data directory.
    ///
    /// - Throws: `ConfigurationError` for a name, an origin or a setting that cannot be, and when the directory belongs
    ///   to another mode or cannot be used; `StoreError`.
    public static func run(
        _ request: Request, dataDirectory: String, mode: ServerConfiguration.Mode
    ) throws -> Credentials {
        guard nameCharacters.contains(request.name.count) else {
            throw ConfigurationError("--name", "must have 1 to 60 characters")
        }
        let origins = try origins(request.origins)
        var settings = ApplicationSettings()
        settings.dialect = request.dialect
        try ApplicationSetting.change(&settings, request.settings)
        let path = absolute(dataDirectory)
        try DataDirectory.make(path)
        try DataDirectory.claim(path, mode)
        let registry = try SQLiteRegistryStore(path: path + "/registry.db")
        let made = (
            signing: request.signingKey == nil ? try RSAPrivateKey.generate() : nil,
            payload: request.payloadKey == nil ? try RSAPrivateKey.generate() : nil
        )
        guard let signing = request.signingKey ?? made.signing?.publicKey,
            let payload = request.payloadKey ?? made.payload?.publicKey
        else { throw StoreError(.engine, "no key was made") }
        let entropy = SystemEntropy()
        let now = SystemClock().now
        let client = ClientRow(srcClientId: entropy.uuid(), name: request.name, created: now)
        let consumerKey = IssuerOnboarding.makeConsumerKey()
        let application = ApplicationRow(
            srcDpaId: entropy.uuid() + "_dpa0", srcClientId: client.srcClientId, name: request.name,
            presentationName: request.name, origins: origins, settings: settings.json, created: now)
        try registry.add(
            client: client,
            signingKeys: [
                SigningKeyRow(
                    consumerKey: consumerKey, srcClientId: client.srcClientId, publicKey: signing.subjectPublicKeyInfo)
            ],
            payloadKeys: [
                PayloadKeyRow(
                    srcClientId: client.srcClientId, fingerprint: KeyFingerprints(payload).keySHA256,
                    publicKey: payload.subjectPublicKeyInfo)
            ],
            application: application)
        return Credentials(
            consumerKey: consumerKey, srcClientId: client.srcClientId, srcDpaId: application.srcDpaId, origins: origins,
            signingKey: made.signing, payloadKey: made.payload)
    }

    private static func origins(_ texts: [String]) throws(ConfigurationError) -> [String] {
        var origins: [String] = []
        for text in texts {
            guard let origin = ShopOrigin.normalized(text) else {
                throw ConfigurationError(
                    "--origin", "must look like https://host or https://host:port, or http on this machine")
            }
            if !origins.contains(origin) { origins.append(origin) }
        }
        guard (1...originsMax).contains(origins.count) else {
            throw ConfigurationError("--origin", "give 1 to \(originsMax) origins")
        }
        return origins
    }
}
