// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography

extension Vault {
    /// Makes a new active key for `purpose`. The one before it becomes decrypt-only: what it made stays readable, and
    /// service goes on meanwhile. Other processes see the new key once they reload.
    ///
    /// - Throws: `permanentKey` for index, public-id and token-number: a new key there would orphan every value that
    ///   the old one made.
    @discardableResult
    public func rotate(_ purpose: KeyPurpose) throws(VaultError) -> KeyDescription {
        guard !purpose.isPermanent else {
            throw VaultError(
                .permanentKey, "the \(purpose.rawValue) key is permanent: changing it needs a migration of the store")
        }
        // An RSA key takes its time: it is made before others are kept waiting.
        var material = try KeyMaterial.generate(for: purpose)
        defer { wipe(&material) }
        let file = try change { (file: inout KeyRingFile) throws(VaultError) in
            try Self.add(purpose, to: &file, material: material, root: root, at: clock.now)
        }
        guard let record = file.keys.last else { throw VaultError(.unknownKey, "the new key is gone") }
        return record.description
    }

    /// Destroys a decrypt-only key: its wrapped bytes are wiped from the ring, its memory as soon as no operation uses
    /// it. What it sealed or what was encrypted to it is lost for good; re-seal before.
    ///
    /// - Throws: `activeKey`, `destroyedKey` or `unknownKey` when it is no decrypt-only key.
    public func destroy(keyID: String) throws(VaultError) {
        _ = try change { (file: inout KeyRingFile) throws(VaultError) in try file.destroy(id: keyID) }
    }

    /// Takes `material` into `file` as the active key for `purpose`.
    static func add(
        _ purpose: KeyPurpose, to file: inout KeyRingFile, material: [UInt8], root: RootKey, at instant: Timestamp
    ) throws(VaultError) {
        var record = try file.newRecord(purpose, at: instant)
        record.wrapped = HexBytes(root.wrap(material, for: record))
        file.activate(record)
    }

    /// Changes the ring on disk, whatever other processes did to it before, and takes it over.
    ///
    /// - Parameter edit: changes the ring and counts its revision up; without that nothing is written.
    @discardableResult
    func change(_ edit: (inout KeyRingFile) throws(VaultError) -> Void) throws(VaultError) -> KeyRingFile {
        try storage.withLock { () throws(VaultError) -> KeyRingFile in
            guard let ring = try storage.read() else {
                throw VaultError(.keyRingMissing, "the key ring \(storage.path) is gone")
            }
            let before = try verified(ring.content)
            var file = before
            try edit(&file)
            guard file.revision > before.revision else {
                install(try KeySet(before, identity: ring.identity, root: root, reusing: keys))
                return before
            }
            root.authenticate(&file)
            try file.checkRules()
            // Built before it is written: a ring that cannot be used must never reach the disk.
            let set = try KeySet(file, identity: nil, root: root, reusing: keys)
            let identity = try storage.replace(with: try file.serialize())
            install(KeySet(copying: set, identity: identity))
            return file
        }
    }

    /// The ring in the file's bytes, refused unless it is authentic and not older than the one in use.
    func verified(_ content: [UInt8]) throws(VaultError) -> KeyRingFile {
        let file = try KeyRingFile.parse(content)
        try root.verify(file)
        guard file.revision >= keys.file.revision else {
            throw VaultError(
                .keyRingRolledBack, "\(storage.path) is older than the key ring in use: a backup was put in its place")
        }
        return file
    }
}
