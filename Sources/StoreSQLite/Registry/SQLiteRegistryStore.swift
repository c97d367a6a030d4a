// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
public import Store
internal import Synchronization

/// The registry in one SQLite file. Several processes may open it at once.
public final class SQLiteRegistryStore: RegistryStore {
    private struct State: @unchecked Sendable {
        // The connection is used under the mutex only.
        var statements: RegistryStatements
        var ownChanges: Int64 = 0
    }

    private let state: Mutex<State>

    /// Opens or makes the file.
    ///
    /// - Throws: `.tooNew` when a newer program wrote it.
    public init(path: String) throws(StoreError) {
        let file = SQLiteFile(path: path, cacheBytes: 2 << 20)
        let connection = try file.openWriter(registrySchema, secureDelete: "FAST")
        state = Mutex(State(statements: try mapped { try RegistryStatements(connection) }))
    }

    public func version() throws(StoreError) -> Int64 {
        try state.withLock { state throws(StoreError) in
            // SQLite's number moves for other connections' commits; ours are counted here.
            try mapped { try state.statements.othersVersion() } << 32 &+ state.ownChanges
        }
    }

    public func snapshot() throws(StoreError) -> RegistrySnapshot {
        try state.withLock { state throws(StoreError) in
            try mapped { try state.statements.snapshot() }
        }
    }

    public func add(
        client: ClientRow, signingKeys: [SigningKeyRow], payloadKeys: [PayloadKeyRow], program: ProgramRow
    ) throws(StoreError) -> Int64 {
        try state.withLock { state throws(StoreError) in
            let directory = try mapped { try state.statements.add(client, signingKeys, payloadKeys, program) }
            state.ownChanges += 1
            return directory
        }
    }

    public func add(
        client: ClientRow, signingKeys: [SigningKeyRow], payloadKeys: [PayloadKeyRow], application: ApplicationRow
    ) throws(StoreError) {
        _ = try change {
            try $0.add(client, signingKeys, payloadKeys, application)
            return true
        }
    }

    public func add(application: ApplicationRow) throws(StoreError) {
        _ = try change {
            try $0.insert(application)
            return true
        }
    }

    public func replace(application: ApplicationRow) throws(StoreError) -> Bool {
        try change { try $0.replace(application) }
    }

    public func setSettings(_ settings: [UInt8], serviceId: String) throws(StoreError) -> Bool {
        try change { try $0.setSettings(settings, serviceId: serviceId) }
    }

    public func setSettings(
        _ settings: [UInt8], insteadOf old: [UInt8], serviceId: String, changes: [SettingChangeRow]
    ) throws(StoreError) -> Bool {
        try change { try $0.setSettings(settings, insteadOf: old, serviceId: serviceId, changes: changes) }
    }

    public func settingChanges(serviceId: String) throws(StoreError) -> [SettingChangeRow] {
        try state.withLock { state throws(StoreError) in
            try mapped { try state.statements.settingChanges(serviceId: serviceId) }
        }
    }

    public func setSettings(
        _ settings: [UInt8], insteadOf old: [UInt8], srcDpaId: String, changes: [SettingChangeRow]
    ) throws(StoreError) -> Bool {
        try change { try $0.setSettings(settings, insteadOf: old, srcDpaId: srcDpaId, changes: changes) }
    }

    public func settingChanges(srcDpaId: String) throws(StoreError) -> [SettingChangeRow] {
        try state.withLock { state throws(StoreError) in
            try mapped { try state.statements.settingChanges(srcDpaId: srcDpaId) }
        }
    }

    public func setStatus(_ status: ClientRow.Status, srcClientId: String) throws(StoreError) -> Bool {
        try change { try $0.setStatus(status, srcClientId: srcClientId) }
    }

    private func change(_ body: (RegistryStatements) throws -> Bool) throws(StoreError) -> Bool {
        try state.withLock { state throws(StoreError) in
            let found = try mapped { try body(state.statements) }
            if found { state.ownChanges += 1 }
            return found
        }
    }
}
