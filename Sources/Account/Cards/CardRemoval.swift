// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Directory
public import Store
public import Vault

/// A consumer takes a card out of Click to Pay (enrollment 13.2: "opts out of one card"). It goes as when its issuer
/// deletes it (enrollment 10.6), and the issuer is told of it.
///
/// No method may be called from a completion of the store: they wait for it.
public struct CardRemoval: Sendable {
    private let store: any DirectoryStore
    private let vault: Vault
    private let cards: Cards
    private let entropy: any EntropySource
    private let programs: @Sendable (Int64) -> ProgramSettings?

    /// - Parameters:
    ///   - cards: with the notifications that issuers get.
    ///   - programs: the settings of the program of a directory.
    public init(
        store: any DirectoryStore, vault: Vault, cards: Cards, entropy: any EntropySource,
        programs: @escaping @Sendable (Int64) -> ProgramSettings?
    ) {
        self.store = store
        self.vault = vault
        self.cards = cards
        self.entropy = entropy
        self.programs = programs
    }

    /// Removes a card. One that stands in several directories is shown once, and goes from all of them: it would be
    /// shown again otherwise.
    ///
    /// - Parameter srcDigitalCardId: of one of the consumer's cards.
    /// - Throws: `AccountRefusal`.
    public func remove(_ srcDigitalCardId: String, of session: AccountSession) throws {
        try session.needProof()
        let live = try store.read { reading in
            try session.profiles.flatMap { try reading.cards(of: $0) }.filter { $0.status != .cancelled }
        }
        guard let id = vault.row(of: srcDigitalCardId, kind: .card), let card = live.first(where: { $0.id == id })
        else { throw AccountRefusal.notFound }
        let number = try cards.view(card, token: nil).card.clearPAN
        let same = try live.filter { other in
            guard other.lastFour == card.lastFour, other.bin == card.bin else { return false }
            return try cards.view(other, token: nil).card.clearPAN == number
        }
        do {
            try cards.delete(
                same.map { row in
                    Cards.Place(
                        card: row.id, directory: row.directory,
                        emptyProfiles: programs(row.directory)?.emptyProfiles ?? .keep)
                }, by: AccountParty.requestor(entropy))
        } catch DirectoryRefusal.noCard {
            throw AccountRefusal.notFound
        }
    }
}
