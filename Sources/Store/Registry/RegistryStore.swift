// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Who may call, with which keys, into which directories. Small, read often, written at onboarding: also by another
/// process while the server runs.
public protocol RegistryStore: AnyObject, Sendable {
    /// A number that changes whenever anyone, in this process or another, changed the registry. Cheap to ask.
    func version() throws(StoreError) -> Int64

    /// Everything in the registry.
    func snapshot() throws(StoreError) -> RegistrySnapshot

    /// Adds a client with its keys and a program, all or nothing, and returns the program's directory number
    /// (`program.directory` is ignored).
    ///
    /// - Throws: `.conflict` when the client, a consumer key, the `serviceId` or the `directoryId` exists already.
    func add(
        client: ClientRow, signingKeys: [SigningKeyRow], payloadKeys: [PayloadKeyRow], program: ProgramRow
    ) throws(StoreError) -> Int64

    /// Adds a client with its keys and a shop, all or nothing. An integrator has no program (checkout 1).
    ///
    /// - Throws: `.conflict` when the client, a consumer key or the `srcDpaId` exists already.
    func add(
        client: ClientRow, signingKeys: [SigningKeyRow], payloadKeys: [PayloadKeyRow], application: ApplicationRow
    ) throws(StoreError)

    /// Adds a shop of a client that is there.
    ///
    /// - Throws: `.conflict` when the `srcDpaId` exists already, or when there is no such client.
    func add(application: ApplicationRow) throws(StoreError)

    /// Replaces names, origins and settings of a shop. False when this client has no such shop.
    func replace(application: ApplicationRow) throws(StoreError) -> Bool

    /// Replaces a program's settings. False when there is no such program.
    func setSettings(_ settings: [UInt8], serviceId: String) throws(StoreError) -> Bool

    /// Replaces a program's settings and keeps what changed, all or nothing. False when there is no such program, or
    /// when its settings are no longer `old`: somebody else was faster.
    func setSettings(
        _ settings: [UInt8], insteadOf old: [UInt8], serviceId: String, changes: [SettingChangeRow]
    ) throws(StoreError) -> Bool

    /// What was changed in a program's settings, oldest first.
    func settingChanges(serviceId: String) throws(StoreError) -> [SettingChangeRow]

    /// Replaces a shop's settings and keeps what changed, all or nothing. False when there is no such shop, or when its
    /// settings are no longer `old`.
    func setSettings(
        _ settings: [UInt8], insteadOf old: [UInt8], srcDpaId: String, changes: [SettingChangeRow]
    ) throws(StoreError) -> Bool

    /// What was changed in a shop's settings, oldest first.
    func settingChanges(srcDpaId: String) throws(StoreError) -> [SettingChangeRow]

    /// Locks or unlocks a client. False when there is no such client.
    func setStatus(_ status: ClientRow.Status, srcClientId: String) throws(StoreError) -> Bool
}
