// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A JWK Set (RFC 7517, 5) of RSA public keys, such as `GET /keys` answers.
public struct JSONWebKeySet: Sendable, Equatable {
    /// The most keys that are read.
    public static let keyCountMax = 256

    /// What the network's key ids say about a key's purpose (security 1).
    public struct Purpose: Sendable, Equatable {
        /// A key serves the purpose when its id contains one of these.
        public let markers: [String]

        public init(markers: [String]) {
            self.markers = markers
        }

        /// Encrypting card data for the network.
        public static let cardEncryption = Purpose(markers: ["src-fpan-encryption", "fpan-encryption-src"])
        /// Verifying what the network signs.
        public static let payloadVerification = Purpose(markers: ["src-payload-verification"])
    }

    public var keys: [JSONWebKey]

    public init(_ keys: [JSONWebKey]) {
        self.keys = keys
    }

    /// Reads a set. Keys of other types, and keys that are not acceptable, are passed over, as RFC 7517 wants it.
    public init(_ text: [UInt8]) throws(KeySetError) {
        let list = try JSONWebKey.document(text, depth: 6).root["keys"]
        guard let list, list.kind == .array else {
            throw KeySetError(.notJSON, place: "keys", "a key set has an array of keys")
        }
        guard list.count <= Self.keyCountMax else {
            throw KeySetError(.tooManyKeys, place: "keys", "a key set has at most \(Self.keyCountMax) keys")
        }
        keys = list.elements.compactMap { try? JSONWebKey($0) }
    }

    /// The key of that id; nil when there is none.
    public func key(id: String) -> JSONWebKey? {
        keys.first { $0.keyID == id }
    }

    /// The newest key for a purpose. Key ids begin with the time they were made, so the greatest id is the newest.
    public func newestKey(for purpose: Purpose) -> JSONWebKey? {
        let fitting = keys.compactMap { key in key.keyID.map { (id: $0, key: key) } }
            .filter { pair in purpose.markers.contains { pair.id.contains($0) } }
        return fitting.max { $0.id < $1.id }?.key
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.array("keys") { writer in
                for key in keys { key.write(to: &writer) }
            }
        }
    }

    /// The set as JSON text.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 1024 * (keys.count + 1))
        write(to: &writer)
        return writer.bytes
    }
}
