// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Store
internal import Vault

/// The cards that are staged for the consumers of a transaction, as it sees them: later records see what earlier ones
/// did.
struct StagedIndex {
    private struct Name: Hashable {
        var directory: Int64
        var value: String
    }

    /// What becomes of a card that is to be staged.
    enum Placement {
        /// Staged for the first time.
        case new
        /// Staged before: this one takes its place (enrollment 9.4, newest wins).
        case replaced(StagedCardRow)
        /// The name is that of another staged card of this consumer.
        case nameTaken
    }

    private let vault: Vault
    private var rows: [Name: [StagedCardRow]] = [:]

    init(vault: Vault) {
        self.vault = vault
    }

    /// Stages a card in the directory. Returns the id of the row.
    mutating func stage(_ row: StagedCardRow, in writing: any DirectoryWriting) throws -> Int64? {
        switch try place(row, in: writing) {
        case .nameTaken: return nil
        case .new:
            try writing.insert(staged: [row])
            rows[name(row)]?.append(row)
            return row.id
        case .replaced(let old):
            // The row keeps its number, to which the seal is bound, so that earlier batches still lead to it.
            var new = row
            new.id = old.id
            let plaintext = try vault.open(row.sealed, as: SealedRow(.staged, row.id))
            new.sealed = vault.seal(plaintext, as: SealedRow(.staged, old.id))
            try writing.replace(old, by: new)
            rows[name(row)]?.removeAll { $0.id == old.id }
            rows[name(row)]?.append(new)
            return old.id
        }
    }

    private mutating func place(_ row: StagedCardRow, in writing: any DirectoryWriting) throws -> Placement {
        let name = name(row)
        let known =
            try rows[name] ?? writing.stagedCards(of: row.externalConsumerId, directory: row.directory)
        rows[name] = known
        if known.contains(where: { $0.externalCardId == row.externalCardId && $0.pan != row.pan }) {
            return .nameTaken
        }
        return known.first { $0.pan == row.pan }.map { .replaced($0) } ?? .new
    }

    private func name(_ row: StagedCardRow) -> Name {
        Name(directory: row.directory, value: row.externalConsumerId)
    }
}
