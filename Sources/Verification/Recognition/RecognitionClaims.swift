// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import JOSE
internal import Vault
internal import WireJSON

/// What a recognition token says (checkout 3.4).
struct RecognitionClaims: Equatable {
    /// The `typ` of its header.
    static let type = "JWT+ext.recognition_token"
    /// Who gives it, and the only one that it is for.
    static let network = "muster"
    static let program = "SRC"
    static let scopes = ["DEFAULT"]
    static let limits = JWS.Limits(tokenCountMax: 4096, headerCountMax: 1024)

    var appInstance: String
    /// The profile's id on the wire.
    var consumer: String
    var client: String
    var issued: Int64
    var expires: Int64
    /// `jti`
    var id: String

    var json: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("appInstanceId", appInstance)
            writer.member("consumerId", consumer)
            writer.member("srciClientId", client)
            writer.member("programId", Self.program)
            writer.member("scopes", Self.scopes)
            writer.member("iss", Self.network)
            writer.member("aud", Self.network)
            writer.key("iat")
            writer.int(issued)
            writer.key("exp")
            writer.int(expires)
            writer.member("jti", id)
        }
        return writer.bytes
    }

    func sign(_ vault: Vault) throws -> String {
        let key = try vault.networkKeys.identitySigningKey
        return try JWS.sign(json, with: key.privateKey, header: JWSHeader(keyID: key.id, type: Self.type))
    }

    /// The claims of a token that the network has signed; nil for every other text. Whether it is still good is not
    /// looked at.
    static func read(_ token: String, _ vault: Vault) throws -> RecognitionClaims? {
        let keys = try vault.networkKeys.identityVerification.map { ($0.id, $0.publicKey) }
        let set = VerificationKeySet(Dictionary(keys, uniquingKeysWith: { first, _ in first }))
        guard let message = try? JWS.verify(token, keys: set, limits: limits), message.header.type == type,
            let document = try? JSONDocument.parse(
                message.payload, limits: JSONLimits(depth: 3, bytes: limits.tokenCountMax))
        else { return nil }
        let root = document.root
        guard root["iss"]?.string == network, root["aud"]?.string == network, root["programId"]?.string == program,
            let appInstance = root["appInstanceId"]?.string, let consumer = root["consumerId"]?.string,
            let client = root["srciClientId"]?.string, let issued = root["iat"]?.int64,
            let expires = root["exp"]?.int64, let id = root["jti"]?.string
        else { return nil }
        return RecognitionClaims(
            appInstance: appInstance, consumer: consumer, client: client, issued: issued, expires: expires, id: id)
    }
}
