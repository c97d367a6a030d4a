// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import Synchronization

/// Keeps what must not be read: seals rows, makes blind indexes and opaque identifiers, and holds the keys for it.
///
/// A vault is safe to share between threads; what it does on hot paths takes no lock that work is done under. The keys
/// live in a key ring (`keyring.json` in the vault's directory) in which a root key wraps them, and in memory in
/// objects that are wiped when they are let go.
public final class Vault: Sendable {
    let storage: KeyRingStorage
    let root: RootKey
    let clock: any WallClock
    let nonces = NonceSequence()
    /// Held while the network's first keys are made, so that they are made once.
    let networkKeysMaking = Mutex<Void>(())
    private let current: CurrentKeys

    init(storage: KeyRingStorage, root: RootKey, keys: KeySet, clock: any WallClock) {
        self.storage = storage
        self.root = root
        self.clock = clock
        current = CurrentKeys(keys)
    }

    /// The keys as they are now. Fetch them once per operation.
    @inline(__always)
    var keys: KeySet { current.value }

    /// Puts `set` in use, unless a later state of the ring is in use already.
    func install(_ set: KeySet) {
        current.install(set)
    }

    /// Which environment the key ring was made for.
    public var environment: KeyEnvironment { keys.file.environment }

    /// Every key there ever was, oldest first, without key material.
    public func describeKeys() -> [KeyDescription] {
        keys.file.keys.map(\.description)
    }
}

extension Vault: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Vault(\(storage.directory), \(keys.file.keys.count) keys)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["directory": storage.directory]) }
}
