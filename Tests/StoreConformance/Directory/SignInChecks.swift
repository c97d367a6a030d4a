// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

extension ConformanceCheck {
    static let signIns = [
        ConformanceCheck("A session comes back whole, changes, and goes, also after reopening") { try sessions($0) },
        ConformanceCheck("Sessions that expired go in portions, the earliest first") { try sweep($0) },
        ConformanceCheck("Session ids are never given again") { try ids($0) },
    ]
}

private func minutes(_ count: Int64) -> Timestamp { noon.advanced(by: .seconds(60 * count)) }

private func session(_ id: Int64, expires: Int64 = 9) -> SignInRow {
    SignInRow(
        id: id, client: "client-\(id)", dpa: "shop", sealed: [1, UInt8(id)], created: noon, expires: minutes(expires))
}

private func sessions(_ fixture: any StoreFixture) throws {
    var changed = session(1)
    changed.sealed = []
    changed.expires = minutes(10)
    try withDirectory(fixture) { store in
        try store.apply { writing in for id in 1...3 { try writing.insert(signIn: session(Int64(id))) } }
        try expect(try store.read { try $0.signIn(1) }, equals: session(1))
        try expect(.conflict) { try store.apply { try $0.insert(signIn: session(1)) } }
        var other = changed
        // Whose it is never changes.
        other.client = "another"
        try store.apply { [other] in try $0.update(signIn: other) }
        try expect(.conflict) { try store.apply { try $0.update(signIn: session(9)) } }
        try store.apply { try $0.deleteSignIn(2) }
        try store.apply { try $0.deleteSignIn(2) }
        // They belong to no directory.
        try store.apply { try $0.deleteAll(directory: 1) }
    } afterReopening: { store in
        try expect(try store.read { try $0.signIn(1) }, equals: changed)
        try expect(try store.read { try $0.signIn(2) }, equals: nil)
        try expect(try store.read { try $0.signIn(3) }, equals: session(3))
        try store.apply { try $0.deleteAllSignIns() }
        try expect(try store.read { try $0.signIn(3) }, equals: nil)
    }
}

private func sweep(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for id in 1...4 { try writing.insert(signIn: session(Int64(id), expires: Int64(id))) }
        }
        func deleted(_ limit: Int) throws -> Int {
            try store.write { try $0.deleteSignIns(expiredBefore: minutes(4), limit: limit) }
        }
        try expect(try deleted(0), equals: 0)
        try expect(try deleted(2), equals: 2)
        try expect(try store.read { try $0.signIn(3) } != nil, "the latest of them are left")
        try expect(try deleted(2), equals: 1)
        try expect(try deleted(2), equals: 0)
        try expect(try store.read { try $0.signIn(4) } != nil, "what expires at the instant stays")
    } afterReopening: { _ in
    }
}

private func ids(_ fixture: any StoreFixture) throws {
    var first: Int64 = 0
    try withDirectory(fixture) { store in
        first = store.reserveSignInIDs(3).lowerBound
        try store.apply { [first] in try $0.insert(signIn: session(first + 2)) }
        try store.apply { [first] in try $0.deleteSignIn(first + 2) }
    } afterReopening: { store in
        try expect(store.reserveSignInIDs(1).lowerBound > first + 2, "ids go on")
    }
}
