// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension MDESPayload {
    /// Reads the object. Members that are not known here are ignored.
    ///
    /// - Throws: `malformed` when it is no object, lacks a required member, or has one that is no string.
    public init(_ json: JSONValue) throws(MDESPayloadError) {
        guard json.kind == .object, let encryptedData = try Self.text(json, "encryptedData"),
            let encryptedKey = try Self.text(json, "encryptedKey"),
            let fingerprint = try Self.text(json, "publicKeyFingerprint")
        else { throw MDESPayloadError(.malformed) }
        self.init(
            encryptedData: encryptedData, encryptedKey: encryptedKey, iv: try Self.text(json, "iv"),
            oaepHashingAlgorithm: try Self.text(json, "oaepHashingAlgorithm"), publicKeyFingerprint: fingerprint,
            algorithmCipherMode: try Self.text(json, "algorithmCipherMode"), tag: try Self.text(json, "tag"),
            aad: try Self.text(json, "aad"))
    }

    /// Writes the object; members that are nil are left out.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("encryptedData", encryptedData)
            writer.member("encryptedKey", encryptedKey)
            writer.member("iv", iv)
            writer.member("oaepHashingAlgorithm", oaepHashingAlgorithm)
            writer.member("publicKeyFingerprint", publicKeyFingerprint)
            writer.member("algorithmCipherMode", algorithmCipherMode)
            writer.member("tag", tag)
            writer.member("aad", aad)
        }
    }

    private static func text(_ json: JSONValue, _ name: StaticString) throws(MDESPayloadError) -> String? {
        guard let value = json[name], !value.isNull else { return nil }
        guard let text = value.string else { throw MDESPayloadError(.malformed) }
        return text
    }
}
