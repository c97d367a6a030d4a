// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// Makes the row of a card that is staged instead of enrolled.
struct StagedPreparation {
    var vault: Vault
    var directory: Int64
    var now: Timestamp
    /// How long a card may be staged.
    var days: Int

    func row(_ card: EnrolledCard, of consumer: Consumer, id: Int64, names: (consumer: String, card: String))
        -> StagedCardRow
    {
        let record = StoredStagedCard(
            consumer: StoredConsumer(consumer, now: now),
            card: StoredCard(card, holder: consumer, pendingEvents: nil))
        let (email, mobile, more) = vault.identifiers(of: consumer, directory: directory)
        return StagedCardRow(
            id: id, directory: directory, externalConsumerId: names.consumer, externalCardId: names.card,
            email: email, mobile: mobile, moreIdentifiers: more,
            pan: vault.panIndex(card.pan, directory: directory),
            sealed: vault.seal(record.encoded, as: SealedRow(.staged, id)), created: now, expires: end(of: card.expiry))
    }

    /// A PAN at rest needs an end: when its card is no longer good at the latest.
    private func end(of expiry: Expiry) -> Timestamp {
        min(
            now.advanced(by: .seconds(days * 86_400)), Timestamp(startOfMonth: expiry.month + 1, year: expiry.year))
    }
}
