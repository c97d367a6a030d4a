// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient

/// Reads of the checkouts.
public protocol CheckoutReading {
    func checkout(_ id: Int64) throws(StoreError) -> CheckoutRow?

    /// The checkouts of a correlation, newest first.
    ///
    /// - Parameter client: nil: of any client.
    func checkouts(correlation: String, client: String?, limit: Int) throws(StoreError) -> [CheckoutRow]

    /// Those that hold data though their time was over at `instant`, the earliest first; at most `limit`.
    func overdueCheckouts(at instant: Timestamp, limit: Int) throws(StoreError) -> [CheckoutRow]

    /// The checkouts of a consumer that are open, the oldest first.
    func openCheckouts(of consumer: Int64, limit: Int) throws(StoreError) -> [CheckoutRow]

    /// How a card was used; nil: never.
    func cardUse(of card: Int64) throws(StoreError) -> CardUseRow?

    /// What a consumer has agreed to, newest first.
    func consents(of consumer: Int64, limit: Int) throws(StoreError) -> [ConsentRow]

    /// What was told of a checkout, in the order in which it came.
    func confirmations(of checkout: Int64) throws(StoreError) -> [ConfirmationRow]
}

/// Writes of the checkouts.
public protocol CheckoutWriting: CheckoutReading {
    /// Adds a row. The id comes from `DirectoryStore.reserveCheckoutIDs`.
    ///
    /// - Throws: `.conflict` when the id is taken.
    func insert(checkout: CheckoutRow) throws(StoreError)

    /// Takes over everything but id, correlation, client and DPA.
    ///
    /// - Throws: `.conflict` when there is no such row.
    func update(checkout: CheckoutRow) throws(StoreError)

    /// Removes rows without data that settled before `instant`, with their confirmations; at most `limit`. Returns how
    /// many checkouts went.
    func deleteCheckouts(settledBefore instant: Timestamp, limit: Int) throws(StoreError) -> Int

    /// Adds or replaces how a card was used. It goes with the card.
    func put(cardUse: CardUseRow) throws(StoreError)

    func append(consent: ConsentRow) throws(StoreError)
    func append(confirmation: ConfirmationRow) throws(StoreError)
}
