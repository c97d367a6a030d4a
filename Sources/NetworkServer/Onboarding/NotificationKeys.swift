// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import JOSE
internal import Vault

/// The keys that notifications are signed with, for the operator to hand to the issuers. They follow from the key ring
/// and the program, so that nothing is kept and a rotation changes none of them.
public struct NotificationKeys {
    private let vault: Vault

    /// Opens the key ring of a data directory, also beside a server; a sandbox gets one when it has none yet.
    ///
    /// - Throws: when the root key is not to be had.
    public init(_ configuration: ServerConfiguration) throws {
        let path = absolute(configuration.dataDirectory)
        let isSandbox = configuration.mode == .sandbox
        let rootKey: RootKeySource =
            if let passphrase = configuration.rootPassphrase {
                .passphrase(passphrase)
            } else {
                .file(
                    path: configuration.rootKeyFile ?? path + "/root.key",
                    createIfMissing: configuration.rootKeyFile == nil && isSandbox)
            }
        vault = try Vault.open(
            directory: path, rootKey: rootKey, create: isSandbox,
            environment: isSandbox ? .sandbox : .production, clock: SystemClock())
    }

    /// The text of a program's key file: 64 hexadecimal digits.
    public func text(serviceId: String) -> String {
        Hex.encode(vault.notificationSecret(serviceId: serviceId))
    }

    /// The text of the code hook's key file: 64 hexadecimal digits.
    public var codeHookText: String { Hex.encode(vault.codeHookSecret) }
}
