// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite

/// Removes what a directory holds. It walks whole tables, because that is rare and no index should be kept for it.
enum DirectoryRemoval {
    /// Aliases know their card alone: they go while the cards are still there.
    private static let statements = [
        "DELETE FROM card_alias WHERE card IN (SELECT id FROM card WHERE directory = ?)",
        "DELETE FROM token WHERE directory = ?",
        "DELETE FROM card_issuer WHERE directory = ?",
        "DELETE FROM card WHERE directory = ?",
        "DELETE FROM card_name WHERE directory = ?",
        "DELETE FROM identifier WHERE directory = ?",
        "DELETE FROM consumer_name WHERE directory = ?",
        "DELETE FROM consumer WHERE directory = ?",
        "DELETE FROM recognition WHERE directory = ?",
        "DELETE FROM confirmation WHERE checkout IN (SELECT id FROM checkout WHERE directory = ?)",
        "DELETE FROM checkout WHERE directory = ?",
        "DELETE FROM card_use WHERE directory = ?",
        "DELETE FROM consent WHERE directory = ?",
        "DELETE FROM staged_identifier WHERE directory = ?",
        "DELETE FROM staged_card WHERE directory = ?",
        "DELETE FROM receipt WHERE directory = ?",
        "DELETE FROM batch_result WHERE directory = ?",
        "DELETE FROM due WHERE directory = ?",
        "DELETE FROM notification WHERE directory = ?",
        "DELETE FROM token_attempt WHERE directory = ?",
        "DELETE FROM contract_key WHERE directory = ?",
        "DELETE FROM card_contract WHERE directory = ?",
        "DELETE FROM processor_account WHERE directory = ?",
        "DELETE FROM processor_client WHERE directory = ?",
        "DELETE FROM idempotency WHERE directory = ?",
    ]

    static func run(_ directory: Int64, on connection: Connection) throws {
        for text in statements {
            let statement = try connection.prepare(text)
            statement.bind(1, directory)
            try statement.run()
        }
    }
}
