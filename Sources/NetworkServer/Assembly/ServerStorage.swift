// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import RequestSigning
internal import Store
internal import StoreSQLite
internal import Vault

/// Everything that the server keeps: the data directory with its lock, the vault, the three stores, the nonces.
struct ServerStorage: Sendable {
    let data: DataDirectory
    let vault: Vault
    let registry: any RegistryStore
    let directory: any DirectoryStore
    let inbox: any InboxStore
    let nonces: NonceStore

    /// Opens what is there and makes what is missing.
    init(_ configuration: ServerConfiguration, clock: any WallClock) throws {
        data = try DataDirectory(path: configuration.dataDirectory, mode: configuration.mode)
        vault = try Vault.open(configuration, data)
        registry = try SQLiteRegistryStore(path: data.file("registry.db"))
        directory = try SQLiteDirectoryStore(
            path: data.file("directory.db"), cacheBytes: configuration.pageCacheMiB << 20)
        inbox = try SQLiteInboxStore(path: data.file("inbox.db"))
        nonces = try NonceStore(directory: data.file("nonces"), clock: clock)
    }

    /// Closes everything; nobody may use it any more.
    func close(log: Log) {
        inbox.close()
        directory.close()
        do {
            try nonces.close()
        } catch {
            // The next start then refuses the timestamps of the moment that is lost.
            log.warning("the nonces could not be closed in order")
        }
        data.release()
    }
}
