// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import Cryptography
internal import Directory
internal import JOSE
internal import Store
internal import StoreSQLite

/// Brings an issuer onto the network: a client, its keys, a program and its directory. It works on the registry alone,
/// so that it can be done while the server runs.
public struct IssuerOnboarding {
    /// What the issuer needs to call the network.
    public struct Credentials: Sendable {
        public var consumerKey: String
        public var srcClientId: String
        public var serviceId: String
        public var directoryId: String
        /// The keys that were made here; nil where the issuer brought its own.
        public var signingKey: RSAPrivateKey?
        public var payloadKey: RSAPrivateKey?
    }

    /// What an issuer is to have.
    public struct Request: Sendable {
        /// 1 to 64 characters.
        public var name: String
        /// The issuer's own public keys; nil: a key pair is made, as the sandbox of the real network does.
        public var signingKey: RSAPublicKey?
        public var payloadKey: RSAPublicKey?
        /// Where its cards are issued: ISO 3166-1 alpha-2.
        public var country = "US"
        /// Cards that its program may send in one batch.
        public var cardsPerBatchMax = 250

        public init(name: String) {
            self.name = name
        }

        var settings: ProgramSettings {
            var settings = ProgramSettings()
            settings.issuerName = name
            settings.cardDescriptor = String("\(name) Card".prefix(64))
            settings.issuingCountry = country
            settings.cardsPerBatchMax = cardsPerBatchMax
            return settings
        }
    }

    private static let programsMax = 99

    /// Onboards an issuer into the data directory.
    ///
    /// - Throws: `ConfigurationError` when the directory belongs to another mode or cannot be used; `StoreError`.
    public static func run(
        _ request: Request, dataDirectory: String, mode: ServerConfiguration.Mode
    ) throws -> Credentials {
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
        let consumerKey = makeConsumerKey()
        for number in 1...programsMax {
            let program = ProgramRow(
                directory: 0, serviceId: serviceId(for: request.name, number), directoryId: entropy.uuid(),
                srcClientId: client.srcClientId, name: request.name, settings: try request.settings.json(),
                created: now)
            do throws(StoreError) {
                _ = try registry.add(
                    client: client,
                    signingKeys: [
                        SigningKeyRow(
                            consumerKey: consumerKey, srcClientId: client.srcClientId,
                            publicKey: signing.subjectPublicKeyInfo)
                    ],
                    payloadKeys: [
                        PayloadKeyRow(
                            srcClientId: client.srcClientId,
                            fingerprint: KeyFingerprints(payload).keySHA256, publicKey: payload.subjectPublicKeyInfo)
                    ],
                    program: program)
                return Credentials(
                    consumerKey: consumerKey, srcClientId: client.srcClientId, serviceId: program.serviceId,
                    directoryId: program.directoryId, signingKey: made.signing, payloadKey: made.payload)
            } catch {
                // Another issuer has this name: the next number.
                if error.code != .conflict { throw error }
            }
        }
        throw ConfigurationError("--name", "there are \(programsMax) programs of this name; choose another")
    }

    /// `ISSUER_C2P#EXAMPLEBANK#01`: upper-case letters and digits of the name (enrollment 1.2).
    static func serviceId(for name: String, _ number: Int) -> String {
        let letters = name.uppercased().unicodeScalars.filter { scalar in
            ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        }
        let word = letters.isEmpty ? "ISSUER" : String(String.UnicodeScalarView(letters.prefix(40)))
        return "ISSUER_C2P#\(word)#" + (number < 10 ? "0" : "") + String(number)
    }

    /// 48 characters, `!`, 32 hexadecimal digits and 16 zeros (security 1).
    static func makeConsumerKey() -> String {
        Base64URL.encode(Random.bytes(36)) + "!" + Hex.encode(Random.bytes(16)) + String(repeating: "0", count: 16)
    }
}
