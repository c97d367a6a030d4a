// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// One state of the key ring with its keys ready for use. It never changes: a new state is a new set.
final class KeySet: Sendable {
    let file: KeyRingFile
    let identity: FileStatus.Identity?
    let sealNumber: UInt16
    let sealKey: AESGCMKey
    let indexKey: HMACKey
    let publicIDKey: AESBlockKey
    let tokenNumbers: DigitPermutation
    /// Nil as long as one of the network's purposes has no key yet.
    let networkKeys: NetworkKeys?
    private let openingKeys: [UInt16: AESGCMKey]
    private let materials: [String: KeyMaterial]

    /// Unwraps every key of a verified ring. Keys that `previous` has already are taken from it, so that their
    /// contexts stay warm.
    convenience init(
        _ file: KeyRingFile, identity: FileStatus.Identity?, root: RootKey, reusing previous: KeySet? = nil
    ) throws(VaultError) {
        var materials: [String: KeyMaterial] = [:]
        for record in file.keys {
            if let material = previous?.material(for: record) {
                materials[record.id] = material
            } else if var bytes = try root.unwrap(record) {
                materials[record.id] = try KeyMaterial(consuming: &bytes, of: record)
            }
        }
        try self.init(file, identity: identity, materials: materials)
    }

    private init(
        _ file: KeyRingFile, identity: FileStatus.Identity?, materials: [String: KeyMaterial]
    ) throws(VaultError) {
        var openingKeys: [UInt16: AESGCMKey] = [:]
        var networkKeys: [NetworkKey] = []
        var active: [KeyPurpose: KeyMaterial] = [:]
        var activeNumber: UInt16?
        for record in file.keys {
            guard let material = materials[record.id] else { continue }
            if record.state == .active {
                active[record.purpose] = material
                activeNumber = record.number ?? activeNumber
            }
            switch material {
            case .sealing(let key): if let number = record.number { openingKeys[number] = key }
            case .rsa(let key): networkKeys.append(NetworkKey(key: record.description, privateKey: key))
            case .indexing, .block: break
            }
        }
        guard case .sealing(let sealKey) = active[.seal], let activeNumber,
            case .indexing(let indexKey) = active[.index], case .block(let publicIDKey) = active[.publicID],
            case .block(let tokenNumberKey) = active[.tokenNumber]
        else {
            throw VaultError(.keyRingMalformed, "the key ring lacks an active key")
        }
        self.file = file
        self.identity = identity
        self.materials = materials
        self.sealKey = sealKey
        sealNumber = activeNumber
        self.openingKeys = openingKeys
        self.indexKey = indexKey
        self.publicIDKey = publicIDKey
        tokenNumbers = DigitPermutation(tokenNumberKey)
        self.networkKeys = NetworkKeys(networkKeys)
    }

    /// The same keys in an object of its own.
    init(copying other: KeySet, identity: FileStatus.Identity? = nil) {
        file = other.file
        self.identity = identity ?? other.identity
        sealNumber = other.sealNumber
        sealKey = other.sealKey
        indexKey = other.indexKey
        publicIDKey = other.publicIDKey
        tokenNumbers = other.tokenNumbers
        networkKeys = other.networkKeys
        openingKeys = other.openingKeys
        materials = other.materials
    }

    private func material(for record: KeyRingFile.Record) -> KeyMaterial? {
        // Equal wrapped bytes are the same key: the nonce in them is random.
        guard record.wrapped != nil, file.keys.contains(where: { $0.id == record.id && $0.wrapped == record.wrapped })
        else { return nil }
        return materials[record.id]
    }

    /// The key that blobs with `number` in their header were sealed with.
    @inline(__always)
    func openingKey(number: UInt16) throws(VaultError) -> AESGCMKey {
        if number == sealNumber { return sealKey }
        if let key = openingKeys[number] { return key }
        throw missing(number)
    }

    private func missing(_ number: UInt16) -> VaultError {
        guard let record = file.keys.first(where: { $0.number == number }) else {
            return VaultError(.unknownKey, "the key ring has no seal key number \(number)", keyNumber: number)
        }
        return VaultError(
            .destroyedKey, "seal key number \(number) was destroyed (\(record.id))", keyID: record.id,
            keyNumber: number)
    }
}
