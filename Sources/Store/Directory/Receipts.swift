// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// Reads of the receipts for pushed cards (token-connect 10.1).
public protocol ReceiptReading {
    /// The receipt of this fingerprint in any state; nil when it is not kept any more, or never was.
    func receipt(of key: BlindIndex) throws(StoreError) -> ReceiptRow?

    /// The receipts that have not come to an end though their time was over at `instant`, the earliest first; at most
    /// `limit`.
    func overdueReceipts(at instant: Timestamp, limit: Int) throws(StoreError) -> [ReceiptRow]
}

/// Writes of the receipts.
public protocol ReceiptWriting: ReceiptReading {
    /// Adds rows. Ids come from `DirectoryStore.reserveReceiptIDs`.
    ///
    /// - Throws: `.conflict` when an id or a fingerprint is taken.
    func insert(receipts: [ReceiptRow]) throws(StoreError)

    /// Takes over state, sealed data, end, outcome and card of the row with this id and directory; the rest never
    /// changes.
    ///
    /// - Throws: `.conflict` when there is no such row.
    func update(receipt: ReceiptRow) throws(StoreError)

    /// Removes rows that ended before `instant`; at most `limit`. Returns how many went.
    func deleteReceipts(endedBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
}
