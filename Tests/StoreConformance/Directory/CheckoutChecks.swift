// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let checkouts = [
        ConformanceCheck("A checkout comes back as it was put, also after a restart, by id and by correlation") {
            try rows($0)
        },
        ConformanceCheck("What holds data is overdue by its time; what holds none goes by its end, with what was told")
        {
            try ends($0)
        },
        ConformanceCheck("What is open of a consumer comes the oldest first, and what has ended does not") {
            try openOnes($0)
        },
        ConformanceCheck("How a card was used is replaced, and goes with the card") { try uses($0) },
        ConformanceCheck("Consents and confirmations come back in order, and outlive the consumer") { try notes($0) },
        ConformanceCheck("Checkout ids are never given again") { try ids($0) },
    ]
}

private func minutes(_ count: Int64) -> Timestamp { noon.advanced(by: .seconds(60 * count)) }

private func checkout(
    _ id: Int64, correlation: String = "c", client: String = "a", directory: Int64 = 1, expires: Int64 = 9
) -> CheckoutRow {
    CheckoutRow(
        id: id, correlation: correlation, client: client, dpa: "d", directory: directory, consumer: 5, card: 6,
        sealed: [UInt8(truncatingIfNeeded: id), 7], created: noon, expires: minutes(expires))
}

private func rows(_ fixture: any StoreFixture) throws {
    var changed = checkout(2)
    changed.state = .complete
    changed.made = .guest
    changed.isClosed = true
    changed.sealed = []
    changed.consumer = 8
    changed.card = 9
    changed.directory = 3
    changed.expires = minutes(4)
    changed.settled = minutes(3)
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for row in [checkout(1), checkout(2), checkout(3, client: "b"), checkout(4, correlation: "x")] {
                try writing.insert(checkout: row)
            }
        }
        try store.apply { [changed] in try $0.update(checkout: changed) }
        try expect(.conflict) { try store.apply { try $0.insert(checkout: checkout(1)) } }
        try expect(.conflict) { try store.apply { try $0.update(checkout: checkout(9)) } }
        // Whose it is never changes.
        try expect(.conflict) { try store.apply { try $0.update(checkout: checkout(1, client: "z")) } }
    } afterReopening: { store in
        try expect(try store.read { try $0.checkout(1) }, equals: checkout(1))
        try expect(try store.read { try $0.checkout(2) }, equals: changed)
        try expect(try store.read { try $0.checkout(9) }, equals: nil)
        func found(_ client: String?, _ limit: Int) throws -> [Int64] {
            try store.read { try $0.checkouts(correlation: "c", client: client, limit: limit).map(\.id) }
        }
        try expect(try found(nil, 9), equals: [3, 2, 1])
        try expect(try found("a", 9), equals: [2, 1])
        try expect(try found("a", 1), equals: [2])
        try expect(try found("a", -1), equals: [])
        try expect(try found("z", 9), equals: [])
    }
}

private func ends(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for id in 1...4 { try writing.insert(checkout: checkout(Int64(id), expires: Int64(5 - id))) }
            try writing.append(confirmation: confirmation(2))
        }
        func overdue(_ minute: Int64, _ limit: Int = 9) throws -> [Int64] {
            try store.read { try $0.overdueCheckouts(at: minutes(minute), limit: limit).map(\.id) }
        }
        try expect(try overdue(0), equals: [])
        try expect(try overdue(2), equals: [4, 3])
        try expect(try overdue(9, 2), equals: [4, 3])
        try store.apply { writing in
            for id in [Int64(1), 2, 3] {
                var row = checkout(id, expires: 5 - id)
                row.sealed = id == 3 ? [1] : []
                row.settled = minutes(id)
                try writing.update(checkout: row)
            }
        }
        try expect(try overdue(9), equals: [4, 3])
        func gone(_ minute: Int64, _ limit: Int = 9) throws -> Int {
            try store.write { try $0.deleteCheckouts(settledBefore: minutes(minute), limit: limit) }
        }
        try expect(try gone(1), equals: 0)
        try expect(try gone(9, -1), equals: 0)
        try expect(try gone(9, 1), equals: 1)
        try expect(try store.read { try $0.confirmations(of: 2).count }, equals: 1)
        try expect(try gone(9), equals: 1)
        try expect(try store.read { try $0.confirmations(of: 2).count }, equals: 0)
        try expect(try store.read { try [$0.checkout(3), $0.checkout(4)].compactMap { $0?.id } }, equals: [3, 4])
    } afterReopening: { _ in
    }
}

