// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Store
import Testing
import Tokenization
import Vault

@Suite("TokenMint") struct TokenMintTests {
    private let temporary: TemporaryVault
    private let mint: TokenMint
    private let pan = Array("5186001700009726".utf8)

    init() throws {
        temporary = try TemporaryVault()
        mint = TokenMint(vault: temporary.vault)
    }

    private func token(card: Int64, pan: [UInt8]? = nil, now: Timestamp? = nil) throws -> (TokenRow, TokenRecord) {
        let row = try mint.mint(
            card: card, directory: 7, panDigits: pan ?? self.pan, state: .active, now: now ?? temporary.clock.now)
        return (row, try #require(try mint.open(row)))
    }

    @Test("token numbers have 16 digits, pass the Luhn check, lie in the token range and are all different")
    func tokenNumbers() throws {
        var seen: Set<String> = []
        for card in Int64(0)..<500 {
            let number = try token(card: card).1.tokenNumber
            #expect(number.utf8.count == 16)
            #expect(passesLuhn(number))
            #expect(number.hasPrefix("272090"))
            seen.insert(number)
        }
        #expect(seen.count == 500)
    }

    @Test("a thousand million cards share one token range; the next one has the next range")
    func ranges() throws {
        let perRange: Int64 = 1_000_000_000
        #expect(try token(card: perRange - 1).1.tokenNumber.hasPrefix("272090"))
        #expect(try token(card: perRange).1.tokenNumber.hasPrefix("272091"))
        #expect(try token(card: 10 * perRange - 1).1.tokenNumber.hasPrefix("272099"))
        #expect(throws: VaultError.self) { try token(card: 10 * perRange) }
    }

    @Test("the payment account reference belongs to the PAN, the token number to the card")
    func references() throws {
        let first = try token(card: 1).1
        let again = try token(card: 2).1
        let other = try token(card: 3, pan: Array("5555555555554444".utf8)).1
        #expect(first.paymentAccountReference == again.paymentAccountReference)
        #expect(first.paymentAccountReference != other.paymentAccountReference)
        #expect(first.paymentAccountReference.utf8.count == 29)
        #expect(first.tokenNumber != again.tokenNumber)
    }

    @Test("a token expires four years after the month in which it was made, with two and four digits")
    func expiry() throws {
        // 2027-03-31T23:59:59Z, the last second of its month.
        let march = Timestamp(seconds: 1_806_537_599)
        let record = try token(card: 1, now: march).1
        #expect(record.expirationMonth == "03")
        #expect(record.expirationYear == "2031")
        // 2027-12-01T00:00:00Z.
        let december = Timestamp(seconds: 1_827_619_200)
        #expect(try token(card: 1, now: december).1.expirationMonth == "12")
    }

    @Test("the row says which card and state it is, and its blob shows no digits of token or PAN")
    func sealedRow() throws {
        let (row, record) = try token(card: 42)
        #expect(row.card == 42 && row.directory == 7 && row.state == .active && row.created == temporary.clock.now)
        let blob = String(decoding: row.sealed, as: UTF8.self)
        #expect(!blob.contains(record.tokenNumber.prefix(8)) && !blob.contains("51860017"))
        var moved = row
        moved.card = 43
        #expect(throws: VaultError.self) { try mint.open(moved) }
    }

    @Test("a description of a token record shows none of its digits")
    func description() throws {
        let record = try token(card: 1).1
        for text in ["\(record)", String(reflecting: record), "\([record])"] {
            #expect(!text.contains(record.tokenNumber.suffix(4)))
            #expect(!text.contains(record.paymentAccountReference.suffix(6)))
        }
    }
}

@Suite("TokenRecord") struct TokenRecordTests {
    private let record = TokenRecord(
        tokenNumber: "2720901234567890", expirationMonth: "01", expirationYear: "2030",
        paymentAccountReference: "5001ABCDEFGHIJKLMNOPQRSTUVWXY")

    @Test("a record is read as it was written")
    func roundTrip() {
        #expect(TokenRecord(encoded: record.encoded) == record)
        #expect(record.encoded.count == 52)
    }

    @Test("a record that is cut, too long or of another version is not read")
    func damaged() {
        let bytes = record.encoded
        for count in 0..<bytes.count { #expect(TokenRecord(encoded: Array(bytes[..<count])) == nil) }
        #expect(TokenRecord(encoded: bytes + [0]) == nil)
        #expect(TokenRecord(encoded: [2] + bytes.dropFirst()) == nil)
    }
}
