// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import JOSE
internal import Vault
internal import WireJSON

/// What a recognition token says (checkout 3.4).
struct RecognitionClaims: Equatable {
    /// The `typ` of its header.
    static let type = "JWT+ext.recognition_token"
    static let program = "SRC"
    static let scopes = ["DEFAULT"]
    static let limits = JWS.Limits(tokenCountMax: 4096, headerCountMax: 1024)

    /// Who gives it, and one of those that it is for: the other is the client.
    var network: NetworkName
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
            writer.member("iss", network.text)
            writer.member("aud", [network.text, client])
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
    static func read(_ token: String, _ vault: Vault, _ network: NetworkName) throws -> RecognitionClaims? {
        let keys = try vault.networkKeys.identityVerification.map { ($0.id, $0.publicKey) }
        let set = VerificationKeySet(Dictionary(keys, uniquingKeysWith: { first, _ in first }))
        guard let message = try? JWS.verify(token, keys: set, limits: limits), message.header.type == type,
            let document = try? JSONDocument.parse(
                message.payload, limits: JSONLimits(depth: 3, bytes: limits.tokenCountMax))
        else { return nil }
        let root = document.root
        guard network.isOwn(root["iss"]?.string), root["programId"]?.string == program,
            let appInstance = root["appInstanceId"]?.string, let consumer = root["consumerId"]?.string,
            let client = root["srciClientId"]?.string, isFor(root["aud"], client, network),
            let issued = root["iat"]?.int64, let expires = root["exp"]?.int64, let id = root["jti"]?.string
        else { return nil }
        return RecognitionClaims(
            network: network, appInstance: appInstance, consumer: consumer, client: client, issued: issued,
            expires: expires, id: id)
    }

    /// Tokens had the network alone as a text for a while, and live for half a year.
    private static func isFor(_ audience: JSONValue?, _ client: String, _ network: NetworkName) -> Bool {
        guard let audience else { return false }
        if let text = audience.string { return text == NetworkName.standard }
        let names = audience.elements.compactMap(\.string)
        return names.contains(where: network.isOwn) && names.contains(client)
    }
}
