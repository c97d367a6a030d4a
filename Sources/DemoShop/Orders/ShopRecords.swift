// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import IssuerKit
internal import SQLite
internal import Synchronization

/// What the shop remembers, one caller at a time.
final class ShopRecords: Sendable {
    private let database: Mutex<SmallDatabase>

    init(path: String) throws(ShopError) {
        database = Mutex(try ShopDatabase.open(path: path))
    }

    // MARK: Orders

    /// Keeps an order that begins. A purchase is there once: what came first counts, and is given back.
    func begin(_ order: Order) throws -> (order: Order, isNew: Bool) {
        try database.withLock { database in
            try database.atomically {
                let isNew =
                    try database.change(
                        """
                        INSERT INTO purchase (reference, transaction_id, correlation, flow, created, state, card,
                            card_name, card_last_four, consumer)
                        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING
                        """
                    ) {
                        $0.bind(1, order.reference)
                        $0.bind(2, order.transaction)
                        $0.bind(3, order.correlation)
                        $0.bind(4, order.flowId)
                        $0.bind(5, order.created.milliseconds)
                        $0.bind(6, order.state.rawValue)
                        $0.bind(7, order.card.id)
                        $0.bind(8, order.card.name)
                        $0.bind(9, order.card.lastFour)
                        $0.bind(10, order.card.consumer)
                    } == 1
                if isNew {
                    for line in order.lines {
                        try database.change("INSERT INTO line VALUES (?1, ?2, ?3, ?4)") {
                            $0.bind(1, order.reference)
                            $0.bind(2, line.product)
                            $0.bind(3, Int64(line.count))
                            $0.bind(4, Int64(line.price.cents))
                        }
                    }
                }
                let kept = try Self.orders(database, "WHERE transaction_id = ?1") { $0.bind(1, order.transaction) }
                guard let first = kept.first else { throw ShopError.data("an order is gone") }
                return (first, isNew)
            }
        }
    }

    func order(_ reference: String) throws -> Order? {
        try database.withLock { database in
            try Self.orders(database, "WHERE reference = ?1") { $0.bind(1, reference) }.first
        }
    }

    /// The order of a purchase.
    func order(transaction: String) throws -> Order? {
        try database.withLock { database in
            try Self.orders(database, "WHERE transaction_id = ?1") { $0.bind(1, transaction) }.first
        }
    }

    /// Moves an order on, and notes what the network is to be told; false when it is not in that state any more.
    func move(
        _ reference: String, from old: Order.State, to new: Order.State, payment: Order.Payment? = nil,
        report: (situation: PurchaseConfirmation.Situation, authorizationCode: String?)?, at now: Timestamp
    ) throws -> Bool {
        try database.withLock { database in
            try database.atomically {
                let isMoved =
                    try database.change("UPDATE purchase SET state = ?3 WHERE reference = ?1 AND state = ?2") {
                        $0.bind(1, reference)
                        $0.bind(2, old.rawValue)
                        $0.bind(3, new.rawValue)
                    } == 1
                guard isMoved else { return false }
                if let payment { try Self.keep(payment, of: reference, database) }
                if let report {
                    try database.change(
                        """
                        INSERT INTO report (purchase, situation, at, authorization_code, standing)
                        VALUES (?1, ?2, ?3, ?4, 0)
                        """
                    ) {
                        $0.bind(1, reference)
                        $0.bind(2, report.situation.rawValue)
                        $0.bind(3, now.milliseconds)
                        $0.bind(4, report.authorizationCode)
                    }
                }
                return true
            }
        }
    }

    private static func keep(_ payment: Order.Payment, of reference: String, _ database: SmallDatabase) throws {
        try database.change(
            """
            UPDATE purchase SET is_token = ?2, last_four = ?3, expires = ?4, dynamic_data = ?5, eci = ?6, method = ?7
            WHERE reference = ?1
            """
        ) {
            $0.bind(1, reference)
            $0.bind(2, payment.isToken ? 1 : 0)
            $0.bind(3, payment.lastFour)
            $0.bind(4, payment.expires)
            $0.bind(5, payment.dynamicDataType)
            $0.bind(6, payment.eci)
            $0.bind(7, payment.method)
        }
    }

    // MARK: Reports

    /// The oldest first.
    func reports(of reference: String) throws -> [Order.Report] {
        try database.withLock { database in
            try database.rows(
                "SELECT id, situation, at, authorization_code, standing FROM report WHERE purchase = ?1 ORDER BY id"
            ) {
                $0.bind(1, reference)
            } _: { row -> Order.Report? in
                guard let situation = PurchaseConfirmation.Situation(rawValue: row.text(1)) else { return nil }
                return Order.Report(
                    id: row.int64(0), situation: situation, at: Timestamp(milliseconds: row.int64(2)),
                    authorizationCode: row.optionalText(3),
                    standing: Order.Report.Standing(rawValue: row.int64(4)) ?? .waiting)
            }.compactMap { $0 }
        }
    }

    func settle(report id: Int64, as standing: Order.Report.Standing) throws {
        try database.withLock { database in
            _ = try database.change("UPDATE report SET standing = ?2 WHERE id = ?1") {
                $0.bind(1, id)
                $0.bind(2, standing.rawValue)
            }
        }
    }

    // MARK: Reading

    private static let columns = """
        number, reference, transaction_id, correlation, flow, created, state, card, card_name, card_last_four,
        consumer, is_token, last_four, expires, dynamic_data, eci, method
        """

    private static func orders(
        _ database: SmallDatabase, _ condition: String, _ bind: (Statement) -> Void
    ) throws -> [Order] {
        let orders = try database.rows("SELECT \(columns) FROM purchase " + condition, bind) { row in
            var order = Order(
                reference: row.text(1), number: row.int64(0), transaction: row.text(2), correlation: row.text(3),
                flowId: row.optionalText(4), created: Timestamp(milliseconds: row.int64(5)),
                state: Order.State(rawValue: row.text(6)) ?? .begun, lines: [],
                card: Order.Card(
                    id: row.text(7), name: row.text(8), lastFour: row.text(9), consumer: row.optionalText(10)))
            if let isToken = row.optionalInt64(11) {
                order.payment = Order.Payment(
                    isToken: isToken == 1, lastFour: row.optionalText(12) ?? "", expires: row.optionalText(13),
                    dynamicDataType: row.optionalText(14), eci: row.optionalText(15), method: row.optionalText(16))
            }
            return order
        }
        return try orders.map { order in
            var order = order
            order.lines = try database.rows("SELECT product, count, price FROM line WHERE purchase = ?1") {
                $0.bind(1, order.reference)
            } _: {
                Order.Line(product: $0.text(0), count: Int($0.int64(1)), price: Money(cents: Int($0.int64(2))))
            }
            return order
        }
    }
}
