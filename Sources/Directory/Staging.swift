// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store
internal import Vault

/// Taking staged cards back (enrollment 9.4): by the issuer's names, since a staged card has no other.
public struct Staging: Sendable {
    private let store: any DirectoryStore
    private let clock: any WallClock

    public init(store: any DirectoryStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// Takes back what is staged for a consumer: the card of this name, or every card.
    ///
    /// - Throws: `noCard` or `noProfile` when nothing was staged.
    public func withdraw(
        externalConsumerId: String, externalCardId: String?, directory: Int64, by requestor: Requestor
    ) throws {
        let now = clock.now
        try store.write { writing in
            let count = try Self.withdraw(of: externalConsumerId, directory, by: requestor, at: now, in: writing) {
                externalCardId == nil || $0.externalCardId == externalCardId
            }
            if count == 0 {
                throw externalCardId == nil ? DirectoryRefusal.noProfile : DirectoryRefusal.noCard
            }
        }
    }

    /// The same inside another job. Returns how many cards were staged.
    static func withdraw(
        of externalConsumerId: String, _ directory: Int64, by requestor: Requestor, at now: Timestamp,
        in writing: any DirectoryWriting, where isMeant: (StagedCardRow) -> Bool = { _ in true }
    ) throws -> Int {
        let rows = try writing.stagedCards(of: externalConsumerId, directory: directory).filter(isMeant)
        for row in rows {
            try writing.replace(row, by: row.ended(as: .withdrawn, at: now))
            try writing.append(audit: audit("staged.withdraw", row.id, directory, requestor, now))
        }
        return rows.count
    }
}
