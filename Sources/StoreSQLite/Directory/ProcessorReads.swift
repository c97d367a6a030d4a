// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Reads of card management.
struct ProcessorReads {
    private let client: Statement
    private let account: Statement
    private let contract: Statement
    private let contractByRow: Statement
    private let byClient: Statement
    private let byAccount: Statement
    private let byPAN: Statement
    private let byCBS: Statement
    private let attempts: Statement
    private let attempt: Statement
    private let idempotency: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        client = try connection.prepare(
            "SELECT id, directory, number, sealed, created FROM processor_client WHERE directory = ? AND number = ?")
        account = try connection.prepare(
            """
            SELECT id, directory, number, client, product, sealed, created FROM processor_account
            WHERE directory = ? AND number = ?
            """)
        let columns =
            """
            c.id, c.directory, c.number, c.account, c.client, c.product, c.status, c.activated, c.classifier, \
            c.classifier_start, c.classifier_end, c.pan, c.cbs, c.sealed, c.created
            """
        func contracts(_ condition: String) throws(SQLiteError) -> Statement {
            try connection.prepare("SELECT \(columns) FROM card_contract c WHERE \(condition) ORDER BY c.id")
        }
        contract = try contracts("c.directory = ? AND c.number = ?")
        contractByRow = try contracts("c.id = ?")
        byClient = try contracts("c.directory = ? AND c.client = ?")
        byAccount = try contracts("c.directory = ? AND c.account = ?")
        func byKey(_ column: String) throws(SQLiteError) -> Statement {
            try connection.prepare(
                """
                SELECT \(columns) FROM contract_key k
                CROSS JOIN card_contract c ON c.id = k.contract AND c.\(column) = ?3
                WHERE k.directory = ?1 AND k.prefix = ?2 ORDER BY c.id
                """)
        }
        byPAN = try byKey("pan")
        byCBS = try byKey("cbs")
        let attemptColumns = "card, directory, contract, response, asked"
        attempts = try connection.prepare(
            "SELECT \(attemptColumns) FROM token_attempt WHERE contract = ? ORDER BY card")
        attempt = try connection.prepare("SELECT \(attemptColumns) FROM token_attempt WHERE card = ?")
        idempotency = try connection.prepare(
            "SELECT directory, key, content, number, expires FROM idempotency WHERE directory = ? AND key = ?")
    }

    func client(_ number: Int64, _ directory: Int64) throws -> ProcessorClientRow? {
        client.bind(1, directory)
        client.bind(2, number)
        return try one(client) { row in
            ProcessorClientRow(
                id: row.int64(0), directory: row.int64(1), number: row.int64(2), sealed: row.bytes(3),
                created: Timestamp(milliseconds: row.int64(4)))
        }
    }

    func account(_ number: Int64, _ directory: Int64) throws -> ProcessorAccountRow? {
        account.bind(1, directory)
        account.bind(2, number)
        return try one(account) { row in
            ProcessorAccountRow(
                id: row.int64(0), directory: row.int64(1), number: row.int64(2), client: row.int64(3),
                productCode: row.text(4), sealed: row.bytes(5), created: Timestamp(milliseconds: row.int64(6)))
        }
    }

    func contract(_ number: Int64, _ directory: Int64) throws -> CardContractRow? {
        contract.bind(1, directory)
        contract.bind(2, number)
        return try one(contract, Self.contract)
    }

    func contract(row id: Int64) throws -> CardContractRow? {
        contractByRow.bind(1, id)
        return try one(contractByRow, Self.contract)
    }

    func contracts(ofClient number: Int64, _ directory: Int64) throws -> [CardContractRow] {
        byClient.bind(1, directory)
        byClient.bind(2, number)
        return try all(byClient, Self.contract)
    }

    func contracts(ofAccount number: Int64, _ directory: Int64) throws -> [CardContractRow] {
        byAccount.bind(1, directory)
        byAccount.bind(2, number)
        return try all(byAccount, Self.contract)
    }

    func contracts(
        identifiedBy key: BlindIndex, _ kind: BlindIndexKind, _ directory: Int64
    ) throws -> [CardContractRow] {
        let select: Statement? =
            switch kind {
            case .pan: byPAN
            case .cbsNumber: byCBS
            default: nil
            }
        guard let select else { throw StoreError(.engine, "card contracts have no identifier of this kind") }
        select.bind(1, directory)
        select.bind(2, key.prefix)
        select.bind(3, key.bytes)
        return try all(select, Self.contract)
    }

    func attempts(ofContract row: Int64) throws -> [TokenAttemptRow] {
        attempts.bind(1, row)
        return try all(attempts, Self.attempt)
    }

    func attempt(ofCard card: Int64) throws -> TokenAttemptRow? {
        attempt.bind(1, card)
        return try one(attempt, Self.attempt)
    }

    func idempotency(_ key: String, _ directory: Int64) throws -> IdempotencyRow? {
        idempotency.bind(1, directory)
        idempotency.bind(2, key)
        return try one(idempotency) { row in
            IdempotencyRow(
                directory: row.int64(0), key: row.text(1), content: try known(BlindIndex(bytes: row.bytes(2))),
                number: row.int64(3), expires: Timestamp(milliseconds: row.int64(4)))
        }
    }

    private static func attempt(_ row: Statement) -> TokenAttemptRow {
        TokenAttemptRow(
            card: row.int64(0), directory: row.int64(1), contract: row.int64(2), responseCode: row.text(3),
            asked: Timestamp(milliseconds: row.int64(4)))
    }

    private static func contract(_ row: Statement) throws -> CardContractRow {
        CardContractRow(
            id: row.int64(0), directory: row.int64(1), number: row.int64(2), account: row.int64(3),
            client: row.int64(4), productCode: row.text(5), statusCode: row.text(6), isActivated: row.int64(7) != 0,
            classifier: try known(CardContractRow.Classifier(rawValue: row.int64(8))),
            classifierStart: row.optionalInt64(9).map(Timestamp.init(milliseconds:)),
            classifierEnd: row.optionalInt64(10).map(Timestamp.init(milliseconds:)),
            pan: try known(BlindIndex(bytes: row.bytes(11))),
            // Without a number the column is NULL, which reads as no bytes.
            cbs: BlindIndex(bytes: row.bytes(12)), sealed: row.bytes(13),
            created: Timestamp(milliseconds: row.int64(14)))
    }
}

