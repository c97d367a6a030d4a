// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import Vault

/// The key ring of a data directory, for the operator. A server that runs follows a change when it is told to
/// (`SIGHUP`).
public struct KeyAdministration {
    private let vault: Vault

    /// Opens the ring of an existing data directory.
    public init(_ configuration: ServerConfiguration) throws {
        let path = absolute(configuration.dataDirectory)
        let rootKey: RootKeySource =
            if let passphrase = configuration.rootPassphrase {
                .passphrase(passphrase)
            } else {
                .file(path: configuration.rootKeyFile ?? path + "/root.key", createIfMissing: false)
            }
        vault = try Vault.open(directory: path, rootKey: rootKey, create: false, clock: SystemClock())
    }

    /// Every key, without its material.
    public var keys: [KeyDescription] { vault.describeKeys() }

    /// Makes a new active key; the old one goes on decrypting.
    public func rotate(_ purpose: KeyPurpose) throws -> KeyDescription {
        try vault.rotate(purpose)
    }
}
