// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Reads and writes of the registry on one connection. The registry is small and changes seldom, so only what is asked
/// before every request is kept prepared.
struct RegistryStatements {
    let connection: Connection
    private let dataVersion: Statement

    init(_ connection: Connection) throws {
        self.connection = connection
        dataVersion = try connection.prepare("PRAGMA data_version")
    }

    /// A number that moves when another connection commits; not for this one's own commits.
    func othersVersion() throws -> Int64 {
        try one(dataVersion) { $0.int64(0) } ?? 0
    }

    // MARK: Writes

    func add(
        _ client: ClientRow, _ signingKeys: [SigningKeyRow], _ payloadKeys: [PayloadKeyRow], _ program: ProgramRow
    ) throws -> Int64 {
        try transaction {
            try insert(client)
            for key in signingKeys { try insert(key) }
            for key in payloadKeys { try insert(key) }
            return try insert(program)
        }
    }

    func add(
        _ client: ClientRow, _ signingKeys: [SigningKeyRow], _ payloadKeys: [PayloadKeyRow],
        _ application: ApplicationRow
    ) throws {
        try transaction {
            try insert(client)
            for key in signingKeys { try insert(key) }
            for key in payloadKeys { try insert(key) }
            try insert(application)
        }
    }

    private func insert(_ client: ClientRow) throws {
        let insert = try connection.prepare("INSERT INTO client VALUES (?, ?, ?, ?)")
        insert.bind(1, client.srcClientId)
        insert.bind(2, client.name)
        insert.bind(3, client.status.rawValue)
        insert.bind(4, client.created.milliseconds)
        try insert.run()
    }

    private func insert(_ key: SigningKeyRow) throws {
        let insert = try connection.prepare("INSERT INTO signing_key VALUES (?, ?, ?, ?)")
        insert.bind(1, key.consumerKey)
        insert.bind(2, key.srcClientId)
        insert.bind(3, key.publicKey)
        insert.bind(4, Int64(key.isActive ? 1 : 0))
        try insert.run()
    }

    private func insert(_ key: PayloadKeyRow) throws {
        let insert = try connection.prepare("INSERT INTO payload_key VALUES (?, ?, ?, ?, ?)")
        insert.bind(1, key.srcClientId)
        insert.bind(2, key.fingerprint)
        insert.bind(3, key.publicKey)
        insert.bind(4, Int64(key.isDefault ? 1 : 0))
        insert.bind(5, Int64(key.isActive ? 1 : 0))
        try insert.run()
    }

    private func insert(_ program: ProgramRow) throws -> Int64 {
        let insert = try connection.prepare("INSERT INTO program VALUES (NULL, ?, ?, ?, ?, ?, ?)")
        insert.bind(1, program.serviceId)
        insert.bind(2, program.directoryId)
        insert.bind(3, program.srcClientId)
        insert.bind(4, program.name)
        insert.bind(5, program.settings)
        insert.bind(6, program.created.milliseconds)
        try insert.run()
        return connection.lastInsertedRow
    }

    func setSettings(_ settings: [UInt8], serviceId: String) throws -> Bool {
        let update = try connection.prepare("UPDATE program SET settings = ? WHERE service_id = ?")
        update.bind(1, settings)
        update.bind(2, serviceId)
        try update.run()
        return connection.changedRows > 0
    }

    func setSettings(
        _ settings: [UInt8], insteadOf old: [UInt8], serviceId: String, changes: [SettingChangeRow]
    ) throws -> Bool {
        try transaction {
            let update = try connection.prepare("UPDATE program SET settings = ? WHERE service_id = ? AND settings = ?")
            update.bind(1, settings)
            update.bind(2, serviceId)
            update.bind(3, old)
            try update.run()
            guard connection.changedRows > 0 else { return false }
            for change in changes { try insert(change, serviceId) }
            return true
        }
    }

    private func insert(_ change: SettingChangeRow, _ serviceId: String) throws {
        let insert = try connection.prepare("INSERT INTO setting_change VALUES (NULL, ?, ?, ?, ?, ?)")
        insert.bind(1, serviceId)
        insert.bind(2, change.at.milliseconds)
        insert.bind(3, change.setting)
        insert.bind(4, change.old)
        insert.bind(5, change.new)
        try insert.run()
    }

    func setStatus(_ status: ClientRow.Status, srcClientId: String) throws -> Bool {
        let update = try connection.prepare("UPDATE client SET status = ? WHERE src_client_id = ?")
        update.bind(1, status.rawValue)
        update.bind(2, srcClientId)
        try update.run()
        return connection.changedRows > 0
    }

    // MARK: Reads

    func snapshot() throws -> RegistrySnapshot {
        try transaction(begin: "BEGIN") {
            RegistrySnapshot(
                clients: try clients(), signingKeys: try signingKeys(), payloadKeys: try payloadKeys(),
                programs: try programs(), applications: try applications())
        }
    }

    func settingChanges(serviceId: String) throws -> [SettingChangeRow] {
        let select = try connection.prepare(
            "SELECT at, setting, old, new FROM setting_change WHERE service_id = ? ORDER BY id")
        select.bind(1, serviceId)
        return try all(select) { row in
            SettingChangeRow(
                at: Timestamp(milliseconds: row.int64(0)), setting: row.text(1), old: row.text(2), new: row.text(3))
        }
    }

    private func clients() throws -> [ClientRow] {
        try all(connection.prepare("SELECT src_client_id, name, status, created FROM client ORDER BY 1")) { row in
            ClientRow(
                srcClientId: row.text(0), name: row.text(1),
                status: try known(ClientRow.Status(rawValue: row.int64(2))),
                created: Timestamp(milliseconds: row.int64(3)))
        }
    }

    private func signingKeys() throws -> [SigningKeyRow] {
        let select = "SELECT consumer_key, src_client_id, public_key, active FROM signing_key ORDER BY 1"
        return try all(connection.prepare(select)) { row in
            SigningKeyRow(
                consumerKey: row.text(0), srcClientId: row.text(1), publicKey: row.bytes(2),
                isActive: row.int64(3) != 0)
        }
    }

    private func payloadKeys() throws -> [PayloadKeyRow] {
        let select =
            "SELECT src_client_id, fingerprint, public_key, is_default, active FROM payload_key ORDER BY 1, 2"
        return try all(connection.prepare(select)) { row in
            PayloadKeyRow(
                srcClientId: row.text(0), fingerprint: row.text(1), publicKey: row.bytes(2),
                isDefault: row.int64(3) != 0, isActive: row.int64(4) != 0)
        }
    }

    private func programs() throws -> [ProgramRow] {
        let select =
            """
            SELECT directory, service_id, directory_id, src_client_id, name, settings, created
            FROM program ORDER BY directory
            """
        return try all(connection.prepare(select)) { row in
            ProgramRow(
                directory: row.int64(0), serviceId: row.text(1), directoryId: row.text(2),
                srcClientId: row.text(3), name: row.text(4), settings: row.bytes(5),
                created: Timestamp(milliseconds: row.int64(6)))
        }
    }

    /// Runs `body` in one transaction; what it throws rolls back.
    func transaction<Value>(
        begin: String = "BEGIN IMMEDIATE", _ body: () throws -> Value
    ) throws -> Value {
        try connection.execute(begin)
        do {
            let value = try body()
            try connection.execute("COMMIT")
            return value
        } catch {
            try? connection.execute("ROLLBACK")
            throw error
        }
    }
}
