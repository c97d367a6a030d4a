// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import SQLite
internal import Store
internal import Synchronization

/// The next free ids, in memory; every commit writes them down, so that an id that was committed is never given again.
/// Ids that were reserved but not committed before a crash were seen by nobody and may be given again.
final class IDCounters: Sendable {
    private let consumer: Atomic<Int64>
    private let card: Atomic<Int64>
    private let staged: Atomic<Int64>
    private let receipt: Atomic<Int64>
    private let processor: Atomic<Int64>
    private let recognition: Atomic<Int64>
    private let signIn: Atomic<Int64>
    private let checkout: Atomic<Int64>

    init(_ connection: Connection) throws {
        let select = try connection.prepare("SELECT value FROM next_id WHERE name = ?")
        func stored(_ name: String) throws -> Int64 {
            select.bind(1, name)
            return try known(try one(select) { $0.int64(0) })
        }
        consumer = Atomic(try stored("consumer"))
        card = Atomic(try stored("card"))
        staged = Atomic(try stored("staged"))
        receipt = Atomic(try stored("receipt"))
        processor = Atomic(try stored("processor"))
        recognition = Atomic(try stored("recognition"))
        signIn = Atomic(try stored("sign_in"))
        checkout = Atomic(try stored("checkout"))
    }

    func reserveConsumers(_ count: Int) -> Range<Int64> {
        reserve(consumer, count)
    }

    func reserveCards(_ count: Int) -> Range<Int64> {
        reserve(card, count)
    }

    func reserveStaged(_ count: Int) -> Range<Int64> {
        reserve(staged, count)
    }

    func reserveReceipts(_ count: Int) -> Range<Int64> {
        reserve(receipt, count)
    }

    func reserveProcessor(_ count: Int) -> Range<Int64> {
        reserve(processor, count)
    }

    func reserveRecognitions(_ count: Int) -> Range<Int64> {
        reserve(recognition, count)
    }

    func reserveSignIns(_ count: Int) -> Range<Int64> {
        reserve(signIn, count)
    }

    func reserveCheckouts(_ count: Int) -> Range<Int64> {
        reserve(checkout, count)
    }

    private func reserve(_ counter: borrowing Atomic<Int64>, _ count: Int) -> Range<Int64> {
        precondition(count >= 0, "ids are reserved, not given back")
        let first = counter.wrappingAdd(Int64(count), ordering: .relaxed).oldValue
        return first..<first + Int64(count)
    }

    /// A closure that writes the counters down on `connection`, for the end of each transaction.
    func saving(on connection: Connection) throws -> () throws -> Void {
        let update = try connection.prepare("UPDATE next_id SET value = ?1 WHERE name = ?2 AND value < ?1")
        return { [self] in
            for (name, value) in [
                ("consumer", consumer.load(ordering: .relaxed)), ("card", card.load(ordering: .relaxed)),
                ("staged", staged.load(ordering: .relaxed)), ("receipt", receipt.load(ordering: .relaxed)),
                ("processor", processor.load(ordering: .relaxed)),
                ("recognition", recognition.load(ordering: .relaxed)),
                ("sign_in", signIn.load(ordering: .relaxed)),
                ("checkout", checkout.load(ordering: .relaxed)),
            ] {
                update.bind(1, value)
                update.bind(2, name)
                try update.run()
            }
        }
    }
}
