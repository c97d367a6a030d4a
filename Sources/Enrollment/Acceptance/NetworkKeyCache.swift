// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import JOSE
internal import Synchronization
public import Vault

/// The network's decryption keys as JOSE wants them, made anew when the vault's keys change.
public final class NetworkKeyCache: Sendable {
    private struct State {
        var ids: [String] = []
        var keys: DecryptionKeySet?
    }

    private let vault: Vault
    private let state = Mutex(State())

    public init(vault: Vault) {
        self.vault = vault
    }

    /// - Throws: when the ring has no active key, or two keys of it go by one name.
    public var current: DecryptionKeySet {
        get throws { try read() }
    }

    private func read() throws -> DecryptionKeySet {
        let keys = try vault.networkKeys.fpanEncryption
        let ids = keys.map { $0.id + $0.state.rawValue }
        return try state.withLock { state in
            if let known = state.keys, state.ids == ids { return known }
            let made = try DecryptionKeySet(
                keys.map { DecryptionKey($0.privateKey, keyID: $0.id, isActive: $0.state == .active) })
            state = State(ids: ids, keys: made)
            return made
        }
    }
}
