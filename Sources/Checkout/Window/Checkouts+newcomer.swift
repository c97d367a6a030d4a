// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// Consumers whom nobody has signed in and who are to be more than guests (checkout 5.1): the network asks in its
/// window for a code, and what that proves gets the card. Nothing that the shop says is believed without it.
extension CheckoutOrder {
    /// What such a consumer is said to be known by. Empty: the checkout is no such one.
    var newcomer: [LinkedIdentity] {
        guard identity == nil, case .new = card, request.isRemembered || request.options.experience != .withinCheckout
        else { return [] }
        let told = request.consumer
        return [told.email.map(LinkedIdentity.email), told.mobile.map(LinkedIdentity.mobile)].compactMap(\.self)
    }
}

extension Checkouts {
    /// Gives the card to whoever has proved an address or a number: to the profile of its directory that has it, or to
    /// a new one. Before it is asked whether card and consumer may be used: the profile may be locked, or have the same
    /// card, suspended.
    func adopt(
        _ row: inout CheckoutRow, _ session: inout CheckoutSession, in writing: any DirectoryWriting
    ) throws {
        guard !session.newcomer.isEmpty, row.made == .guest, let proved = session.visitor?.proved,
            let guest = try writing.consumer(row.consumer), let card = try writing.card(row.card)
        else { return }
        session.newcomer = []
        let identifier = identifier(of: proved, directory: row.directory)
        session.proved = identifier
        let owner = try writing.consumers(
            identifiedBy: [identifier.index], kind: identifier.kind, directory: row.directory)
        guard let owner = owner.first.flatMap(\.self) else {
            row.made = .profile
            return try writing.replace(guest, by: known(guest, by: proved))
        }
        row.consumer = owner.id
        if let same = try writing.cards(of: owner.id).first(where: { $0.pan == card.pan }) {
            (row.card, row.made) = (same.id, .nothing)
        } else {
            var moved = card
            moved.consumer = owner.id
            try writing.replace(card, by: moved)
            row.made = .card
            if owner.emptySince != nil {
                var filled = owner
                filled.emptySince = nil
                try writing.replace(owner, by: filled)
            }
        }
        // Before the guest goes: what it has made is this checkout's.
        try writing.update(checkout: row)
        try ending.release(.guest, card: card.id, consumer: guest.id, of: row.id, in: writing)
    }

    private func known(_ guest: ConsumerRow, by proved: LinkedIdentity) throws -> ConsumerRow {
        let place = SealedRow(.consumer, guest.id)
        var data = try StoredConsumer(encoded: vault.open(guest.sealed, as: place))
        let identities = IdentitySet([proved])
        data.set(identities)
        var row = guest
        (row.email, row.mobile, row.moreIdentifiers) = vault.identifiers(of: identities, directory: guest.directory)
        row.sealed = vault.seal(data.encoded, as: place)
        return row
    }

    func identifier(of identity: LinkedIdentity, directory: Int64) -> Identifier {
        switch identity {
        case .email(let email): Identifier(.email, vault.emailIndex(email, directory: directory))
        case .mobile(let mobile): Identifier(.mobile, vault.mobileIndex(mobile, directory: directory))
        }
    }
}
