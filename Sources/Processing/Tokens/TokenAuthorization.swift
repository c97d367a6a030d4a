// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
public import Store
public import Tokenization
public import Vault

/// The issuer's side of the tokens of cards that card management has made: it answers the authorization request in
/// place of the issuer (processing 7.3), and ties the token to its card contract.
public struct TokenAuthorization: Sendable {
    /// An attempt without a token is forgotten after this (processing 13).
    private static let attemptDuration = Duration.seconds(24 * 3600)

    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let management: CardManagement

    public init(store: any DirectoryStore, vault: Vault, clock: any WallClock, management: CardManagement) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.management = management
    }

    /// Whether card management decides about a PAN: it is in the range of one of the program's products.
    public static func decides(about pan: PAN, _ products: [CardProductSetting]) -> Bool {
        pan.withRevealedDigits { digits in
            products.contains { digits.starts(with: $0.prefix.utf8) }
        }
    }

    /// Answers for a PAN that `decides(about:_:)`.
    ///
    /// - Parameter card: the row number that the directory's card has or will have.
    /// - Throws: when the store fails; then nobody has answered.
    public func decide(
        card: Int64, pan: PAN, expiry: Expiry, directory: Int64, products: [CardProductSetting]
    ) throws -> TokenizationDecision {
        try management.sandbox?.prepare(directory, products)
        let now = clock.now
        let index = vault.panIndex(pan, directory: directory)
        return try store.write { [self] writing in
            guard
                let row = try writing.cardContracts(identifiedBy: index, kind: .pan, directory: directory).last
            else { return .refuse(.invalidPAN) }
            if management.sandbox != nil, row.number == SandboxCards.silentCard { return .refuse(.noResponse) }
            let day = now.day
            let rules = TokenRules(
                row: row, cardExpiry: try management.view(row).card.expiry, askedExpiry: expiry,
                isTokenizable: products.first { $0.code == row.productCode }?.isTokenizable ?? false,
                tokenCount: try tidy(row, now, in: writing), now: now,
                today: CalendarMonth(year: day.year, month: day.month))
            let decision = rules.decision
            try writing.put(
                attempt: TokenAttemptRow(
                    card: card, directory: directory, contract: row.id, responseCode: decision.responseCode,
                    asked: now))
            return decision
        }
    }

    /// Forgets attempts that came to nothing. Answers how many tokens the card has.
    private func tidy(_ row: CardContractRow, _ now: Timestamp, in writing: any DirectoryWriting) throws -> Int {
        var count = 0
        for attempt in try writing.tokenAttempts(ofContract: row.id) {
            if try writing.token(of: attempt.card) != nil {
                count += 1
            } else if attempt.asked.advanced(by: Self.attemptDuration) <= now {
                try writing.deleteAttempt(ofCard: attempt.card)
            }
        }
        return count
    }
}
