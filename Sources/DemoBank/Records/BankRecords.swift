// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit
internal import SQLite
internal import Synchronization

/// What the bank remembers, one caller at a time.
final class BankRecords: Sendable {
    /// Attempts of one customer that are kept.
    static let attemptsMax = 200

    private let database: Mutex<SmallDatabase>

    init(path: String) throws(BankError) {
        database = Mutex(try BankDatabase.open(path: path))
    }

    // MARK: The processor's numbers

    /// The client and the account of a customer at the processor.
    func holder(of user: String) throws -> (client: Int64, account: Int64)? {
        try database.withLock { database in
            try database.rows("SELECT client, account FROM holder WHERE user = ?1") {
                $0.bind(1, user)
            } _: {
                ($0.int64(0), $0.int64(1))
            }.first
        }
    }

    func keep(holder user: String, client: Int64, account: Int64) throws {
        try database.withLock { database in
            _ = try database.change("INSERT OR REPLACE INTO holder (user, client, account) VALUES (?1, ?2, ?3)") {
                $0.bind(1, user)
                $0.bind(2, client)
                $0.bind(3, account)
            }
        }
    }

    /// The face of a card that the processor made.
    func face(ofCard card: String) throws -> CardFace? {
        try database.withLock { database in
            try database.rows("SELECT contract, first_six, last_four, month, year FROM contract WHERE card = ?1") {
                $0.bind(1, card)
            } _: { row -> CardFace? in
                guard let contract = try? CardContractID(String(row.int64(0))),
                    let expiry = Expiry(month: Int(row.int64(3)), year: Int(row.int64(4)))
                else { return nil }
                return CardFace(
                    firstSix: row.text(1), lastFour: row.text(2), expiry: expiry, contract: contract)
            }.first ?? nil
        }
    }

    func keep(_ face: CardFace, ofCard card: String) throws {
        guard let contract = face.contract else { return }
        try database.withLock { database in
            _ = try database.change("INSERT OR REPLACE INTO contract VALUES (?1, ?2, ?3, ?4, ?5, ?6)") {
                $0.bind(1, card)
                $0.bind(2, contract.value)
                $0.bind(3, face.firstSix)
                $0.bind(4, face.lastFour)
                $0.bind(5, Int64(face.expiry.month))
                $0.bind(6, Int64(face.expiry.year))
            }
        }
    }

    /// The processor does not know the card: it belongs to another network than the one that the bank talks to now.
    func forgetContract(ofCard card: String, user: String) throws {
        try database.withLock { database in
            _ = try database.change("DELETE FROM contract WHERE card = ?1") { $0.bind(1, card) }
            _ = try database.change("DELETE FROM holder WHERE user = ?1") { $0.bind(1, user) }
        }
    }

    // MARK: Attempts

    private static let columns =
        "id, user, card, way, binding, receipt, created, claim, token, claimed, confirmed"

    /// Keeps an attempt that begins. Returns its number.
    func begin(_ attempt: Attempt) throws -> Int64 {
        try database.withLock { database in
            _ = try database.change(
                "INSERT INTO attempt (user, card, way, binding, receipt, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
            ) {
                $0.bind(1, attempt.user)
                $0.bind(2, attempt.card)
                $0.bind(3, attempt.way.rawValue)
                $0.bind(4, attempt.binding)
                $0.bind(5, attempt.receiptHash)
                $0.bind(6, attempt.created.milliseconds)
            }
            let id = database.connection.lastInsertedRow
            _ = try database.change(
                """
                DELETE FROM attempt WHERE user = ?1 AND id <=
                    (SELECT id FROM attempt WHERE user = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
                """
            ) {
                $0.bind(1, attempt.user)
                $0.bind(2, Int64(Self.attemptsMax))
            }
            return id
        }
    }

    func attempt(binding: String) throws -> Attempt? {
        try attempts("WHERE binding = ?1") { $0.bind(1, binding) }.first
    }

    func attempt(_ id: Int64, of user: String) throws -> Attempt? {
        try attempts("WHERE id = ?1 AND user = ?2") {
            $0.bind(1, id)
            $0.bind(2, user)
        }.first
    }

