// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Vault

/// Reads of one-time codes and recognized browsers.
public protocol VerificationReading {
    /// The code that was sent last for a binding; nil when there is none any more.
    func code(of binding: BlindIndex) throws(StoreError) -> CodeRow?

    /// What is counted for an identity; nil when nothing is.
    func codeTally(of identity: BlindIndex) throws(StoreError) -> CodeTallyRow?

    func recognition(_ id: Int64) throws(StoreError) -> RecognitionRow?

    /// The tokens of a consumer, newest first.
    func recognitions(of consumer: Int64, limit: Int) throws(StoreError) -> [RecognitionRow]
}

/// Writes of one-time codes and recognized browsers.
public protocol VerificationWriting: VerificationReading {
    /// Adds the code of a binding, or replaces the one that is there.
    func put(code: CodeRow) throws(StoreError)
    /// Removes the code of a binding; nothing happens when it is gone.
    func deleteCode(of binding: BlindIndex) throws(StoreError)
    /// Adds or replaces what is counted for an identity.
    func put(codeTally: CodeTallyRow) throws(StoreError)
    /// Removes codes that expired before `instant`; at most `limit`. Returns how many went.
    func deleteCodes(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
    /// Removes counts that mean nothing since before `instant`; at most `limit`. Returns how many went.
    func deleteCodeTallies(restingBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
    /// Removes every code and every count.
    func deleteAllCodes() throws(StoreError)

    /// Adds a row. The id comes from `DirectoryStore.reserveRecognitionIDs`.
    ///
    /// - Throws: `.conflict` when the id is taken.
    func insert(recognition: RecognitionRow) throws(StoreError)
    /// Takes over expiry and successor of the row with this id; the rest never changes.
    ///
    /// - Throws: `.conflict` when there is no such row.
    func update(recognition: RecognitionRow) throws(StoreError)
    /// Removes the tokens of one browser; nothing happens when there are none.
    func deleteRecognitions(family: Int64) throws(StoreError)
    /// Removes the tokens of a consumer; nothing happens when there are none.
    func deleteRecognitions(consumer: Int64) throws(StoreError)
    /// Removes rows that expired before `instant`; at most `limit`. Returns how many went.
    func deleteRecognitions(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
}
