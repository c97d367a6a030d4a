// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import IssuerKit
import Synchronization
import Testing

@testable import DemoShop

/// Paying an order, and telling the network of it.
@Suite struct TillTests {
    private let network: StandInNetwork
    private let till: Till
    private let clock = ManualClock()
    private let session: ShopSession

    init() throws {
        network = try StandInNetwork()
        till = Till(
            client: try network.client(), records: try ShopRecords(path: network.folder + "/shop.db"),
            clock: clock, entropy: SeededEntropy(seed: 7), log: Log(level: .error))
        var session = ShopSession(transaction: "5d2c0f5e-1111-4222-8333-444444444444")
        session.basket.change(try #require(Product.named("olive")), by: 1)
        self.session = session
    }

    private func receipt() throws -> Till.Receipt {
        Till.Receipt(checkoutResponse: try network.response(transaction: session.transaction), flowId: "flow-1")
    }

    @Test("A signed checkout of this purchase is paid with what the network gives, and the network is told (O9, O10).")
    func pays() throws {
        let order = try till.take(try receipt(), session)
        #expect(order.state == .authorized && order.total == Money(cents: 5_450) && order.card.lastFour == "4444")
        let payment = try #require(order.payment)
        #expect(payment.isToken && payment.lastFour == "0001" && payment.expires == "12/2031")
        #expect(payment.eci == "02" && payment.method == "04")
        #expect(till.address(of: order.reference)?.city == "Ghent")
        let asked = network.bodies("/transaction/credentials")
        #expect(asked.count == 1 && asked.first?.contains(#""srcDpaId":"shop_dpa0""#) == true)
        let told = try #require(network.bodies("/src/api/confirmations").first)
        #expect(told.contains(#""checkoutEventType":"01","checkoutEventStatus":"02","confirmationStatus":"01""#))
        #expect(told.contains(#""networkTransactionIdentifier":"UNAVLB""#))
        #expect(told.contains(#""transactionAmount":54.50,"transactionCurrencyCode":"EUR""#))
        #expect(try till.records.reports(of: order.reference).map(\.standing) == [.told])
    }

    @Test("A checkout that is sent twice is one order, and is paid once.")
    func twice() throws {
        let receipt = try receipt()
        let first = try till.take(receipt, session)
        #expect(try till.take(receipt, session).reference == first.reference)
        #expect(network.bodies("/transaction/credentials").count == 1)
    }

    @Test("What the network has not signed, or not for this purchase, makes no order.")
    func foreign() throws {
        let key = network.keys.other
        for token in [
            try network.response(transaction: "another purchase"), try network.response(transaction: nil),
            try network.response(transaction: session.transaction, by: key), "a.b.c", "",
        ] {
            #expect(throws: ShopRefusal.foreignCheckout) {
                _ = try till.take(Till.Receipt(checkoutResponse: token), session)
            }
        }
        #expect(try till.records.order(transaction: session.transaction) == nil)
    }

    @Test("Credentials that cannot be had leave the order unpaid; those that cannot be read are told of (4.10).")
    func unpaid() throws {
        network.state.withLock { $0.credentialsStatus = 403 }
        #expect(try till.take(try receipt(), session).state == .unpaid)
        #expect(network.bodies("/src/api/confirmations").isEmpty)
        network.state.withLock { state in
            state.credentialsStatus = 200
            state.isForShop = false
        }
        var next = session
        next.transaction = "6d2c0f5e-1111-4222-8333-444444444444"
        let token = try network.response(transaction: next.transaction)
        #expect(try till.take(Till.Receipt(checkoutResponse: token), next).state == .unpaid)
        let told = try #require(network.bodies("/src/api/confirmations").first)
        #expect(told.contains(#""checkoutEventType":"04","checkoutEventStatus":"03","confirmationStatus":"03""#))
    }

