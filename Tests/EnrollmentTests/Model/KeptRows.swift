// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import SQLite
import Testing

/// An event of the outbox.
struct KeptEvent {
    /// The row number of its card.
    var subject: Int64
    /// Its type, decision, reason and status, as far as it has them.
    var words: String
    /// The issuer's names for consumer and card.
    var names: String
}

/// The rows of a directory's file, past the store that wrote them.
struct KeptRows {
    private let connection: Connection

    init(_ network: Network) throws {
        connection = try Connection(path: network.path + "/directory.db", mode: .readOnly)
    }

    /// The outbox, oldest first, by directory.
    func events() throws -> [Int64: [KeptEvent]] {
        let rows = try connection.prepare("SELECT directory, subject, body FROM notification ORDER BY id")
        var events: [Int64: [KeptEvent]] = [:]
        while try rows.step() {
            let object = try JSONSerialization.jsonObject(with: Data(rows.bytes(2)))
            let body = try #require(object as? [String: String])
            func words(_ names: String...) -> String { names.compactMap { body[$0] }.joined(separator: " ") }
            events[rows.int64(0), default: []].append(
                KeptEvent(
                    subject: rows.int64(1), words: words("eventType", "decision", "updateReason", "tokenStatus"),
                    names: words("externalConsumerId", "externalCardId")))
        }
        return events
    }

    func count(_ sql: String) throws -> Int64 {
        let rows = try connection.prepare("SELECT count(*) FROM " + sql)
        return try rows.step() ? rows.int64(0) : -1
    }

    /// What must not be there: rows that lead nowhere, and rows that nothing leads to.
    static let orphans = [
        "card WHERE consumer NOT IN (SELECT id FROM consumer)",
        "token WHERE card NOT IN (SELECT id FROM card)",
        "card WHERE (status = 3) <> (id NOT IN (SELECT card FROM token))",
        "card JOIN token ON card = id WHERE card.directory <> token.directory",
        "card JOIN consumer ON consumer = consumer.id WHERE card.directory <> consumer.directory",
        "consumer WHERE (empty_since IS NULL) <> (id IN (SELECT consumer FROM card))",
        "identifier WHERE consumer NOT IN (SELECT id FROM consumer)",
        "consumer WHERE 2 <> (SELECT count(*) FROM identifier i WHERE i.directory = consumer.directory "
            + "AND i.consumer = consumer.id)",
        "consumer_name n WHERE NOT EXISTS (SELECT 1 FROM consumer c WHERE c.id = n.consumer "
            + "AND c.directory = n.directory AND c.external = n.external)",
        "consumer c WHERE external IS NOT NULL AND NOT EXISTS (SELECT 1 FROM consumer_name n "
            + "WHERE n.directory = c.directory AND n.external = c.external AND n.consumer = c.id)",
        "card_name WHERE card NOT IN (SELECT id FROM card)",
        "card_name n JOIN card c ON c.id = n.card WHERE c.external IS NOT n.external AND NOT EXISTS "
            + "(SELECT 1 FROM card_alias a WHERE a.card = n.card AND a.external = n.external)",
        "card c WHERE external IS NOT NULL AND NOT EXISTS (SELECT 1 FROM card_name n WHERE n.directory = c.directory "
            + "AND n.external = c.external AND n.card = c.id)",
        "card_alias WHERE card NOT IN (SELECT id FROM card)",
        "card_alias a JOIN card c ON c.id = a.card WHERE NOT EXISTS (SELECT 1 FROM card_name n "
            + "WHERE n.directory = c.directory AND n.external = a.external AND n.card = c.id)",
        "staged_identifier WHERE staged NOT IN (SELECT id FROM staged_card WHERE state = 1)",
        "staged_card s WHERE state = 1 AND 2 <> (SELECT count(*) FROM staged_identifier i "
            + "WHERE i.directory = s.directory AND i.staged = s.id)",
        "staged_card WHERE (state = 1) <> (length(sealed) > 0) OR (state = 1) <> (ended IS NULL)",
        "staged_card WHERE (state = 2) <> (consumer <> 0 AND card <> 0)",
        // One that waits behind an older one of its subject has no time yet; the oldest has one.
        "notification n WHERE state = 1 AND (due IS NOT NULL) <> (id = (SELECT min(id) FROM notification o "
            + "INDEXED BY notification_queue WHERE o.subject = n.subject AND o.state = 1))",
    ]
}
