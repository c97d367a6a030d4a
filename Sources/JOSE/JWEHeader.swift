// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The header of a JWE that may be decrypted here: `alg` is RSA-OAEP-256, `enc` is supported, and nothing in it asks
/// for what is not (security 3.2).
public struct JWEHeader: Sendable, Equatable {
    /// `kid`
    public let keyID: String?
    /// `enc`
    public let encryption: ContentEncryption
    /// `cty`
    public let contentType: String?

    /// Reads the decoded header part.
    init(_ json: [UInt8]) throws(JWEError) {
        guard let document = try? JSONDocument.parse(json, limits: JSONLimits(depth: 2, bytes: json.count)),
            case let root = document.root, root.kind == .object
        else { throw JWEError(.headerNotJSON) }
        guard root["alg"]?.string == JWE.algorithm else { throw JWEError(.unsupportedAlgorithm) }
        guard let encryption = root["enc"]?.string.flatMap({ ContentEncryption(rawValue: $0) }) else {
            throw JWEError(.unsupportedEncryption)
        }
        guard root["zip"] == nil else { throw JWEError(.compressed) }
        guard root["crit"] == nil else { throw JWEError(.criticalExtension) }
        self.encryption = encryption
        keyID = root["kid"]?.string
        contentType = root["cty"]?.string
        guard (root["kid"] == nil) == (keyID == nil) else { throw JWEError(.headerMember) }
    }

    /// The header that is sent, in the order of the network's own examples.
    static func text(keyID: String, encryption: ContentEncryption, contentType: String?) -> [UInt8] {
        var writer = JSONWriter(capacity: 160)
        writer.object { writer in
            writer.member("kid", keyID)
            writer.member("alg", JWE.algorithm)
            writer.member("enc", encryption.rawValue)
            writer.member("cty", contentType)
        }
        return writer.bytes
    }
}
