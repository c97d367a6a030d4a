// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
public import Store
internal import Synchronization

/// The registry in one SQLite file. Several processes may open it at once.
public final class SQLiteRegistryStore: RegistryStore {
    private struct State: @unchecked Sendable {
        // The connection is used under the mutex only.
        var connection: Connection
        var ownChanges: Int64 = 0
    }

    private let state: Mutex<State>

    public init(path: String) throws(StoreError) {
        let file = SQLiteFile(path: path, cacheBytes: 2 << 20)
        state = Mutex(State(connection: try file.openWriter(registrySchema, secureDelete: "FAST")))
    }

    public func version() throws(StoreError) -> Int64 {
        try state.withLock { state throws(StoreError) in
            // SQLite's number moves for other connections' commits; ours are counted here.
            let others = try mapped { try one(state.connection.prepare("PRAGMA data_version")) { $0.int64(0) } ?? 0 }
            return others << 32 &+ state.ownChanges
        }
    }

    public func snapshot() throws(StoreError) -> RegistrySnapshot {
        try state.withLock { state throws(StoreError) in
            try mapped { try Self.snapshot(state.connection) }
        }
    }

    public func add(
        client: ClientRow, signingKeys: [SigningKeyRow], payloadKeys: [PayloadKeyRow], program: ProgramRow
    ) throws(StoreError) -> Int64 {
        try state.withLock { state throws(StoreError) in
            let directory = try mapped {
                try transaction(state.connection) {
                    try Self.insert(client, signingKeys, payloadKeys, program, state.connection)
                }
            }
            state.ownChanges += 1
            return directory
        }
    }

    public func setSettings(_ settings: [UInt8], serviceId: String) throws(StoreError) -> Bool {
        try change("UPDATE program SET settings = ? WHERE service_id = ?") { statement in
            statement.bind(1, settings)
            statement.bind(2, serviceId)
        }
    }

    public func setStatus(_ status: ClientRow.Status, srcClientId: String) throws(StoreError) -> Bool {
        try change("UPDATE client SET status = ? WHERE src_client_id = ?") { statement in
            statement.bind(1, status.rawValue)
            statement.bind(2, srcClientId)
        }
    }

    private func change(_ sql: String, _ bind: (Statement) -> Void) throws(StoreError) -> Bool {
        try state.withLock { state throws(StoreError) in
            let changed = try mapped {
                let statement = try state.connection.prepare(sql)
                bind(statement)
                try statement.run()
                return state.connection.changedRows > 0
            }
            state.ownChanges += 1
            return changed
        }
    }

    private static func insert(
        _ client: ClientRow, _ signingKeys: [SigningKeyRow], _ payloadKeys: [PayloadKeyRow], _ program: ProgramRow,
        _ connection: Connection
    ) throws -> Int64 {
        let insertClient = try connection.prepare("INSERT INTO client VALUES (?, ?, ?, ?)")
        insertClient.bind(1, client.srcClientId)
        insertClient.bind(2, client.name)
        insertClient.bind(3, client.status.rawValue)
        insertClient.bind(4, client.created.milliseconds)
        try insertClient.run()
        let insertSigningKey = try connection.prepare("INSERT INTO signing_key VALUES (?, ?, ?, ?)")
        for key in signingKeys {
            insertSigningKey.bind(1, key.consumerKey)
            insertSigningKey.bind(2, key.srcClientId)
            insertSigningKey.bind(3, key.publicKey)
            insertSigningKey.bind(4, Int64(key.isActive ? 1 : 0))
            try insertSigningKey.run()
        }
        let insertPayloadKey = try connection.prepare("INSERT INTO payload_key VALUES (?, ?, ?, ?, ?)")
        for key in payloadKeys {
            insertPayloadKey.bind(1, key.srcClientId)
            insertPayloadKey.bind(2, key.fingerprint)
            insertPayloadKey.bind(3, key.publicKey)
            insertPayloadKey.bind(4, Int64(key.isDefault ? 1 : 0))
            insertPayloadKey.bind(5, Int64(key.isActive ? 1 : 0))
            try insertPayloadKey.run()
        }
        let insertProgram = try connection.prepare("INSERT INTO program VALUES (NULL, ?, ?, ?, ?, ?, ?)")
        insertProgram.bind(1, program.serviceId)
        insertProgram.bind(2, program.directoryId)
        insertProgram.bind(3, program.srcClientId)
        insertProgram.bind(4, program.name)
        insertProgram.bind(5, program.settings)
        insertProgram.bind(6, program.created.milliseconds)
        try insertProgram.run()
        return connection.lastInsertedRow
    }

    private static func snapshot(_ connection: Connection) throws -> RegistrySnapshot {
        try transaction(connection) {
            RegistrySnapshot(
                clients: try all(connection.prepare("SELECT * FROM client")) { row in
                    ClientRow(
                        srcClientId: row.text(0), name: row.text(1),
                        status: try known(ClientRow.Status(rawValue: row.int64(2))),
                        created: Timestamp(milliseconds: row.int64(3)))
                },
                signingKeys: try all(connection.prepare("SELECT * FROM signing_key")) { row in
                    SigningKeyRow(
                        consumerKey: row.text(0), srcClientId: row.text(1), publicKey: row.bytes(2),
                        isActive: row.int64(3) != 0)
                },
                payloadKeys: try all(connection.prepare("SELECT * FROM payload_key")) { row in
                    PayloadKeyRow(
                        srcClientId: row.text(0), fingerprint: row.text(1), publicKey: row.bytes(2),
                        isDefault: row.int64(3) != 0, isActive: row.int64(4) != 0)
                },
                programs: try all(connection.prepare("SELECT * FROM program")) { row in
                    ProgramRow(
                        directory: row.int64(0), serviceId: row.text(1), directoryId: row.text(2),
                        srcClientId: row.text(3), name: row.text(4), settings: row.bytes(5),
                        created: Timestamp(milliseconds: row.int64(6)))
                })
        }
    }
}

/// Runs `body` between BEGIN and COMMIT; what it throws rolls back.
private func transaction<Value>(_ connection: Connection, _ body: () throws -> Value) throws -> Value {
    try connection.execute("BEGIN")
    do {
        let value = try body()
        try connection.execute("COMMIT")
        return value
    } catch {
        try? connection.execute("ROLLBACK")
        throw error
    }
}
