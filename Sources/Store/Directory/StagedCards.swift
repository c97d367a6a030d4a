// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// Reads of the staged cards, which live apart from the profiles (enrollment 9.4).
public protocol StagedCardReading {
    /// A staged card in any state; nil when it is not kept any more.
    func stagedCard(_ id: Int64) throws(StoreError) -> StagedCardRow?

    /// The cards that are staged for the issuer's name of a consumer, oldest first.
    func stagedCards(of externalConsumerId: String, directory: Int64) throws(StoreError) -> [StagedCardRow]

    /// The cards that are staged for whoever has this identifier, oldest first.
    func stagedCards(identifiedBy key: BlindIndex, kind: BlindIndexKind, directory: Int64)
        throws(StoreError) -> [StagedCardRow]

    /// The same over several directories at once: in the order of the keys, and for each the oldest first.
    func stagedCards(identifiedBy keys: [DirectoryIdentifier]) throws(StoreError) -> [StagedCardRow]

    /// The staged card with this id, in any state, or else the one with the next greater one; nil: there is none.
    func firstStagedCard(from id: Int64) throws(StoreError) -> StagedCardRow?

    /// The cards that are staged though their time was over at `instant`, the earliest first; at most `limit`.
    func overdueStagedCards(at instant: Timestamp, limit: Int) throws(StoreError) -> [StagedCardRow]
}

/// Writes of the staged cards.
public protocol StagedCardWriting: StagedCardReading {
    /// Adds rows. Ids come from `DirectoryStore.reserveStagedIDs`.
    ///
    /// - Throws: `.conflict` when an id is taken, or a card of this consumer's name and PAN is staged already.
    func insert(staged: [StagedCardRow]) throws(StoreError)

    /// Replaces a row by another with the same id and directory. `old` is the row as this job has read it.
    ///
    /// - Throws: `.conflict` when there is no such row, or when id or directory differ.
    func replace(_ old: StagedCardRow, by new: StagedCardRow) throws(StoreError)

    /// Removes rows that ended before `instant`; at most `limit`. Returns how many went.
    func deleteStaged(endedBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
}
