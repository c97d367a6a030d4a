// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import ClickToPay
import Directory
import Dispatch
import Store
import StoreSQLite
import Synchronization
import Testing
import Vault

@testable import TokenConnect

/// The life of a receipt (token-connect 10.1).
@Suite("receipts of pushed cards") struct ReceiptTests {
    private let requestor = Requestor(actor: "muster", srcCorrelationId: "c-1")
    private let pushes: Pushes
    private var receipts: Receipts { pushes.receipts }

    init() throws {
        pushes = try Pushes()
    }

    private func consume(_ receipt: String, of directory: Int64? = nil) throws -> PushedReceipt {
        try pushes.store.write { [receipts, requestor] in
            try receipts.consume(receipt, of: directory, by: requestor, in: $0)
        }
    }

    private func actions() throws -> [String] {
        try pushes.store.read { try $0.audit(directory: 1, limit: 9).map(\.action) }
    }

    @Test("a receipt gives what was pushed with it, to its page as often as that is loaded, and is used once")
    func life() throws {
        let holder =
            #","accountHolderData":{"accountHolderName":"TEST CARDHOLDER","accountHolderAddress":{"line1":"1 Road","#
            + #""line2":"Flat 2","city":"Town","countrySubdivision":"CA","postalCode":"AB1","country":"GBR"},"#
            + #""accountHolderEmailAddress":"test@issuer.example","accountHolderMobilePhoneNumber":"#
            + #"{"countryDialInCode":"44","phoneNumber":"7700900000"}}"#
        let receipt = try pushes.receipt(
            Pushes.account(more: holder),
            members: #","authenticationCode":"A1","signatureData":{"callbackURL":"bank.app:/back","locale":"en_GB","#
                + #""completeIssuerAppActivation":true,"completeWebsiteActivation":"False","#
                + #""accountHolderDataSupplied":true}"#)
        let found = try receipts.find(receipt)
        #expect(found.row.state == .created && found.prescribedOutcome == .approved)
        #expect(try receipts.open(receipt).row.state == .opened)
        let opened = try receipts.open(receipt)
        #expect(opened.row.state == .opened)
        let card = opened.card
        #expect(card.clearPAN == "5120340000000004" && card.expirationMonth == "12" && card.expirationYear == "2030")
        #expect(card.authenticationCode == "A1" && card.holder?.name == "TEST CARDHOLDER")
        #expect(card.holder?.emailAddress == "test@issuer.example")
        #expect(card.holder?.mobilePhone?.phoneNumber == "7700900000")
        let address = card.holder?.address
        #expect(address?.line1 == "1 Road" && address?.line2 == "Flat 2" && address?.city == "Town")
        #expect(address?.countrySubdivision == "CA" && address?.postalCode == "AB1" && address?.country == "GBR")
        #expect(card.settings.callbackURL == "bank.app:/back" && card.settings.locale == "en_GB")
        #expect(card.settings.completeIssuerAppActivation && !card.settings.completeWebsiteActivation)
        #expect(card.settings.accountHolderDataSupplied)
        let used = try consume(receipt, of: 1)
        #expect(used.card == card && used.row.state == .consumed && used.row.sealed.isEmpty)
        try pushes.store.write { [receipts] in try receipts.settle(used.row, as: .approved, card: 5, in: $0) }
        let settled = try #require(try receipts.row(of: receipt, directory: 1))
        #expect(settled.outcome == .approved && settled.card == 5 && settled.sealed.isEmpty)
        #expect(throws: ReceiptRefusal.used) { try consume(receipt) }
        #expect(throws: ReceiptRefusal.used) { try receipts.open(receipt) }
        #expect(throws: ReceiptRefusal.used) { try receipts.find(receipt) }
        #expect(try actions() == ["receipt.consume", "receipt.create"])
    }

    @Test("a job that fails after it used a receipt leaves it as it was")
    func failedJob() throws {
        struct Fault: Error {}
        let receipt = try pushes.receipt()
        #expect(throws: Fault.self) {
            try pushes.store.write { [receipts, requestor] writing in
                _ = try receipts.consume(receipt, by: requestor, in: writing)
                throw Fault()
            }
        }
        #expect(try receipts.find(receipt).row.state == .created)
        _ = try consume(receipt)
    }

