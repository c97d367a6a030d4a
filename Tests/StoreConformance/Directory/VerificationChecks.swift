// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

extension ConformanceCheck {
    static let verification = [
        ConformanceCheck("A binding has one code, the last that was put, also after a restart") { try codes($0) },
        ConformanceCheck("What is counted for an identity comes back as it was put") { try tallies($0) },
        ConformanceCheck("Old codes and counts go, earliest first, a bounded number at a time") { try old($0) },
        ConformanceCheck("A recognized browser changes in expiry and successor, and goes with family or consumer") {
            try recognitions($0)
        },
        ConformanceCheck("Recognition ids are never given again") { try ids($0) },
    ]
}

private func minutes(_ count: Int64) -> Timestamp {
    noon.advanced(by: .seconds(60 * count))
}

private func code(_ number: UInt64, expires: Int64 = 10, misses: Int = 0) throws -> CodeRow {
    CodeRow(
        binding: try blindIndex(number, 1), code: try blindIndex(number, 2), expires: minutes(expires), misses: misses)
}

private func recognition(_ id: Int64, family: Int64? = nil, consumer: Int64 = 5, expires: Int64 = 9) -> RecognitionRow {
    RecognitionRow(
        id: id, family: family ?? id, directory: 1, consumer: consumer, created: noon, expires: minutes(expires))
}

private func codes(_ fixture: any StoreFixture) throws {
    let newer = try code(1, expires: 20, misses: 2)
    try withDirectory(fixture) { store in
        try store.apply { writing in
            try writing.put(code: code(1))
            try writing.put(code: code(2))
            try writing.put(code: code(3))
            try writing.put(code: newer)
            try writing.deleteCode(of: code(2).binding)
            try writing.deleteCode(of: code(2).binding)
        }
    } afterReopening: { store in
        try expect(try store.read { try $0.code(of: newer.binding) }, equals: newer)
        try expect(try store.read { try $0.code(of: code(2).binding) }, equals: nil)
        try expect(try store.read { try $0.code(of: code(3).binding) }, equals: try code(3))
        try store.apply { try $0.deleteAllCodes() }
        try expect(try store.read { try $0.code(of: newer.binding) }, equals: nil)
    }
}

private func tallies(_ fixture: any StoreFixture) throws {
    let empty = CodeTallyRow(identity: try blindIndex(1), rests: noon)
    let full = CodeTallyRow(
        identity: try blindIndex(1), sends: [noon, minutes(1)], misses: [Timestamp(milliseconds: -1), minutes(2)],
        voids: [minutes(3)], lockedUntil: minutes(4), rests: minutes(5))
    try withDirectory(fixture) { store in
        try store.apply { try $0.put(codeTally: empty) }
        try expect(try store.read { try $0.codeTally(of: empty.identity) }, equals: empty)
        try store.apply { try $0.put(codeTally: full) }
    } afterReopening: { store in
        try expect(try store.read { try $0.codeTally(of: full.identity) }, equals: full)
        try expect(try store.read { try $0.codeTally(of: blindIndex(1, 1)) }, equals: nil)
        try store.apply { try $0.deleteAllCodes() }
        try expect(try store.read { try $0.codeTally(of: full.identity) }, equals: nil)
    }
}

private func old(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.apply { writing in
            for number in 1...4 {
                try writing.put(code: code(UInt64(number), expires: Int64(number)))
                try writing.put(
                    codeTally: CodeTallyRow(identity: blindIndex(UInt64(number)), rests: minutes(Int64(number))))
                try writing.insert(recognition: recognition(Int64(number), expires: Int64(number)))
            }
        }
        func gone(_ limit: Int) throws -> [Int] {
            try store.write { writing in
                [
                    try writing.deleteCodes(expiredBefore: minutes(4), limit: limit),
                    try writing.deleteCodeTallies(restingBefore: minutes(4), limit: limit),
                    try writing.deleteRecognitions(expiredBefore: minutes(4), limit: limit),
                ]
            }
        }
        try expect(try gone(-1), equals: [0, 0, 0])
        try expect(try gone(2), equals: [2, 2, 2])
        try expect(try store.read { try $0.code(of: code(3).binding) } == nil, equals: false)
        try expect(try gone(9), equals: [1, 1, 1])
        try expect(try gone(9), equals: [0, 0, 0])
        try expect(try store.read { try $0.recognition(4) }, equals: recognition(4, expires: 4))
    } afterReopening: { _ in
    }
}

private func recognitions(_ fixture: any StoreFixture) throws {
    var proved = recognition(3)
    proved.identity = Identifier(.mobile, try blindIndex(7))
    proved.client = "shop"
    proved.remembered = minutes(-5)
    try withDirectory(fixture) { [proved] store in
        try store.apply { writing in
            try writing.insert(consumers: [consumer(5), consumer(6)])
            try writing.insert(recognition: recognition(1))
            try writing.insert(recognition: recognition(2, family: 1))
            try writing.insert(recognition: proved)
            try writing.insert(recognition: recognition(4, consumer: 6))
            try writing.insert(recognition: recognition(5, consumer: 6))
        }
        var changed = recognition(1)
        changed.expires = minutes(2)
        changed.successor = 2
        try store.apply { [changed] in try $0.update(recognition: changed) }
        try expect(try store.read { try $0.recognition(1) }, equals: changed)
        try expect(try store.read { try $0.recognition(3) }, equals: proved)
        try expect(try store.read { try $0.recognitions(of: 5, limit: 9) }.map(\.id), equals: [3, 2, 1])
        try expect(try store.read { try $0.recognitions(of: 5, limit: 1) }, equals: [proved])
        try expect(try store.read { try $0.recognitions(of: 7, limit: 9) }, equals: [])
        try expect(.conflict) { try store.apply { try $0.insert(recognition: recognition(3)) } }
        try expect(.conflict) { try store.apply { try $0.update(recognition: recognition(9)) } }
        func left() throws -> [Int64] {
            try store.read { reading in try (1...5).filter { try reading.recognition($0) != nil } }
        }
        try store.apply { try $0.deleteRecognitions(family: 1) }
        try expect(try left(), equals: [3, 4, 5])
        try store.apply { try $0.delete(consumer: consumer(5)) }
        try expect(try left(), equals: [4, 5])
        try store.apply { try $0.deleteRecognitions(consumer: 6) }
        try expect(try left(), equals: [])
        try store.apply { try $0.insert(recognition: recognition(3)) }
        try store.apply { try $0.deleteAll(directory: 2) }
        try expect(try left(), equals: [3])
        try store.apply { try $0.deleteAll(directory: 1) }
        try expect(try left(), equals: [])
    } afterReopening: { _ in
    }
}

private func ids(_ fixture: any StoreFixture) throws {
    var first: Int64 = 0
    try withDirectory(fixture) { store in
        first = store.reserveRecognitionIDs(3).lowerBound
        try store.apply { [first] in try $0.insert(recognition: recognition(first + 2)) }
        try store.apply { [first] in try $0.deleteRecognitions(family: first + 2) }
    } afterReopening: { store in
        let next = store.reserveRecognitionIDs(1).lowerBound
        try expect(next > first + 2, equals: true)
    }
}
