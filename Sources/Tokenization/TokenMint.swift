// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Store
public import Vault

/// Makes tokens: the token number, its expiry and its references, sealed into a row.
public struct TokenMint: Sendable {
    /// The first six digits of token numbers: ranges apart from every PAN of the sandbox, each good for 10^9 tokens.
    private static let tokenRanges = (272090...272099).map { [UInt8](String($0).utf8) }
    private static let tokensPerRange: Int64 = 1_000_000_000
    /// How long a token can be used after it was made.
    private static let yearsValid = 4

    private let vault: Vault

    public init(vault: Vault) {
        self.vault = vault
    }

    /// Makes the token of a card. The token number is unique for each card number; the payment account reference is the
    /// same for every token of a PAN.
    ///
    /// - Parameter card: the card's row number, which is the token's too.
    /// - Throws: when every token number has been given out.
    public func mint(
        card: Int64, directory: Int64, panDigits: [UInt8], state: TokenRow.State, now: Timestamp
    ) throws(VaultError) -> TokenRow {
        let day = now.day
        let range = min(Int(card / Self.tokensPerRange), Self.tokenRanges.count - 1)
        let number = try vault.tokenNumber(
            bin: Self.tokenRanges[range], sequence: card - Int64(range) * Self.tokensPerRange)
        let record = TokenRecord(
            tokenNumber: String(decoding: number, as: UTF8.self),
            expirationMonth: day.month < 10 ? "0\(day.month)" : "\(day.month)",
            expirationYear: String(day.year + Self.yearsValid),
            paymentAccountReference: vault.paymentAccountReference(pan: panDigits))
        return TokenRow(
            card: card, directory: directory, state: state,
            sealed: vault.seal(record.encoded, as: SealedRow(.token, card)), created: now)
    }

    /// The row number of the card that a token number was made for: undoes `mint`, without an index. Nil when it is no
    /// token number; whether it was given out, the caller sees by the row.
    public func card(ofTokenNumber number: [UInt8]) -> Int64? {
        guard let range = Self.tokenRanges.firstIndex(where: { number.starts(with: $0) }),
            let sequence = vault.tokenSequence(of: number)
        else { return nil }
        return Int64(range) * Self.tokensPerRange + sequence
    }

    /// Reads a token's data; nil when the row was not sealed by this vault or has an unknown layout.
    public func open(_ row: TokenRow) throws(VaultError) -> TokenRecord? {
        TokenRecord(encoded: try vault.open(row.sealed, as: SealedRow(.token, row.card)))
    }
}
