// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store
internal import Vault

/// How identifiers stand in columns: an index is 32 bytes, one that is not there none; further ones are a kind and an
/// index each, 33 bytes, one after the other, and NULL when there are none.
enum IdentifierCoding {
    private static let entryBytes = 33

    static func column(_ index: BlindIndex?) -> [UInt8] { index?.bytes ?? [] }

    static func index(_ bytes: [UInt8]) throws -> BlindIndex? {
        bytes.isEmpty ? nil : try known(BlindIndex(bytes: bytes))
    }

    static func more(_ identifiers: [Identifier]) -> [UInt8]? {
        identifiers.isEmpty ? nil : identifiers.flatMap { [$0.kind.rawValue] + $0.index.bytes }
    }

    static func more(_ bytes: [UInt8]?) throws -> [Identifier] {
        guard let bytes else { return [] }
        return try stride(from: 0, to: bytes.count, by: entryBytes).map { start in
            let entry = bytes[start..<min(start + entryBytes, bytes.count)]
            let kind = try known(BlindIndexKind(rawValue: entry[start]))
            return Identifier(kind, try known(BlindIndex(bytes: Array(entry.dropFirst()))))
        }
    }
}

extension IdentifiedRow {
    /// The places of the row in a look-up table. Two identifiers may share one; an entry finds both.
    var prefixes: [Int64] {
        var prefixes: [Int64] = []
        func add(_ prefix: Int64) {
            if !prefixes.contains(prefix) { prefixes.append(prefix) }
        }
        prefixes.reserveCapacity(2)
        if let email { add(email.prefix) }
        if let mobile { add(mobile.prefix) }
        for identifier in moreIdentifiers { add(identifier.index.prefix) }
        return prefixes
    }
}
