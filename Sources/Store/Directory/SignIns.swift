// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// Reads of the sessions of consumers at shops. They belong to no directory: who signs in may be in several.
public protocol SignInReading {
    func signIn(_ id: Int64) throws(StoreError) -> SignInRow?
}

/// Writes of the same.
public protocol SignInWriting: SignInReading {
    /// Adds a row. The id comes from `DirectoryStore.reserveSignInIDs`.
    ///
    /// - Throws: `.conflict` when the id is taken.
    func insert(signIn: SignInRow) throws(StoreError)
    /// Takes over what is sealed and the expiry of the row with this id; the rest never changes.
    ///
    /// - Throws: `.conflict` when there is no such row.
    func update(signIn: SignInRow) throws(StoreError)
    /// Removes a row; nothing happens when it is gone.
    func deleteSignIn(_ id: Int64) throws(StoreError)
    /// Removes rows that expired before `instant`; at most `limit`. Returns how many went.
    func deleteSignIns(expiredBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int
    /// Removes every row.
    func deleteAllSignIns() throws(StoreError)
}