    @Test("of many that use a receipt at once, one gets the card and the others learn that it is used")
    func race() throws {
        let receipt = try pushes.receipt()
        let outcomes = Mutex<[ReceiptRefusal?]>([])
        let store = pushes.store
        DispatchQueue.concurrentPerform(iterations: 16) { [receipts, requestor] _ in
            do {
                _ = try store.write { try receipts.consume(receipt, by: requestor, in: $0) }
                outcomes.withLock { $0.append(nil) }
            } catch {
                outcomes.withLock { $0.append(error as? ReceiptRefusal ?? .unknown) }
            }
        }
        let seen = outcomes.withLock { $0 }
        #expect(seen.count(where: { $0 == nil }) == 1 && seen.count(where: { $0 == .used }) == 15)
        #expect(try actions() == ["receipt.consume", "receipt.create"])
    }

    @Test("from its last instant on a receipt is expired, whether that was written down or not")
    func expiry() throws {
        let receipt = try pushes.receipt(members: #","pushAccountReceiptsValidityPeriod":5"#)
        pushes.clock.advance(by: .milliseconds(5 * 60_000 - 1))
        #expect(try receipts.open(receipt).row.state == .opened)
        pushes.clock.advance(by: .milliseconds(1))
        #expect(throws: ReceiptRefusal.expired) { try receipts.find(receipt) }
        #expect(throws: ReceiptRefusal.expired) { try consume(receipt) }
        let now = pushes.clock.now
        try pushes.store.write { writing in
            for row in try writing.overdueReceipts(at: now, limit: 9) {
                try writing.update(receipt: row.ended(as: .expired, at: now))
            }
        }
        #expect(throws: ReceiptRefusal.expired) { try consume(receipt) }
        #expect(try receipts.row(of: receipt, directory: 1)?.sealed == [])
        #expect(throws: ReceiptRefusal.expired) {
            try receipts.cancel(receipt, by: requestor)
        }
    }

    @Test("another issuer's, another requestor's and an unknown receipt are told apart by nobody")
    func foreign() throws {
        let receipt = try pushes.receipt(directory: 2)
        #expect(throws: ReceiptRefusal.unknown) { try receipts.find(receipt, of: 1) }
        #expect(throws: ReceiptRefusal.unknown) { try consume(receipt, of: 1) }
        #expect(throws: ReceiptRefusal.unknown) { try receipts.open(receipt, for: Pushes.wallet) }
        #expect(try receipts.row(of: receipt, directory: 1) == nil)
        for other in [
            "", "MCC-STL-11111111-2222-3333-4444-555555555555", receipt.lowercased(), receipt + " ",
            String(repeating: "A", count: 65), "ä",
        ] {
            #expect(throws: ReceiptRefusal.unknown) { try receipts.find(other) }
        }
        _ = try consume(receipt, of: 2)
    }

    @Test("a receipt that was left cannot be used, and its card is gone")
    func cancelled() throws {
        let receipt = try pushes.receipt()
        try receipts.cancel(receipt, by: requestor)
        #expect(throws: ReceiptRefusal.cancelled) { try consume(receipt) }
        #expect(throws: ReceiptRefusal.cancelled) { try receipts.cancel(receipt, by: requestor) }
        #expect(try receipts.row(of: receipt, directory: 1)?.sealed == [])
        #expect(try actions() == ["receipt.cancel", "receipt.create"])
    }

    @Test("the store has neither receipt nor card in clear, and a card opens in its own row alone")
    func sealed() throws {
        let receipt = try pushes.receipt()
        let other = try pushes.receipt(Pushes.account(pan: "5120340000000053"))
        let row = try #require(try receipts.row(of: receipt, directory: 1))
        for secret in ["5120340000000004", String(receipt.dropFirst(8))] {
            #expect(!contains(row.sealed, secret) && !contains(row.key.bytes, secret))
        }
        var moved = try #require(try receipts.row(of: other, directory: 1))
        moved.sealed = row.sealed
        let forged = moved
        try pushes.store.write { try $0.update(receipt: forged) }
        #expect(throws: VaultError.self) { try receipts.find(other) }
    }

    @Test("what a card's end is prescribed to be is a matter of sandboxes")
    func prescribed() throws {
        for (pan, outcome) in [
            ("5120340000000053", .declined), ("5120340000000855", .needsAuthentication),
            ("5120340000000947", .duplicate), ("5120340000000962", .failed), ("5120340000000079", nil),
        ] as [(String, ReceiptRow.Outcome?)] {
            let receipt = try pushes.receipt(Pushes.account(pan: pan))
            #expect(try receipts.find(receipt).prescribedOutcome == outcome, "\(pan)")
        }
        let real = try Pushes(isSandbox: false)
        real.settings.accountRanges = [AccountRangeSetting(prefix: "512034", product: "CREDIT", country: "US")]
        let receipt = try real.receipt(Pushes.account(pan: "5120340000000053"))
        #expect(try real.receipts.find(receipt).prescribedOutcome == nil)
    }

    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let text = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: text) }
    }
}
