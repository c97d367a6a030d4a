// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Foundation
import IssuerKit
import SQLite
import Testing

@testable import DemoShop

/// The shop's own file.
@Suite final class ShopRecordsTests {
    private let folder = NSTemporaryDirectory() + "muster-shop-records-" + UUID().uuidString
    private let now = Timestamp(seconds: 1_800_000_000)

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func records() throws -> ShopRecords { try ShopRecords(path: folder + "/shop.db") }

    private func order(_ reference: String, transaction: String) -> Order {
        Order(
            reference: reference, transaction: transaction, correlation: "c", flowId: nil, created: now,
            lines: [
                Order.Line(product: "fern", count: 2, price: Money(cents: 1_800)),
                Order.Line(product: "olive", count: 1, price: Money(cents: 5_450)),
            ], card: Order.Card(id: "card", name: "Harbour", lastFour: "4444", consumer: nil))
    }

    @Test("A purchase is one order, however often it is brought, also after a restart.")
    func once() throws {
        let first = try records().begin(order("a", transaction: "t"))
        #expect(first.isNew && first.order.number == 1 && first.order.total == Money(cents: 9_050))
        let again = try records().begin(order("b", transaction: "t"))
        #expect(!again.isNew && again.order.reference == "a" && again.order.lines == first.order.lines)
        #expect(try records().order("b") == nil)
        #expect(try records().begin(order("c", transaction: "u")).order.number > 1)
    }

    @Test("An order moves on from one state alone, and what the network is to be told is noted with it.")
    func moves() throws {
        let records = try records()
        _ = try records.begin(order("a", transaction: "t"))
        let payment = Order.Payment(
            isToken: true, lastFour: "0001", expires: "12/2031", dynamicDataType: "X", eci: nil, method: "04")
        #expect(
            try records.move(
                "a", from: .begun, to: .authorized, payment: payment, report: (.authorized, "123456"), at: now))
        #expect(try records.order("a")?.payment == payment)
        #expect(try records.move("a", from: .authorized, to: .refunded, report: (.refunded, nil), at: now))
        #expect(try !records.move("a", from: .authorized, to: .cancelled, report: (.cancelled, nil), at: now))
        let reports = try records.reports(of: "a")
        #expect(reports.map(\.situation) == [.authorized, .refunded])
        #expect(reports.allSatisfy { $0.standing == .waiting } && reports.first?.authorizationCode == "123456")
        try records.settle(report: try #require(reports.first).id, as: .told)
        #expect(try records.reports(of: "a").map(\.standing) == [.told, .waiting])
    }

    @Test("The file is its owner's alone, and one of another version is left alone.")
    func file() throws {
        _ = try records()
        let path = folder + "/shop.db"
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let database = try ShopDatabase.open(path: path)
        try database.connection.execute("PRAGMA user_version = 99")
        #expect(throws: ShopError.self) { _ = try records() }
    }
}
