// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Directory
import Store
import Vault

@testable import NetworkServer

/// A card that waits for something.
enum PendingCard {
    static func set(_ events: String, of card: Int64, _ storage: ServerStorage) throws {
        try storage.directory.write { [vault = storage.vault] writing in
            guard let row = try writing.card(card) else { return }
            var data = try StoredCard(encoded: vault.open(row.sealed, as: SealedRow(.card, card)))
            data.pendingEvents = events
            var new = row
            new.sealed = vault.seal(data.encoded, as: SealedRow(.card, card))
            try writing.replace(row, by: new)
        }
    }
}
