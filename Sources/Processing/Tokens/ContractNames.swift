// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Store

/// The numbers by which an issuer that sees no PAN knows a card (processing 7.5).
public struct ContractNames: Sendable, Equatable {
    public var cardContractId: Int64
    public var clientId: Int64

    public init(cardContractId: Int64, clientId: Int64) {
        self.cardContractId = cardContractId
        self.clientId = clientId
    }

    /// The numbers of the card contract behind a card of the directory; nil when it was not asked about.
    public static func of(card: Int64, directory: Int64, in store: any DirectoryStore) throws -> ContractNames? {
        try store.read { reading in
            guard let attempt = try reading.tokenAttempt(ofCard: card), attempt.directory == directory,
                let row = try reading.cardContract(row: attempt.contract)
            else { return nil }
            return ContractNames(cardContractId: row.number, clientId: row.client)
        }
    }
}
