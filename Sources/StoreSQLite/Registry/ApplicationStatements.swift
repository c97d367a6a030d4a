// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store

/// Reads and writes of shops.
extension RegistryStatements {
    func insert(_ application: ApplicationRow) throws {
        let insert = try connection.prepare("INSERT INTO dpa VALUES (?, ?, ?, ?, ?, ?, ?)")
        insert.bind(1, application.srcDpaId)
        insert.bind(2, application.srcClientId)
        insert.bind(3, application.name)
        insert.bind(4, application.presentationName)
        insert.bind(5, application.origins.joined(separator: "\n"))
        insert.bind(6, application.settings)
        insert.bind(7, application.created.milliseconds)
        try insert.run()
    }

    func replace(_ application: ApplicationRow) throws -> Bool {
        let update = try connection.prepare(
            """
            UPDATE dpa SET name = ?3, presentation_name = ?4, origins = ?5, settings = ?6
            WHERE src_dpa_id = ?1 AND src_client_id = ?2
            """)
        update.bind(1, application.srcDpaId)
        update.bind(2, application.srcClientId)
        update.bind(3, application.name)
        update.bind(4, application.presentationName)
        update.bind(5, application.origins.joined(separator: "\n"))
        update.bind(6, application.settings)
        try update.run()
        return connection.changedRows > 0
    }

    func setSettings(
        _ settings: [UInt8], insteadOf old: [UInt8], srcDpaId: String, changes: [SettingChangeRow]
    ) throws -> Bool {
        try transaction {
            let update = try connection.prepare("UPDATE dpa SET settings = ? WHERE src_dpa_id = ? AND settings = ?")
            update.bind(1, settings)
            update.bind(2, srcDpaId)
            update.bind(3, old)
            try update.run()
            guard connection.changedRows > 0 else { return false }
            for change in changes {
                let insert = try connection.prepare("INSERT INTO dpa_setting_change VALUES (NULL, ?, ?, ?, ?, ?)")
                insert.bind(1, srcDpaId)
                insert.bind(2, change.at.milliseconds)
                insert.bind(3, change.setting)
                insert.bind(4, change.old)
                insert.bind(5, change.new)
                try insert.run()
            }
            return true
        }
    }

    func settingChanges(srcDpaId: String) throws -> [SettingChangeRow] {
        let select = try connection.prepare(
            "SELECT at, setting, old, new FROM dpa_setting_change WHERE src_dpa_id = ? ORDER BY id")
        select.bind(1, srcDpaId)
        return try all(select) { row in
            SettingChangeRow(
                at: Timestamp(milliseconds: row.int64(0)), setting: row.text(1), old: row.text(2), new: row.text(3))
        }
    }

    func applications() throws -> [ApplicationRow] {
        let select =
            """
            SELECT src_dpa_id, src_client_id, name, presentation_name, origins, settings, created
            FROM dpa ORDER BY created, src_dpa_id
            """
        return try all(connection.prepare(select)) { row in
            ApplicationRow(
                srcDpaId: row.text(0), srcClientId: row.text(1), name: row.text(2), presentationName: row.text(3),
                origins: row.text(4).split(separator: "\n").map(String.init), settings: row.bytes(5),
                created: Timestamp(milliseconds: row.int64(6)))
        }
    }
}
