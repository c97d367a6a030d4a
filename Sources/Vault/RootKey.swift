// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// The root key, as the three keys derived from it: one wraps, one authenticates the ring, one tells a wrong root key.
///
/// Each is HMAC-SHA-256(root key, label). The root key itself is wiped as soon as these exist.
final class RootKey: Sendable {
    private let wrapping: AESGCMKey
    private let integrity: HMACKey
    /// What `KeyRingFile.Root.check` holds for this root key.
    let check: [UInt8]

    /// Takes `bytes` over and wipes them.
    init(consuming bytes: inout [UInt8]) throws(VaultError) {
        defer { wipe(&bytes) }
        guard let first = bytes.first, !bytes.allSatisfy({ $0 == first }) else {
            throw VaultError(.rootKeyUnusable, "the root key repeats one byte: it is not a random key")
        }
        let root = HMACKey(bytes)
        var wrappingBytes = root.code(for: Array("muster key ring 1: wrapping".utf8))
        var integrityBytes = root.code(for: Array("muster key ring 1: integrity".utf8))
        check = Array(root.code(for: Array("muster key ring 1: root key check".utf8)).prefix(16))
        defer {
            wipe(&wrappingBytes)
            wipe(&integrityBytes)
        }
        integrity = HMACKey(integrityBytes)
        do {
            wrapping = try AESGCMKey(wrappingBytes)
        } catch {
            throw VaultError(.cryptographyFailure, "the root key cannot be used: \(error)")
        }
    }

    /// The root key for a new ring, and what the ring must remember to find it again. The file is made if `source`
    /// says so.
    static func create(
        _ source: RootKeySource, scryptCost: Int
    ) throws(VaultError) -> (key: RootKey, root: KeyRingFile.Root) {
        var bytes: [UInt8]
        var scrypt: ScryptParameters?
        switch source {
        case .file(let path, let createIfMissing):
            if let existing = try RootKeyFile.read(path: path) {
                bytes = existing
            } else if createIfMissing {
                bytes = try RootKeyFile.create(path: path)
            } else {
                throw VaultError(.rootKeyMissing, "there is no root key file \(path)")
            }
        case .passphrase(let passphrase):
            let parameters = ScryptParameters.random(cost: scryptCost)
            scrypt = parameters
            bytes = try parameters.rootKey(passphrase: passphrase)
        }
        let key = try RootKey(consuming: &bytes)
        return (key, KeyRingFile.Root(scrypt: scrypt, check: HexBytes(key.check)))
    }

    /// The root key of an existing ring. A root key file is never made here: a new one could not open anything.
    static func find(_ source: RootKeySource, for root: KeyRingFile.Root) throws(VaultError) -> RootKey {
        var bytes: [UInt8]
        switch (source, root.scrypt) {
        case (.file(let path, _), nil):
            guard let existing = try RootKeyFile.read(path: path) else {
                throw VaultError(.rootKeyMissing, "the key ring exists, its root key file \(path) does not")
            }
            bytes = existing
        case (.passphrase(let passphrase), let parameters?):
            bytes = try parameters.rootKey(passphrase: passphrase)
        case (.file, _?):
            throw VaultError(.wrongRootKey, "the key ring is protected by a passphrase, not by a root key file")
        case (.passphrase, nil):
            throw VaultError(.wrongRootKey, "the key ring is protected by a root key file, not by a passphrase")
        }
        return try RootKey(consuming: &bytes)
    }

    // MARK: The ring

    /// Sets the ring's integrity code.
    func authenticate(_ file: inout KeyRingFile) {
        file.integrity = HexBytes(integrity.code(for: file.authenticatedBytes))
    }

    /// Refuses a ring that belongs to another root key, breaks a rule or was changed without the root key.
    func verify(_ file: KeyRingFile) throws(VaultError) {
        guard constantTimeEqual(file.root.check.bytes, check) else {
            throw VaultError(.wrongRootKey, "the root key or passphrase does not belong to this key ring")
        }
        guard constantTimeEqual(file.integrity.bytes, integrity.code(for: file.authenticatedBytes)) else {
            // A key that does not unwrap any more is a better answer than the whole ring.
            for record in file.keys { if var material = try unwrap(record) { wipe(&material) } }
            throw VaultError(.keyRingTampered, "the key ring was changed without its root key")
        }
        try file.checkRules()
    }

    // MARK: Its keys

    /// Encrypts key material for `record`: nonce, ciphertext and tag.
    func wrap(_ material: [UInt8], for record: KeyRingFile.Record) -> [UInt8] {
        // Wrapping is rare: random nonces are far from their birthday bound.
        let nonce = Random.bytes(12)
        return nonce + wrapping.seal(material, nonce: nonce, authenticating: record.authenticatedBytes)
    }

    /// The key material of `record`; nil when the key is destroyed.
    func unwrap(_ record: KeyRingFile.Record) throws(VaultError) -> [UInt8]? {
        guard let wrapped = record.wrapped?.bytes else { return nil }
        guard wrapped.count > 28,
            let material = wrapping.open(
                Array(wrapped[12...]), nonce: Array(wrapped[..<12]), authenticating: record.authenticatedBytes)
        else {
            throw VaultError(
                .keyTampered, "the wrapped bytes of key \(record.id) are damaged or were changed", keyID: record.id)
        }
        return material
    }
}

extension KeyRingFile.Record {
    /// What a wrapped key is bound to: all that never changes about it. Its state does change, and is covered by the
    /// ring's integrity code.
    fileprivate var authenticatedBytes: [UInt8] {
        var fields = AuthenticatedFields(label: "muster wrapped key 1")
        fields.add(id)
        fields.add(purpose.rawValue)
        fields.add(created)
        fields.add(Int64(number ?? 0))
        return fields.bytes
    }
}
