// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import StoreSQLite

/// The ceiling of batch enrollment: one connection that writes the rows that the server writes, into the server's own
/// tables, with nothing else to do. Values are made beforehand; 50,000 cards share a transaction, look-ups by secret
/// value are inserted sorted (the best shape known).
struct BareWriter {
    /// Bytes of the sealed blobs and results that the server wrote, on average.
    struct Sizes {
        var consumer = 160
        var card = 130
        var token = 83
        var results = 12_000
    }

    private static let cardsPerTransaction = 50_000

    /// Writes `cards` cards, one for each consumer, and returns cards a second.
    static func run(cards: Int, cardsPerBatch: Int, sizes: Sizes, path: String) throws -> Double {
        let store = try SQLiteDirectoryStore(path: path)
        store.close()
        let connection = try Connection(path: path)
        for pragma in [
            "journal_mode = WAL", "synchronous = FULL", "secure_delete = FAST", "cache_size = -524288",
            "wal_autocheckpoint = 4000",
        ] {
            try connection.execute("PRAGMA \(pragma)")
        }
        let rows = try Rows(connection, sizes)
        let taken = try seconds {
            var first = 0
            while first < cards {
                let count = min(cardsPerTransaction, cards - first)
                try connection.execute("BEGIN IMMEDIATE")
                try rows.write(first..<first + count, cardsPerBatch: cardsPerBatch)
                try connection.execute("COMMIT")
                first += count
            }
        }
        let count = try connection.prepare("SELECT count(*) FROM card")
        guard try count.step(), count.int64(0) == Int64(cards) else { throw BenchFailure("the bare writer lost rows") }
        return Double(cards) / taken
    }

    /// Prepared statements and ready values.
    private struct Rows {
        let consumer, card, token, identifier, consumerName, cardName, result: Statement
        let blob: [UInt8]
        let sizes: Sizes

        init(_ connection: Connection, _ sizes: Sizes) throws {
            func insert(_ table: String, _ values: Int) throws -> Statement {
                let places = Array(repeating: "?", count: values).joined(separator: ", ")
                return try connection.prepare("INSERT INTO \(table) VALUES (\(places))")
            }
            consumer = try insert("consumer", 10)
            card = try insert("card", 10)
            token = try insert("token", 6)
            identifier = try insert("identifier", 3)
            consumerName = try insert("consumer_name", 3)
            cardName = try insert("card_name", 3)
            result = try insert("batch_result", 6)
            self.sizes = sizes
            blob = [UInt8](repeating: 0xA5, count: max(1 << 20, sizes.results))
        }

        func write(_ range: Range<Int>, cardsPerBatch: Int) throws {
            try blob.withUnsafeBytes { bytes in
                func part(_ count: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[..<count]) }
                let digest = part(32)
                for index in range {
                    let id = Int64(index + 1)
                    consumer.bind(1, id)
                    consumer.bind(2, 1 as Int64)
                    consumer.bind(3, 1 as Int64)
                    consumer.bind(4, Self.name("cust-", index))
                    consumer.bindBorrowed(5, digest)
                    consumer.bindBorrowed(6, digest)
                    consumer.bindBorrowed(7, part(sizes.consumer))
                    consumer.bind(8, 1_795_176_000_000)
                    consumer.bind(9, nil as Int64?)
                    consumer.bind(10, nil as [UInt8]?)
                    try consumer.run()
                }
                for index in range { try writeCard(index, part) }
                try writeLookUps(range)
                for batch in stride(from: range.lowerBound, to: range.upperBound, by: cardsPerBatch) {
                    result.bind(1, Int64(batch / cardsPerBatch + 1))
                    result.bind(2, 1 as Int64)
                    result.bind(3, 2 as Int64)
                    result.bind(4, 1_795_176_000_000)
                    result.bind(5, 1_795_176_000_000)
                    result.bindBorrowed(6, part(sizes.results))
                    try result.run()
                }
            }
        }

        private func writeCard(_ index: Int, _ part: (Int) -> UnsafeRawBufferPointer) throws {
            let id = Int64(index + 1)
            card.bind(1, id)
            card.bind(2, 1 as Int64)
            card.bind(3, id)
            card.bind(4, 1 as Int64)
            card.bind(5, Self.name("card-", index))
            card.bindBorrowed(6, part(32))
            card.bind(7, 545_454 as Int64)
            card.bind(8, 1234 as Int64)
            card.bindBorrowed(9, part(sizes.card))
            card.bind(10, 1_795_176_000_000)
            try card.run()
            token.bind(1, id)
            token.bind(2, 1 as Int64)
            token.bind(3, 2 as Int64)
            token.bindBorrowed(4, part(sizes.token))
            token.bind(5, 1_795_176_000_000)
            token.bind(6, 0 as Int64)
            try token.run()
        }

        private func writeLookUps(_ range: Range<Int>) throws {
            var keys: [(prefix: Int64, consumer: Int64)] = []
            keys.reserveCapacity(range.count * 2)
            for index in range {
                keys.append((Self.scattered(index * 2), Int64(index + 1)))
                keys.append((Self.scattered(index * 2 + 1), Int64(index + 1)))
            }
            keys.sort { $0.prefix < $1.prefix }
            for key in keys {
                identifier.bind(1, 1 as Int64)
                identifier.bind(2, key.prefix)
                identifier.bind(3, key.consumer)
                try identifier.run()
            }
            for (statement, word) in [(consumerName, "cust-"), (cardName, "card-")] {
                for index in range {
                    statement.bind(1, 1 as Int64)
                    statement.bind(2, Self.name(word, index))
                    statement.bind(3, Int64(index + 1))
                    try statement.run()
                }
            }
        }

        /// A number anywhere in 64 bits, as a keyed hash gives it (SplitMix64).
        private static func scattered(_ index: Int) -> Int64 {
            var word = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int64(bitPattern: word ^ (word >> 31))
        }

        private static func name(_ word: String, _ index: Int) -> String {
            let digits = String(index)
            return word + String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
        }
    }
}
