// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import JOSE
internal import Vault
internal import Verification
internal import WireJSON

/// What an ID token says (checkout 3.3). Nothing in it is personal data in clear: the shop gets it.
struct IdTokenClaims: Equatable {
    /// The `typ` of its header.
    static let type = "JWT+ext.id_token"

    /// Who gives it, and one of those that it is for.
    var network: NetworkName
    /// Who it is to this client, base64 of 32 bytes; another client's is another one.
    var subject: String
    /// The identity that was proved, masked; nil: none was.
    var mask: (email: String?, mobile: String?) = (nil, nil)
    var references: [String]
    /// The client that alone may use it.
    var client: String
    /// When the token was made.
    var issued: Int64
    /// Whether the consumer signed in just then; otherwise it was before, and the token does not say when or how.
    var isSigningIn = true
    var expires: Int64
    /// `jti`
    var id: String

    static func == (left: IdTokenClaims, right: IdTokenClaims) -> Bool { left.json == right.json }

    var json: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("iss", network.text)
            writer.member("aud", [network.text, client])
            writer.member("sub", subject)
            if let email = mask.email {
                writer.member("email", subject)
                writer.member("email_verified", true)
                writer.member("src_email_mask", email)
            }
            if let mobile = mask.mobile {
                writer.member("phone_number", subject)
                writer.member("phone_number_verified", true)
                writer.member("src_phone_number_mask", mobile)
            }
            if isSigningIn {
                writer.member("amr", references)
                writer.key("auth_time")
                writer.int(issued)
            }
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
}
