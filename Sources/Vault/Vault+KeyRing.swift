// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import Cryptography

extension Vault {
    /// Opens the key ring `keyring.json` in `directory`.
    ///
    /// - Parameters:
    ///   - directory: where the ring is kept. With `create` it is made (mode 0700) if its parent exists.
    ///   - rootKey: what unwraps the keys. A passphrase takes a third of a second and 128 MiB.
    ///   - create: makes a ring if there is none; an existing one is opened as ever.
    ///   - environment: which environment the ring must be for. Nil takes any, and makes a sandbox ring.
    ///   - clock: dates new keys.
    public static func open(
        directory: String, rootKey: RootKeySource, create: Bool, environment: KeyEnvironment? = nil,
        clock: any WallClock
    ) throws(VaultError) -> Vault {
        try open(
            storage: KeyRingStorage(directory: directory), rootKey: rootKey, create: create, environment: environment,
            clock: clock, scryptCost: ScryptParameters.standardCost)
    }

    static func open(
        storage: KeyRingStorage, rootKey: RootKeySource, create: Bool, environment: KeyEnvironment?,
        clock: any WallClock, scryptCost: Int
    ) throws(VaultError) -> Vault {
        if create { try FileDescriptor.makeDirectory(storage.directory) }
        if let ring = try storage.read() {
            return try load(ring, storage: storage, rootKey: rootKey, environment: environment, clock: clock)
        }
        guard create else { throw VaultError(.keyRingMissing, "there is no key ring \(storage.path)") }
        return try storage.withLock { () throws(VaultError) -> Vault in
            // Another process may have made it while this one waited.
            if let ring = try storage.read() {
                return try load(ring, storage: storage, rootKey: rootKey, environment: environment, clock: clock)
            }
            return try make(
                storage: storage, rootKey: rootKey, environment: environment ?? .sandbox, clock: clock,
                scryptCost: scryptCost)
        }
    }

    private static func load(
        _ ring: (content: [UInt8], identity: FileStatus.Identity), storage: KeyRingStorage, rootKey: RootKeySource,
        environment: KeyEnvironment?, clock: any WallClock
    ) throws(VaultError) -> Vault {
        let file = try KeyRingFile.parse(ring.content)
        let root = try RootKey.find(rootKey, for: file.root)
        try root.verify(file)
        if let environment, environment != file.environment {
            throw VaultError(
                .environmentMismatch,
                "\(storage.path) is the key ring of a \(file.environment.rawValue), not of a \(environment.rawValue)")
        }
        let keys = try KeySet(file, identity: ring.identity, root: root)
        return Vault(storage: storage, root: root, keys: keys, clock: clock)
    }

    private static func make(
        storage: KeyRingStorage, rootKey: RootKeySource, environment: KeyEnvironment, clock: any WallClock,
        scryptCost: Int
    ) throws(VaultError) -> Vault {
        let (root, found) = try RootKey.create(rootKey, scryptCost: scryptCost)
        var file = KeyRingFile(environment: environment, revision: 0, root: found, keys: [])
        for purpose in KeyPurpose.allCases where !KeyPurpose.network.contains(purpose) {
            var material = try KeyMaterial.generate(for: purpose)
            defer { wipe(&material) }
            try add(purpose, to: &file, material: material, root: root, at: clock.now)
        }
        root.authenticate(&file)
        // Built before it is written: a ring that cannot be used must never reach the disk.
        let keys = try KeySet(file, identity: nil, root: root)
        let identity = try storage.replace(with: try file.serialize())
        return Vault(storage: storage, root: root, keys: KeySet(copying: keys, identity: identity), clock: clock)
    }

    /// Takes over what another process changed in the key ring since it was last read. It costs one look at the
    /// file's status when nothing changed. On an error the keys in use stay in use.
    ///
    /// - Returns: whether the ring was read again.
    @discardableResult
    public func reloadIfChanged() throws(VaultError) -> Bool {
        let present = keys
        if let identity = present.identity, try storage.identity() == identity { return false }
        guard let ring = try storage.read() else {
            throw VaultError(.keyRingMissing, "the key ring \(storage.path) is gone")
        }
        install(try KeySet(try verified(ring.content), identity: ring.identity, root: root, reusing: present))
        return true
    }
}
