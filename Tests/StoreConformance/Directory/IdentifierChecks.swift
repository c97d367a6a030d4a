// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Store

extension ConformanceCheck {
    static let identifiers = [
        ConformanceCheck("Ids that 8 threads reserve at once are all distinct") { try distinct($0) },
        ConformanceCheck("An id is never given again, even when its row was the newest and is gone") {
            try neverAgain($0)
        },
    ]
}

private func distinct(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    let ranges = try inParallel(8) { index in
        (0..<500).map { round in
            let count = (round + index) % 4
            return round % 2 == 0 ? (store.reserveConsumerIDs(count), true) : (store.reserveCardIDs(count), false)
        }
    }.flatMap { $0 }
    for isConsumer in [true, false] {
        let ids = ranges.filter { $0.1 == isConsumer }.flatMap { Array($0.0) }
        try expect(Set(ids).count, equals: ids.count, "distinct")
        try expect(ids.allSatisfy { $0 > 0 }, "ids are positive")
    }
    try expect(try inParallel(1) { index in store.reserveConsumerIDs(index).isEmpty }, equals: [true])
    store.close()
}

private func neverAgain(_ fixture: any StoreFixture) throws {
    var highest: (consumer: Int64, card: Int64) = (0, 0)
    for round in 0..<4 {
        let store = try fixture.openDirectory()
        let ids = store.reserveConsumerIDs(10)
        let cardIDs = store.reserveCardIDs(20)
        try expect(ids.count == 10 && cardIDs.count == 20, "as many as were asked for")
        try expect(ids.lowerBound > highest.consumer, "after the consumers before")
        try expect(cardIDs.lowerBound > highest.card, "after the cards before")
        highest = (ids.upperBound - 1, cardIDs.upperBound - 1)
        let (newest, newestCard) = highest
        // Reserved later and never used: the ids above the newest row are free to be given again, the row's own not.
        _ = store.reserveConsumerIDs(round)
        try store.apply { writing in
            try writing.insert(consumers: [consumer(newest)])
            try writing.insert(cards: [card(newestCard, of: newest)])
        }
        if round % 2 == 0 {
            try store.apply { try $0.delete(consumer: consumer(newest)) }
        } else {
            try store.apply { writing in
                try writing.delete(card: card(newestCard, of: newest))
                try writing.delete(consumer: consumer(newest))
            }
        }
        try expect(try store.counts(), equals: [0, 0, 0])
        store.close()
    }
}