    @Test("An order that a process left in the middle is unpaid once its credentials are over, and told of (4.10).")
    func left() throws {
        let begun = try till.records.begin(
            Order(
                reference: String(repeating: "a", count: 32), transaction: session.transaction,
                correlation: "11111111-2222-4333-8444-555555555555", created: clock.now, lines: [],
                card: Order.Card(id: "c", name: "Card", lastFour: "4444"))
        ).order
        clock.advance(by: .seconds(899))
        till.report(begun)
        #expect(try till.records.order(begun.reference)?.state == .begun)
        clock.advance(by: .seconds(1))
        for _ in 1...2 { till.report(try #require(try till.records.order(begun.reference))) }
        #expect(try till.records.order(begun.reference)?.state == .unpaid)
        let told = network.bodies("/src/api/confirmations")
        #expect(told.count == 1)
        #expect(told[0].contains(#""checkoutEventType":"04","checkoutEventStatus":"03","confirmationStatus":"03""#))
    }

    @Test("The shop's bank can say no, which the network is told as well.")
    func declined() throws {
        var session = session
        session.preferences.isDeclined = true
        let order = try till.take(try receipt(), session)
        #expect(order.state == .declined)
        let told = try #require(network.bodies("/src/api/confirmations").first)
        #expect(told.contains(#""checkoutEventType":"01","checkoutEventStatus":"05","confirmationStatus":"02""#))
    }

    @Test("What cannot be told now is told later, once and in order; what is refused is not sent again.")
    func later() throws {
        network.state.withLock { $0.confirmationStatus = 503 }
        let order = try till.take(try receipt(), session)
        #expect(try till.undo(order, as: .refunded))
        #expect(try !till.undo(order, as: .cancelled))
        #expect(try till.records.reports(of: order.reference).map(\.standing) == [.waiting, .waiting])
        network.state.withLock { state in
            state.confirmationStatus = 204
            state.requests = []
        }
        till.report(order)
        till.report(order)
        let told = network.bodies("/src/api/confirmations")
        #expect(told.count == 2 && told.first?.contains(#""checkoutEventType":"01""#) == true)
        #expect(told.last?.contains(#""checkoutEventType":"03","checkoutEventStatus":"02""#) == true)
        #expect(try till.records.order(order.reference)?.state == .refunded)
    }

    @Test("Two who look at an order at the same time tell the network once; what comes up meanwhile is told too.")
    func together() throws {
        network.state.withLock { $0.confirmationStatus = 503 }
        let order = try till.take(try receipt(), session)
        let visits = Mutex(0)
        network.state.withLock { state in
            state.confirmationStatus = 204
            state.requests = []
            state.meanwhile = { [till] in
                let visit = visits.withLock { visits in
                    visits += 1
                    return visits
                }
                if visit == 1 { _ = try? till.undo(order, as: .refunded) }
                if visit < 4 { till.report(order) }
            }
        }
        till.report(order)
        let told = network.bodies("/src/api/confirmations")
        #expect(told.count == 2 && told.first?.contains(#""checkoutEventType":"01""#) == true)
        #expect(told.last?.contains(#""checkoutEventType":"03""#) == true)
        #expect(try till.records.reports(of: order.reference).map(\.standing) == [.told, .told])
        // Whoever comes afterwards is heard again.
        network.state.withLock { $0.meanwhile = nil }
        till.report(order)
        #expect(network.bodies("/src/api/confirmations").count == 2)
    }

    @Test("A confirmation that the network will never take is not sent for ever.")
    func refused() throws {
        network.state.withLock { $0.confirmationStatus = 400 }
        let order = try till.take(try receipt(), session)
        till.report(order)
        #expect(network.bodies("/src/api/confirmations").count == 1)
        #expect(try till.records.reports(of: order.reference).map(\.standing) == [.refused])
    }

    @Test("No token, no cryptogram and no address is in the shop's file.")
    func secrecy() throws {
        _ = try till.take(try receipt(), session)
        for name in try FileManager.default.contentsOfDirectory(atPath: network.folder) where name.contains(".db") {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: network.folder + "/" + name))
            for secret in [StandInNetwork.token, StandInNetwork.street, "Ada Example", "AAAA\""] {
                #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(name): \(secret)")
            }
        }
    }
}
