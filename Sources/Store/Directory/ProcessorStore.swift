// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// Reads of card management: clients, accounts, card contracts (processing 15).
public protocol ProcessorReading {
    func processorClient(number: Int64, directory: Int64) throws(StoreError) -> ProcessorClientRow?

    func processorAccount(number: Int64, directory: Int64) throws(StoreError) -> ProcessorAccountRow?

    func cardContract(number: Int64, directory: Int64) throws(StoreError) -> CardContractRow?
    /// By the store's own row number.
    func cardContract(row id: Int64) throws(StoreError) -> CardContractRow?

    /// The cards that a client holds, oldest first.
    func cardContracts(ofClient number: Int64, directory: Int64) throws(StoreError) -> [CardContractRow]
    /// The cards of an account, oldest first.
    func cardContracts(ofAccount number: Int64, directory: Int64) throws(StoreError) -> [CardContractRow]

    /// The cards with this PAN (kind `pan`) or number in the core banking system (kind `cbsNumber`), oldest first.
    func cardContracts(identifiedBy key: BlindIndex, kind: BlindIndexKind, directory: Int64)
        throws(StoreError) -> [CardContractRow]

    /// What was asked about the tokens of a card contract, by the row number of the directory's card.
    func tokenAttempts(ofContract row: Int64) throws(StoreError) -> [TokenAttemptRow]
    /// What was asked about the token of a card of the directory.
    func tokenAttempt(ofCard card: Int64) throws(StoreError) -> TokenAttemptRow?

    func idempotency(key: String, directory: Int64) throws(StoreError) -> IdempotencyRow?
}

/// Writes of card management.
public protocol ProcessorWriting: ProcessorReading {
    /// Adds a row. Ids come from `DirectoryStore.reserveProcessorIDs`.
    ///
    /// - Throws: `.conflict` when the id is taken, or the number among the directory's rows of its kind.
    func insert(client: ProcessorClientRow) throws(StoreError)
    func insert(account: ProcessorAccountRow) throws(StoreError)
    func insert(contract: CardContractRow) throws(StoreError)

    /// Replaces a row by another with the same id, directory, number, PAN and number in the core banking system.
    ///
    /// - Throws: `.conflict` when there is no such row or one of these differs.
    func replace(_ old: CardContractRow, by new: CardContractRow) throws(StoreError)

    /// Adds or replaces what was asked about a card's token.
    func put(attempt: TokenAttemptRow) throws(StoreError)
    /// Forgets what was asked about a card's token; nothing happens when nothing was.
    func deleteAttempt(ofCard card: Int64) throws(StoreError)

    /// Adds or replaces what became of a call with a key.
    func put(idempotency: IdempotencyRow) throws(StoreError)
    /// Removes what expired before `instant`; at most `limit`. Returns how many went.
    func deleteIdempotency(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
}
