// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import SQLite
internal import Store
internal import Vault

/// Writes of card management and its look-ups.
struct ProcessorWrites {
    private let insertClient: Statement
    private let insertAccount: Statement
    private let insertContract: Statement
    private let insertKey: Statement
    private let update: Statement
    private let putAttempt: Statement
    private let deleteAttempt: Statement
    private let putIdempotency: Statement
    private let deleteIdempotency: Statement
    private let connection: Connection

    init(_ connection: Connection) throws(SQLiteError) {
        self.connection = connection
        insertClient = try connection.prepare("INSERT OR FAIL INTO processor_client VALUES (?, ?, ?, ?, ?)")
        insertAccount = try connection.prepare("INSERT OR FAIL INTO processor_account VALUES (?, ?, ?, ?, ?, ?, ?)")
        insertContract = try connection.prepare(
            "INSERT OR FAIL INTO card_contract VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        insertKey = try connection.prepare("INSERT OR FAIL INTO contract_key VALUES (?, ?, ?)")
        update = try connection.prepare(
            """
            UPDATE card_contract SET account = ?4, client = ?5, product = ?6, status = ?7, activated = ?8,
            classifier = ?9, classifier_start = ?10, classifier_end = ?11, sealed = ?14, created = ?15
            WHERE id = ?1 AND directory = ?2 AND number = ?3 AND pan = ?12 AND cbs IS ?13
            """)
        putAttempt = try connection.prepare("INSERT OR REPLACE INTO token_attempt VALUES (?, ?, ?, ?, ?)")
        deleteAttempt = try connection.prepare("DELETE FROM token_attempt WHERE card = ?")
        putIdempotency = try connection.prepare("INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?)")
        deleteIdempotency = try connection.prepare(
            """
            DELETE FROM idempotency WHERE (directory, key) IN
            (SELECT directory, key FROM idempotency WHERE expires < ? ORDER BY expires LIMIT ?)
            """)
    }

    func insert(_ client: ProcessorClientRow) throws {
        insertClient.bind(1, client.id)
        insertClient.bind(2, client.directory)
        insertClient.bind(3, client.number)
        insertClient.bind(4, client.sealed)
        insertClient.bind(5, client.created.milliseconds)
        try insertClient.run()
    }

    func insert(_ account: ProcessorAccountRow) throws {
        insertAccount.bind(1, account.id)
        insertAccount.bind(2, account.directory)
        insertAccount.bind(3, account.number)
        insertAccount.bind(4, account.client)
        insertAccount.bind(5, account.productCode)
        insertAccount.bind(6, account.sealed)
        insertAccount.bind(7, account.created.milliseconds)
        try insertAccount.run()
    }

    func insert(_ contract: CardContractRow) throws {
        bind(insertContract, contract)
        try insertContract.run()
        for prefix in Set([contract.pan.prefix] + (contract.cbs.map { [$0.prefix] } ?? [])) {
            insertKey.bind(1, contract.directory)
            insertKey.bind(2, prefix)
            insertKey.bind(3, contract.id)
            try insertKey.run()
        }
    }

    func replace(_ old: CardContractRow, by new: CardContractRow) throws {
        bind(update, new)
        try update.run()
        try connection.requireOneChange(old.id, new.id, old.directory, new.directory)
    }

    func put(_ attempt: TokenAttemptRow) throws {
        putAttempt.bind(1, attempt.card)
        putAttempt.bind(2, attempt.directory)
        putAttempt.bind(3, attempt.contract)
        putAttempt.bind(4, attempt.responseCode)
        putAttempt.bind(5, attempt.asked.milliseconds)
        try putAttempt.run()
    }

    func deleteAttempt(ofCard card: Int64) throws {
        deleteAttempt.bind(1, card)
        try deleteAttempt.run()
    }

    func put(_ idempotency: IdempotencyRow) throws {
        putIdempotency.bind(1, idempotency.directory)
        putIdempotency.bind(2, idempotency.key)
        putIdempotency.bind(3, idempotency.content.bytes)
        putIdempotency.bind(4, idempotency.number)
        putIdempotency.bind(5, idempotency.expires.milliseconds)
        try putIdempotency.run()
    }

    func deleteIdempotency(expiredBefore instant: Timestamp, limit: Int) throws -> Int {
        deleteIdempotency.bind(1, instant.milliseconds)
        deleteIdempotency.bind(2, Int64(max(0, limit)))
        try deleteIdempotency.run()
        return connection.changedRows
    }

    private func bind(_ statement: Statement, _ contract: CardContractRow) {
        statement.bind(1, contract.id)
        statement.bind(2, contract.directory)
        statement.bind(3, contract.number)
        statement.bind(4, contract.account)
        statement.bind(5, contract.client)
        statement.bind(6, contract.productCode)
        statement.bind(7, contract.statusCode)
        statement.bind(8, contract.isActivated ? 1 : 0)
        statement.bind(9, contract.classifier.rawValue)
        statement.bind(10, contract.classifierStart?.milliseconds)
        statement.bind(11, contract.classifierEnd?.milliseconds)
        statement.bind(12, contract.pan.bytes)
        statement.bind(13, contract.cbs?.bytes)
        statement.bind(14, contract.sealed)
        statement.bind(15, contract.created.milliseconds)
    }
}

extension DirectoryWriter {
    func insert(client: ProcessorClientRow) throws(StoreError) {
        try write { try processorWrites.insert(client) }
    }

    func insert(account: ProcessorAccountRow) throws(StoreError) {
        try write { try processorWrites.insert(account) }
    }

    func insert(contract: CardContractRow) throws(StoreError) {
        try write { try processorWrites.insert(contract) }
    }

    func replace(_ old: CardContractRow, by new: CardContractRow) throws(StoreError) {
        try write { try processorWrites.replace(old, by: new) }
    }

    func put(attempt: TokenAttemptRow) throws(StoreError) {
        try write { try processorWrites.put(attempt) }
    }

    func deleteAttempt(ofCard card: Int64) throws(StoreError) {
        try write { try processorWrites.deleteAttempt(ofCard: card) }
    }

    func put(idempotency: IdempotencyRow) throws(StoreError) {
        try write { try processorWrites.put(idempotency) }
    }

    func deleteIdempotency(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int {
        try write { try processorWrites.deleteIdempotency(expiredBefore: instant, limit: limit) }
    }
}
