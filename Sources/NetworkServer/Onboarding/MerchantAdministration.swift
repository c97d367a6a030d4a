// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Directory
internal import Foundation
internal import Store
internal import StoreSQLite

/// The shops of a data directory and their settings, for the operator. It works on the registry alone; a server that
/// runs follows a change within a quarter of a second.
public struct MerchantAdministration {
    /// A shop with its settings.
    public struct Merchant: Sendable {
        public var name: String
        public var srcClientId: String
        public var srcDpaId: String
        public var origins: [String]
        public var dialect: BrowserError.Dialect
        /// Whether the client may call for nothing at all.
        public var isLocked: Bool
        public var settings: [ShownSetting]
    }

    private static let attemptsMax = 10

    private let registry: SQLiteRegistryStore

    /// Opens the registry of an existing data directory.
    ///
    /// - Throws: `ConfigurationError` when there is no registry.
    public init(dataDirectory: String) throws {
        let path = absolute(dataDirectory) + "/registry.db"
        guard FileManager.default.fileExists(atPath: path) else {
            throw ConfigurationError("--data", "there is no shop in \(absolute(dataDirectory))")
        }
        registry = try SQLiteRegistryStore(path: path)
    }

    /// Every shop, the oldest first.
    public func list() throws -> [Merchant] {
        let snapshot = try registry.snapshot()
        return try snapshot.applications.map { try Self.shown($0, in: snapshot) }
    }

    /// The shop of a `srcDpaId` or of a name; the only one when neither is given.
    ///
    /// - Throws: `ConfigurationError` when none fits, or several do.
    public func merchant(name: String?, srcDpaId: String?) throws -> Merchant {
        let snapshot = try registry.snapshot()
        return try Self.shown(Self.row(name: name, srcDpaId: srcDpaId, in: snapshot), in: snapshot)
    }

    /// Changes settings, all or none, and keeps what changed.
    ///
    /// - Throws: `ConfigurationError` for a setting that there is not or a value that cannot be, and when no shop fits,
    ///   or several do.
    public func set(
        _ values: [(name: String, text: String)], name: String?, srcDpaId: String?
    ) throws -> Merchant {
        for _ in 1...Self.attemptsMax {
            let snapshot = try registry.snapshot()
            var row = try Self.row(name: name, srcDpaId: srcDpaId, in: snapshot)
            let old = try ApplicationSettings(json: row.settings)
            var new = old
            try ApplicationSetting.change(&new, values)
            let isDone = try registry.setSettings(
                new.json, insteadOf: row.settings, srcDpaId: row.srcDpaId, changes: Self.changes(from: old, to: new))
            row.settings = new.json
            if isDone { return try Self.shown(row, in: snapshot) }
        }
        throw StoreError(.conflict, "others change the settings at the same time; try again")
    }

    /// What was changed in a shop, oldest first.
    func changes(srcDpaId: String) throws -> [SettingChangeRow] { try registry.settingChanges(srcDpaId: srcDpaId) }

    private static func changes(
        from old: ApplicationSettings, to new: ApplicationSettings
    ) -> [SettingChangeRow] {
        let now = SystemClock().now
        return ApplicationSetting.all.compactMap { setting in
            let (before, after) = (setting.value(old).text, setting.value(new).text)
            return before == after
                ? nil : SettingChangeRow(at: now, setting: setting.name, old: before, new: after)
        }
    }

    private static func row(
        name: String?, srcDpaId: String?, in snapshot: RegistrySnapshot
    ) throws(ConfigurationError) -> ApplicationRow {
        let rows = snapshot.applications.filter { row in
            (name == nil || row.name == name) && (srcDpaId == nil || row.srcDpaId == srcDpaId)
        }
        guard let row = rows.first else {
            throw ConfigurationError(srcDpaId == nil ? "--name" : "--dpa-id", "there is no such shop")
        }
        guard rows.count == 1 else {
            let ids = rows.map(\.srcDpaId).joined(separator: ", ")
            throw ConfigurationError("--dpa-id", "several shops fit; choose one of \(ids)")
        }
        return row
    }

    private static func shown(_ row: ApplicationRow, in snapshot: RegistrySnapshot) throws -> Merchant {
        let settings = try ApplicationSettings(json: row.settings)
        return Merchant(
            name: row.name, srcClientId: row.srcClientId, srcDpaId: row.srcDpaId, origins: row.origins,
            dialect: settings.dialect,
            isLocked: snapshot.clients.contains { $0.srcClientId == row.srcClientId && $0.status == .locked },
            settings: ApplicationSetting.all.map { ShownSetting($0.name, $0.value(settings)) })
    }
}