    /// The newest first.
    func attempts(of user: String, limit: Int = attemptsMax) throws -> [Attempt] {
        try attempts("WHERE user = ?1 ORDER BY id DESC LIMIT ?2") {
            $0.bind(1, user)
            $0.bind(2, Int64(limit))
        }
    }

    /// The newest attempt for a card.
    func newest(ofCard card: String) throws -> Attempt? {
        try attempts("WHERE card = ?1 ORDER BY id DESC LIMIT 1") { $0.bind(1, card) }.first
    }

    /// Keeps what the first return said; false when there was one already.
    func claim(_ id: Int64, _ claim: PushSession.Claim, at now: Timestamp) throws -> Bool {
        try database.withLock { database in
            try database.change(
                "UPDATE attempt SET claim = ?2, token = ?3, claimed = ?4 WHERE id = ?1 AND claim IS NULL"
            ) {
                $0.bind(1, id)
                $0.bind(2, claim.status.rawValue)
                $0.bind(3, claim.tokenUniqueReference)
                $0.bind(4, now.milliseconds)
            } == 1
        }
    }

    /// The network has vouched for the token of an attempt.
    func confirm(_ id: Int64, at now: Timestamp) throws {
        try database.withLock { database in
            _ = try database.change("UPDATE attempt SET confirmed = ?2 WHERE id = ?1 AND confirmed IS NULL") {
                $0.bind(1, id)
                $0.bind(2, now.milliseconds)
            }
        }
    }

    private func attempts(_ condition: String, _ bind: @Sendable (Statement) -> Void) throws -> [Attempt] {
        try database.withLock { database in
            try database.rows("SELECT \(Self.columns) FROM attempt " + condition, bind) { row in
                Attempt(
                    id: row.int64(0), user: row.text(1), card: row.text(2),
                    way: Attempt.Way(rawValue: row.int64(3)) ?? .page, binding: row.text(4),
                    receiptHash: row.bytes(5), created: Timestamp(milliseconds: row.int64(6)),
                    claim: row.optionalText(7).map {
                        PushSession.Claim(
                            status: PushResult.Status(rawValue: $0), tokenUniqueReference: row.optionalText(8))
                    },
                    claimed: row.optionalInt64(9).map(Timestamp.init(milliseconds:)),
                    confirmed: row.optionalInt64(10).map(Timestamp.init(milliseconds:)))
            }
        }
    }

    // MARK: Tokens

    func token(ofCard card: String) throws -> KnownToken? {
        try tokens("WHERE card = ?1") { $0.bind(1, card) }.first
    }

    /// The card that a token belongs to.
    func token(reference: String) throws -> KnownToken? {
        try tokens("WHERE reference = ?1") { $0.bind(1, reference) }.first
    }

    /// Keeps a card's token; false when it is another card's.
    func keep(_ token: KnownToken) throws -> Bool {
        try database.withLock { database in
            let others = try database.rows("SELECT card FROM token WHERE reference = ?1 AND card <> ?2") {
                $0.bind(1, token.reference)
                $0.bind(2, token.card)
            } _: { _ in
                true
            }
            if !others.isEmpty { return false }
            _ = try database.change("INSERT OR REPLACE INTO token VALUES (?1, ?2, ?3, ?4)") {
                $0.bind(1, token.card)
                $0.bind(2, token.reference)
                $0.bind(3, token.status)
                $0.bind(4, token.checked.milliseconds)
            }
            return true
        }
    }

    func forgetToken(ofCard card: String) throws {
        try database.withLock { database in
            _ = try database.change("DELETE FROM token WHERE card = ?1") { $0.bind(1, card) }
        }
    }

    private func tokens(_ condition: String, _ bind: @Sendable (Statement) -> Void) throws -> [KnownToken] {
        try database.withLock { database in
            try database.rows("SELECT card, reference, status, checked FROM token " + condition, bind) { row in
                KnownToken(
                    card: row.text(0), reference: row.text(1), status: row.text(2),
                    checked: Timestamp(milliseconds: row.int64(3)))
            }
        }
    }
}
