// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store

/// Reads of the issuers of cards in the general directory.
struct CardIssuerReads {
    private let byCard: Statement

    init(_ connection: Connection) throws(SQLiteError) {
        byCard = try connection.prepare("SELECT issuer FROM card_issuer WHERE card = ?")
    }

    func issuer(of card: Int64) throws -> Int64? {
        byCard.bind(1, card)
        return try one(byCard) { $0.int64(0) }
    }
}

extension DirectoryReader {
    func issuer(ofCard card: Int64) throws(StoreError) -> Int64? {
        try mapped { try cardIssuerReads.issuer(of: card) }
    }
}
