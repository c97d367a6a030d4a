// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Foundation
import Store
import Testing
import Vault

/// The permission bits of a file, nil when there is none.
func mode(of path: String) -> Int? {
    (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
}

func size(of path: String) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue ?? 0
}

func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
}

/// A blind index that no other number gives.
func blindIndex(_ number: Int64) throws -> BlindIndex {
    let mixed = UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15
    let bytes = (0..<32).map { UInt8(truncatingIfNeeded: mixed >> (8 * ($0 % 8))) &+ UInt8($0 / 8) }
    return try #require(BlindIndex(bytes: bytes))
}

func consumer(_ id: Int64, name: String? = nil, sealed: Int = 300) throws -> ConsumerRow {
    ConsumerRow(
        id: id, directory: 1, externalConsumerId: name, email: try blindIndex(id), mobile: try blindIndex(-id),
        sealed: [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: sealed), created: Timestamp(seconds: 1))
}

func card(_ id: Int64, of consumer: Int64, name: String? = nil) throws -> CardRow {
    CardRow(
        id: id, directory: 1, consumer: consumer, externalCardId: name, pan: try blindIndex(id), bin: 520_473,
        lastFour: 1, sealed: [1], created: Timestamp(seconds: 1))
}

func issuer(_ number: Int) -> (client: ClientRow, program: ProgramRow) {
    let id = "client-\(number)"
    return (
        ClientRow(srcClientId: id, name: "Bank", created: Timestamp(seconds: 1)),
        ProgramRow(
            directory: 0, serviceId: "service-\(number)", directoryId: "directory-\(number)", srcClientId: id,
            name: "Debit", settings: [], created: Timestamp(seconds: 1))
    )
}

extension RegistryStore {
    func add(_ number: Int) throws {
        let (client, program) = issuer(number)
        _ = try add(client: client, signingKeys: [], payloadKeys: [], program: program)
    }
}
