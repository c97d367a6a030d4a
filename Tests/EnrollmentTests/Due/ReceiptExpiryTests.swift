// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Store
import StoreSQLite
import Testing
import Vault

/// Receipts of pushed cards whose time is over (token-connect 10.1), over the real store.
@Suite("expiry of receipts") struct ReceiptExpiryTests {
    private let network: Network

    init() throws {
        network = try Network()
    }

    private func key(_ id: Int64) -> BlindIndex {
        network.vault.blindIndex(.receipt, directory: 0, value: [UInt8(truncatingIfNeeded: id)])
    }

    private func keep(_ ids: ClosedRange<Int64>, minutes: Int) throws {
        let now = network.clock.now
        let rows = ids.map { id in
            ReceiptRow(
                id: id, directory: Network.directory, key: key(id), requestor: "50123197928", sealed: [1, 2, 3],
                created: now, expires: now.advanced(by: .seconds(minutes * 60)))
        }
        try network.store.write { try $0.insert(receipts: rows) }
    }

    private func row(_ id: Int64) throws -> ReceiptRow? {
        try network.store.read { [key = key(id)] in try $0.receipt(of: key) }
    }

    @Test("a receipt ends at its time, and with it the card; one that was used stays as it is")
    func expiry() throws {
        try keep(1...2, minutes: 5)
        try keep(3...3, minutes: 15)
        let used = try #require(try row(2)).ended(as: .consumed, at: network.clock.now)
        try network.store.write { try $0.update(receipt: used) }
        network.clock.advance(by: .milliseconds(5 * 60_000 - 1))
        try network.runDue()
        #expect(try row(1)?.state == .created && row(1)?.sealed == [1, 2, 3])
        network.clock.advance(by: .milliseconds(1))
        try network.runDue()
        let ended = try #require(try row(1))
        #expect(ended.state == .expired && ended.sealed.isEmpty && ended.ended == network.clock.now)
        #expect(try row(2) == used && row(3)?.state == .created)
    }

    @Test("what became of a receipt can be told as long as results are kept, however many there are")
    func retention() throws {
        try keep(1...255, minutes: 5)
        network.clock.advance(by: .seconds(5 * 60))
        try network.runDue()
        network.clock.advance(by: .seconds(90 * 86_400))
        try network.runDue()
        #expect(try row(1)?.state == .expired)
        network.clock.advance(by: .seconds(1))
        try network.runDue()
        #expect(try (1...255).allSatisfy { try row($0) == nil })
    }
}