extension DirectoryReader {
    func processorClient(number: Int64, directory: Int64) throws(StoreError) -> ProcessorClientRow? {
        try mapped { try processorReads.client(number, directory) }
    }

    func processorAccount(number: Int64, directory: Int64) throws(StoreError) -> ProcessorAccountRow? {
        try mapped { try processorReads.account(number, directory) }
    }

    func cardContract(number: Int64, directory: Int64) throws(StoreError) -> CardContractRow? {
        try mapped { try processorReads.contract(number, directory) }
    }

    func cardContract(row id: Int64) throws(StoreError) -> CardContractRow? {
        try mapped { try processorReads.contract(row: id) }
    }

    func cardContracts(ofClient number: Int64, directory: Int64) throws(StoreError) -> [CardContractRow] {
        try mapped { try processorReads.contracts(ofClient: number, directory) }
    }

    func cardContracts(ofAccount number: Int64, directory: Int64) throws(StoreError) -> [CardContractRow] {
        try mapped { try processorReads.contracts(ofAccount: number, directory) }
    }

    func cardContracts(
        identifiedBy key: BlindIndex, kind: BlindIndexKind, directory: Int64
    ) throws(StoreError) -> [CardContractRow] {
        try mapped { try processorReads.contracts(identifiedBy: key, kind, directory) }
    }

    func tokenAttempts(ofContract row: Int64) throws(StoreError) -> [TokenAttemptRow] {
        try mapped { try processorReads.attempts(ofContract: row) }
    }

    func tokenAttempt(ofCard card: Int64) throws(StoreError) -> TokenAttemptRow? {
        try mapped { try processorReads.attempt(ofCard: card) }
    }

    func idempotency(key: String, directory: Int64) throws(StoreError) -> IdempotencyRow? {
        try mapped { try processorReads.idempotency(key, directory) }
    }
}
