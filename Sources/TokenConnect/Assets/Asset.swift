// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import JOSE
internal import WireJSON

/// A picture that a token requestor is shown with (token-connect 4). Its id follows from its content: other content has
/// another id, so that a client may keep what it has got for ever.
public struct Asset: Sendable {
    /// One representation.
    struct Medium: Sendable {
        /// Such as `image/png`.
        var type: String
        var data: [UInt8]
        /// Pixels.
        var width: Int
        var height: Int
    }

    static let idLengths = 1...64

    let id: String
    let media: [Medium]

    init(_ media: [Medium]) {
        self.media = media
        var hasher = [UInt8]()
        for medium in media { hasher += SHA256.hash(medium.data) }
        // The form of a UUID that is made of a hash (RFC 9562, version 8).
        var bytes = Array(SHA256.hash(hasher).prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        id = formatUUID(bytes)
    }

    /// `getAsset`: the answer's body.
    ///
    /// - Throws: INVALID_FIELD_VALUE when there is no such asset.
    public static func answer(_ id: String) throws(TokenConnectRefusal) -> [UInt8] {
        guard let asset = [ClickToPayLogo.asset].first(where: { $0.id == id }) else {
            throw TokenConnectRefusal([idLengths.contains(id.utf8.count) ? .value("AssetId") : .length("AssetId")])
        }
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.array("mediaContents") { writer in
                for medium in asset.media {
                    writer.object { writer in
                        writer.member("type", medium.type)
                        writer.member("data", Base64.encode(medium.data))
                        writer.member("height", String(medium.height))
                        writer.member("width", String(medium.width))
                    }
                }
            }
        }
        return writer.bytes
    }
}
