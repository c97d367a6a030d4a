// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import Cryptography
internal import JOSE
public import Vault
public import WireJSON

/// Opens a single encrypted member of a request: a consumer or a card (enrollment 3.1).
public struct PayloadOpening: Sendable {
    /// A token of one consumer or card is no longer than this (enrollment 3.2).
    private static let tokenBytesMax = 16 << 10

    private let keys: NetworkKeyCache

    public init(vault: Vault) {
        keys = NetworkKeyCache(vault: vault)
    }

    /// Decrypts `token` and hands the JSON inside to `read`. Every fault of the encryption has the same error.
    ///
    /// - Parameter source: the member's name, for the error.
    public func open<Value>(
        _ token: [UInt8], source: String, _ read: (JSONValue) throws(ServiceError) -> Value
    ) throws(ServiceError) -> Value {
        let document: JSONDocument
        do {
            guard token.count <= Self.tokenBytesMax else { throw JWEError(.tooLong) }
            var plaintext = try JWE.decrypt(token, keys: keys.current)
            defer { wipe(&plaintext) }
            document = try JSONDocument.parse(plaintext, limits: JSONLimits(depth: 8, bytes: Self.tokenBytesMax))
            guard document.root.kind == .object else { throw JSONError(.notJSON) }
        } catch {
            throw ServiceError.corruptData(source)
        }
        return try read(document.root)
    }
}