private func openOnes(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for id in 1...5 { try writing.insert(checkout: checkout(Int64(id))) }
            var other = checkout(2)
            other.consumer = 8
            try writing.update(checkout: other)
            for (id, state) in [(Int64(3), CheckoutRow.State.complete), (4, .ended)] {
                var row = checkout(id)
                row.state = state
                try writing.update(checkout: row)
            }
        }
    } afterReopening: { store in
        func open(_ consumer: Int64, _ limit: Int = 9) throws -> [Int64] {
            try store.read { try $0.openCheckouts(of: consumer, limit: limit).map(\.id) }
        }
        try expect(try open(5), equals: [1, 5])
        try expect(try open(5, 1), equals: [1])
        try expect(try open(5, -1), equals: [])
        try expect(try open(8), equals: [2])
        try expect(try open(9), equals: [])
    }
}

private func confirmation(_ checkout: Int64, _ type: String = "01", result: String? = nil) -> ConfirmationRow {
    ConfirmationRow(
        checkout: checkout, received: noon, type: type, status: "02", result: result, at: minutes(1), details: [1, 2])
}

private func uses(_ fixture: any StoreFixture) throws {
    let used = CardUseRow(card: 6, directory: 1, counter: 3, uses: 2, lastUsed: minutes(2))
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: [consumer(5)])
            try writing.insert(cards: [card(6, of: 5), card(7, of: 5)])
            try writing.put(cardUse: CardUseRow(card: 6, directory: 1))
            try writing.put(cardUse: used)
            try writing.put(cardUse: CardUseRow(card: 7, directory: 1, counter: 1))
        }
    } afterReopening: { store in
        func use(_ card: Int64) throws -> CardUseRow? { try store.read { try $0.cardUse(of: card) } }
        try expect(try use(6), equals: used)
        try expect(try use(9), equals: nil)
        try store.apply { try $0.delete(card: card(6, of: 5)) }
        try expect(try use(6), equals: nil)
        try store.apply { try $0.delete(consumer: consumer(5)) }
        try expect(try use(7), equals: nil)
    }
}

private func notes(_ fixture: any StoreFixture) throws {
    func consent(_ kind: ConsentRow.Kind, _ fields: [String] = [], directory: Int64 = 1) -> ConsentRow {
        ConsentRow(
            directory: directory, consumer: 5, kind: kind, fields: fields, version: "1", uri: "https://terms",
            channel: "CHECKOUT", at: noon, correlation: "c")
    }
    let given = [consent(.terms), consent(.privacy), consent(.storage, ["a", "b"]), consent(.rememberMe)]
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.insert(consumers: [consumer(5)])
            for row in given { try writing.append(consent: row) }
            try writing.insert(checkout: checkout(1))
            try writing.append(confirmation: confirmation(1))
            try writing.append(confirmation: confirmation(1, "04", result: "03"))
        }
        try store.apply { try $0.delete(consumer: consumer(5)) }
    } afterReopening: { store in
        func kept(_ limit: Int = 9) throws -> [ConsentRow] { try store.read { try $0.consents(of: 5, limit: limit) } }
        try expect(try kept(), equals: given.reversed())
        try expect(try kept(1), equals: [given[3]])
        try expect(try kept(-1), equals: [])
        try expect(
            try store.read { try $0.confirmations(of: 1) },
            equals: [confirmation(1), confirmation(1, "04", result: "03")])
        try store.apply { try $0.deleteAll(directory: 2) }
        try expect(try kept().count, equals: 4)
        try store.apply { try $0.deleteAll(directory: 1) }
        try expect(try kept(), equals: [])
        try expect(try store.read { try $0.confirmations(of: 1) }, equals: [])
        try expect(try store.read { try $0.checkout(1) }, equals: nil)
    }
}

private func ids(_ fixture: any StoreFixture) throws {
    var first: Int64 = 0
    try withDirectory(fixture) { store in
        first = store.reserveCheckoutIDs(3).lowerBound
        try store.apply { [first] in try $0.insert(checkout: checkout(first + 2)) }
    } afterReopening: { store in
        try expect(store.reserveCheckoutIDs(1).lowerBound, equals: first + 3)
    }
}
