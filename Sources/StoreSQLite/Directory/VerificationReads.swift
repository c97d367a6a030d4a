// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of one-time codes and recognized browsers.
struct VerificationReads {
    private let code: Statement
    private let tally: Statement
    private let recognition: Statement
    private let recognitions: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        code = try connection.prepare("SELECT binding, code, expires, misses FROM one_time_code WHERE binding = ?")
        tally = try connection.prepare(
            "SELECT identity, sends, misses, voids, locked_until, rests FROM code_tally WHERE identity = ?")
        let columns = """
            SELECT id, family, directory, consumer, created, expires, successor, identity_kind, identity, client,
            remembered FROM recognition
            """
        recognition = try connection.prepare(columns + " WHERE id = ?")
        recognitions = try connection.prepare(columns + " WHERE consumer = ? ORDER BY id DESC LIMIT ?")
    }

    func code(of binding: BlindIndex) throws -> CodeRow? {
        code.bind(1, binding.bytes)
        return try one(code) { row in
            CodeRow(
                binding: try known(BlindIndex(bytes: row.bytes(0))), code: try known(BlindIndex(bytes: row.bytes(1))),
                expires: Timestamp(milliseconds: row.int64(2)), misses: Int(row.int64(3)))
        }
    }

    func tally(of identity: BlindIndex) throws -> CodeTallyRow? {
        tally.bind(1, identity.bytes)
        return try one(tally) { row in
            CodeTallyRow(
                identity: try known(BlindIndex(bytes: row.bytes(0))), sends: try known(Instants.read(row.bytes(1))),
                misses: try known(Instants.read(row.bytes(2))), voids: try known(Instants.read(row.bytes(3))),
                lockedUntil: row.optionalInt64(4).map(Timestamp.init(milliseconds:)),
                rests: Timestamp(milliseconds: row.int64(5)))
        }
    }

    func recognition(_ id: Int64) throws -> RecognitionRow? {
        recognition.bind(1, id)
        return try one(recognition, Self.recognition)
    }

    func recognitions(of consumer: Int64, limit: Int) throws -> [RecognitionRow] {
        recognitions.bind(1, consumer)
        recognitions.bind(2, Int64(max(0, limit)))
        return try all(recognitions, Self.recognition)
    }

    private static func recognition(_ row: Statement) throws -> RecognitionRow {
        RecognitionRow(
            id: row.int64(0), family: row.int64(1), directory: row.int64(2), consumer: row.int64(3),
            created: Timestamp(milliseconds: row.int64(4)), expires: Timestamp(milliseconds: row.int64(5)),
            successor: row.optionalInt64(6),
            identity: try row.optionalInt64(7).map { try identifier($0, row.bytes(8)) },
            client: row.optionalText(9), remembered: row.optionalInt64(10).map(Timestamp.init(milliseconds:)))
    }
}

private func identifier(_ kind: Int64, _ index: [UInt8]) throws -> Identifier {
    Identifier(
        try known(UInt8(exactly: kind).flatMap(BlindIndexKind.init(rawValue:))), try known(BlindIndex(bytes: index)))
}

/// Instants in one column.
enum Instants {
    private static let count = 8

    static func column(_ instants: [Timestamp]) -> [UInt8] {
        instants.flatMap { instant in withUnsafeBytes(of: instant.milliseconds.bigEndian) { Array($0) } }
    }

    /// Nil for bytes that are not whole instants.
    static func read(_ bytes: [UInt8]) -> [Timestamp]? {
        guard bytes.count % count == 0 else { return nil }
        return stride(from: 0, to: bytes.count, by: count).map { at in
            Timestamp(milliseconds: bytes[at..<at + count].reduce(0) { $0 << 8 | Int64($1) })
        }
    }
}

extension DirectoryReader {
    func code(of binding: BlindIndex) throws(StoreError) -> CodeRow? {
        try mapped { try verificationReads.code(of: binding) }
    }

    func codeTally(of identity: BlindIndex) throws(StoreError) -> CodeTallyRow? {
        try mapped { try verificationReads.tally(of: identity) }
    }

    func recognition(_ id: Int64) throws(StoreError) -> RecognitionRow? {
        try mapped { try verificationReads.recognition(id) }
    }

    func recognitions(of consumer: Int64, limit: Int) throws(StoreError) -> [RecognitionRow] {
        try mapped { try verificationReads.recognitions(of: consumer, limit: limit) }
    }
}
