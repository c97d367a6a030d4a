// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// The header of a JWS, always with `alg` RS256.
public struct JWSHeader: Sendable, Equatable {
    /// `kid`
    public var keyID: String?
    /// `iss`
    public var issuer: String?
    /// `jti`
    public var tokenID: String?
    /// `iat`, Unix seconds
    public var issuedAt: Int64?
    /// `typ`
    public var type: String?

    public init(
        keyID: String?, issuer: String? = nil, tokenID: String? = nil, issuedAt: Int64? = nil, type: String? = nil
    ) {
        self.keyID = keyID
        self.type = type
        self.issuer = issuer
        self.tokenID = tokenID
        self.issuedAt = issuedAt
    }

    /// Reads the decoded header part. Members that are not known here are ignored.
    init(_ json: [UInt8]) throws(JWSError) {
        guard let document = try? JSONDocument.parse(json, limits: JSONLimits(depth: 2, bytes: json.count)),
            case let root = document.root, root.kind == .object
        else { throw JWSError(.headerNotJSON) }
        guard root["alg"]?.string == JWS.algorithm else { throw JWSError(.unsupportedAlgorithm) }
        guard root["crit"] == nil else { throw JWSError(.criticalExtension) }
        keyID = root["kid"]?.string
        type = root["typ"]?.string
        issuer = root["iss"]?.string
        tokenID = root["jti"]?.string
        issuedAt = root["iat"]?.int64
        guard (root["kid"] == nil) == (keyID == nil) else { throw JWSError(.headerMember) }
    }

    /// The header as it is sent: `alg`, `typ`, `kid`, then the others that are set.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 160)
        writer.object { writer in
            writer.member("alg", JWS.algorithm)
            writer.member("typ", type)
            writer.member("kid", keyID)
            writer.member("iss", issuer)
            writer.member("jti", tokenID)
            if let issuedAt {
                writer.key("iat")
                writer.int(issuedAt)
            }
        }
        return writer.bytes
    }
}
