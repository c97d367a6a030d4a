// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Foundation
internal import Store
internal import StoreSQLite

/// The settings of programs, for the operator. It works on the registry alone; a server that runs follows a change
/// within a quarter of a second.
public struct ProgramAdministration {
    /// A program with its settings.
    public struct Program: Sendable {
        public var name: String
        public var srcClientId: String
        public var serviceId: String
        public var directoryId: String
        public var settings: [ShownSetting]
    }

    private static let attemptsMax = 10

    private let registry: any RegistryStore

    /// Opens the registry of an existing data directory.
    public init(dataDirectory: String) throws {
        let path = absolute(dataDirectory) + "/registry.db"
        guard FileManager.default.fileExists(atPath: path) else {
            throw ConfigurationError("--data", "there is no issuer in \(absolute(dataDirectory))")
        }
        registry = try SQLiteRegistryStore(path: path)
    }

    /// On the registry of a server that runs.
    init(registry: any RegistryStore) {
        self.registry = registry
    }

    /// The program of a `serviceId` or of a name; the only one when neither is given.
    public func program(name: String?, serviceId: String?) throws -> Program {
        try Self.shown(row(name: name, serviceId: serviceId))
    }

    /// Changes settings, all or none, and keeps what changed.
    public func set(
        _ values: [(name: String, text: String)], name: String?, serviceId: String?
    ) throws -> Program {
        for _ in 1...Self.attemptsMax {
            var row = try row(name: name, serviceId: serviceId)
            let old = try ProgramSettings(json: row.settings)
            var new = old
            for (name, text) in values { try Self.change(name, text, &new) }
            if new.decisionURL != old.decisionURL { try requireKey(new, row) }
            let json = try new.json()
            let isDone = try registry.setSettings(
                json, insteadOf: row.settings, serviceId: row.serviceId, changes: Self.changes(from: old, to: new))
            row.settings = json
            if isDone { return try Self.shown(row) }
        }
        throw StoreError(.conflict, "others change the settings at the same time; try again")
    }

    /// What was changed in a program, oldest first.
    func changes(serviceId: String) throws -> [SettingChangeRow] {
        try registry.settingChanges(serviceId: serviceId)
    }

    /// Who decides about tokens gets the cards encrypted to the client's payload key (processing 7.2): without one it
    /// cannot be asked.
    private func requireKey(_ settings: ProgramSettings, _ row: ProgramRow) throws {
        guard !settings.decisionURL.isEmpty else { return }
        var keys = PayloadKeys()
        for key in try registry.snapshot().payloadKeys where key.srcClientId == row.srcClientId { try keys.add(key) }
        guard (try? keys.key(nil)) != nil else {
            throw ConfigurationError(
                "decisionURL", "needs a payload key of the client, its only one or its default one, for the cards")
        }
    }

    private static func change(_ name: String, _ text: String, _ settings: inout ProgramSettings) throws {
        guard let setting = ProgramSetting.named(name) else {
            let known = ProgramSetting.all.map(\.name).joined(separator: ", ")
            throw ConfigurationError(name, "there is no such setting; known are \(known)")
        }
        do {
            try setting.set(text, in: &settings)
        } catch {
            throw ConfigurationError(name, error.description)
        }
    }

    private static func changes(from old: ProgramSettings, to new: ProgramSettings) -> [SettingChangeRow] {
        let now = SystemClock().now
        return ProgramSetting.all.compactMap { setting in
            let (before, after) = (setting.value(old).text, setting.value(new).text)
            guard before != after else { return nil }
            return SettingChangeRow(at: now, setting: setting.name, old: before, new: after)
        }
    }

    private func row(name: String?, serviceId: String?) throws -> ProgramRow {
        let rows = try registry.snapshot().programs.filter { row in
            // The general directory is nobody's program: it is only meant when it is named.
            if serviceId == nil, name == nil { return row.serviceId != GeneralDirectory.serviceId }
            return (serviceId == nil || row.serviceId == serviceId) && (name == nil || row.name == name)
        }
        guard let row = rows.first else {
            throw ConfigurationError(serviceId == nil ? "--name" : "--service-id", "there is no such program")
        }
        guard rows.count == 1 else {
            let ids = rows.map(\.serviceId).joined(separator: ", ")
            throw ConfigurationError("--service-id", "several programs fit; choose one of \(ids)")
        }
        return row
    }

    private static func shown(_ row: ProgramRow) throws -> Program {
        let settings = try ProgramSettings(json: row.settings)
        return Program(
            name: row.name, srcClientId: row.srcClientId, serviceId: row.serviceId, directoryId: row.directoryId,
            settings: ProgramSetting.all.map { ShownSetting($0.name, $0.value(settings)) })
    }
}
