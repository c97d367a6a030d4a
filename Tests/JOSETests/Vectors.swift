// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Foundation
import JOSE
import WireJSON

struct MissingVector: Error {
    let name: String
}

/// A file of published or worked examples.
struct Vectors: Sendable {
    static let worked = Result { try Vectors("security-examples") }
    static let published = Result { try Vectors("rfc-examples") }

    private let document: JSONDocument

    private init(_ name: String) throws {
        guard let file = Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Vectors") else {
            throw MissingVector(name: name)
        }
        document = try JSONDocument.parse([UInt8](Data(contentsOf: file)))
    }

    /// The value at the end of these names.
    func value(_ path: String...) throws -> JSONValue {
        try path.reduce(document.root) { value, name in
            guard let next = value[name] else { throw MissingVector(name: path.joined(separator: "/")) }
            return next
        }
    }

    /// The string at the end of these names.
    func text(_ path: String...) throws -> String {
        let value = try path.reduce(document.root) { value, name in
            guard let next = value[name] else { throw MissingVector(name: path.joined(separator: "/")) }
            return next
        }
        guard let text = value.string else { throw MissingVector(name: path.joined(separator: "/")) }
        return text
    }
}

extension JSONValue {
    /// The members of an object that are strings, with their names.
    var texts: [String: String] {
        var texts: [String: String] = [:]
        forEachMember { name, value in texts[String(decoding: name, as: UTF8.self)] = value.string }
        return texts
    }

    /// The names of the members of an object, in their order.
    var names: [String] {
        var names: [String] = []
        forEachMember { name, _ in names.append(String(decoding: name, as: UTF8.self)) }
        return names
    }
}

/// The test-only keys of the worked examples.
struct ExampleKeys: Sendable {
    static let loaded = Result { try ExampleKeys() }

    let encryption: RSAPrivateKey
    let encryptionCertificate: RSAPublicKey
    let signing: RSAPrivateKey
    let jws: RSAPrivateKey

    private init() throws {
        let vectors = try Vectors.worked.get()
        func key(_ name: String) throws -> RSAPrivateKey {
            try RSAPrivateKey.load(Array(vectors.text("keys", name).utf8))
        }
        encryption = try key("enc.key.pem")
        signing = try key("sign.key.pem")
        jws = try key("jws.key.pem")
        encryptionCertificate = try RSAPublicKey.load(Array(vectors.text("keys", "enc.crt.pem").utf8))
    }

    /// The encryption key under its certificate's fingerprints and the kid of the first worked example.
    func decryptionKeys(isActive: Bool = true) throws -> DecryptionKeySet {
        try DecryptionKeySet([
            DecryptionKey(
                encryption, keyID: "20261120000000-test-fpan-encryption-example", certificate: encryptionCertificate,
                isActive: isActive)
        ])
    }
}

/// The five or three parts of a token.
func parts(_ token: String) -> [String] {
    token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
}

/// Every text that differs from `text` in one bit of one character.
func bitFlips(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return bytes.indices.flatMap { index in
        (0..<7).map { bit in
            var other = bytes
            other[index] ^= 1 << bit
            return String(decoding: other, as: UTF8.self)
        }
    }
}
