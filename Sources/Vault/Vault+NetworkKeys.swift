// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import Dispatch
internal import Synchronization

extension Vault {
    /// The network's RSA keys: to decrypt, to sign, to publish.
    ///
    /// Those that the key ring does not hold yet are made and kept when this is first asked for, in this process or
    /// another; that takes some tenths of a second, once in the life of a key ring. A server asks as it starts.
    ///
    /// - Throws: only when keys had to be made and could not be.
    public var networkKeys: NetworkKeys {
        get throws(VaultError) {
            if let present = keys.networkKeys { return present }
            let made = networkKeysMaking.withLock { _ in
                Result { () throws(VaultError) in try makeNetworkKeys() }
            }
            return try made.get()
        }
    }

    private func makeNetworkKeys() throws(VaultError) -> NetworkKeys {
        // Another thread or process may have been first.
        try reloadIfChanged()
        if let present = keys.networkKeys { return present }
        var materials = try Self.generate(Self.missing(in: keys.file))
        defer { for index in materials.indices { wipe(&materials[index].bytes) } }
        try change { (file: inout KeyRingFile) throws(VaultError) in
            let missing = Self.missing(in: file)
            for material in materials where missing.contains(material.purpose) {
                try Self.add(material.purpose, to: &file, material: material.bytes, root: root, at: clock.now)
            }
        }
        guard let made = keys.networkKeys else {
            throw VaultError(.keyRingMalformed, "the key ring lacks a key of the network")
        }
        return made
    }

    private static func missing(in file: KeyRingFile) -> [KeyPurpose] {
        KeyPurpose.network.filter { purpose in !file.keys.contains { $0.purpose == purpose } }
    }

    /// New key material, side by side on all cores, in the order of `purposes`.
    private static func generate(
        _ purposes: [KeyPurpose]
    ) throws(VaultError) -> [(purpose: KeyPurpose, bytes: [UInt8])] {
        let results = Mutex<[KeyPurpose: Result<[UInt8], VaultError>]>([:])
        DispatchQueue.concurrentPerform(iterations: purposes.count) { index in
            let result = Result { () throws(VaultError) in try KeyMaterial.generate(for: purposes[index]) }
            results.withLock { $0[purposes[index]] = result }
        }
        var materials: [(purpose: KeyPurpose, bytes: [UInt8])] = []
        let made = results.withLock { $0 }
        for purpose in purposes {
            if let result = made[purpose] { materials.append((purpose, try result.get())) }
        }
        return materials
    }
}
