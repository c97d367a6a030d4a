// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Dispatch
internal import Store
internal import Synchronization

extension ConformanceCheck {
    static let views = [
        ConformanceCheck("A read keeps its view while others write, and the next one sees what was written") {
            try oneView($0)
        },
        ConformanceCheck("Reads on 4 threads never see half a job while jobs are committed") { try neverHalf($0) },
        ConformanceCheck("What a read throws comes out, and the next read is not disturbed") { try throwing($0) },
    ]
}

private func oneView(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    let old = try consumer(1, name: "old")
    var changed = old
    (changed.externalConsumerId, changed.status) = ("new", .locked)
    let new = changed
    try store.apply { try $0.insert(consumers: [old]) }
    try store.read { reading in
        try expect(try reading.consumer(1), equals: old)
        // Another thread writes and completes while this view is held.
        try store.apply { writing in
            try writing.replace(old, by: new)
            try writing.insert(consumers: [consumer(2)])
        }
        try expect(try reading.consumer(1), equals: old, "the old view")
        try expect(try reading.consumer(2), equals: nil)
        try expect(try reading.consumers(named: ["old", "new"], directory: 1), equals: [1, nil])
        try expect(try reading.counts(directory: 1).consumers, equals: 1)
        try store.read { try expect(try $0.consumer(1), equals: new, "a view of now, inside the old one") }
    }
    try store.read { reading in
        try expect(try reading.consumer(1), equals: new)
        try expect(try reading.consumers(named: ["old", "new"], directory: 1), equals: [nil, 1])
    }
    store.close()
}

private func neverHalf(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    try store.apply { writing in
        try writing.insert(consumers: [consumer(1), consumer(2)])
        try set([1, 2], 0, writing)
    }
    let isOver = Atomic(false)
    let ends = try inParallel(5) { index in
        if index == 0 {
            defer { isOver.store(true, ordering: .releasing) }
            for round in 0..<150 as Range<UInt8> {
                // Both rows always hold the same; every third job changes one of them and fails.
                let results = try store.together([
                    { try set([1, 2], round, $0) },
                    { writing in
                        try set([1], 255, writing)
                        throw Refusal()
                    },
                ])
                try expect(results[0].isSuccess && !results[1].isSuccess, "the first is kept, the second is not")
            }
        } else {
            var newest: UInt8 = 0
            while !isOver.load(ordering: .acquiring) {
                let seen = try store.read { reading in
                    try [1, 2].map { try reading.consumer($0)?.sealed ?? [] }
                }
                try expect(seen[0], equals: seen[1], "both or none")
                try expect(seen[0][0] >= newest && seen[0][0] != 255, "time goes forward")
                newest = seen[0][0]
            }
        }
        return true
    }
    for ended in ends { try expect(ended, "done") }
    store.close()
}

private func set(_ ids: [Int64], _ value: UInt8, _ writing: any DirectoryWriting) throws {
    for id in ids {
        guard let old = try writing.consumer(id) else { throw Refusal(reason: "the row is there") }
        var new = old
        new.sealed = [value]
        try writing.replace(old, by: new)
    }
}

private func throwing(_ fixture: any StoreFixture) throws {
    let store = try fixture.openDirectory()
    for _ in 0..<20 {
        do {
            try store.read { reading in
                _ = try reading.consumer(1)
                throw Refusal(reason: "a read")
            }
            throw ConformanceFailure(description: "the error was lost")
        } catch let error as Refusal {
            try expect(error, equals: Refusal(reason: "a read"))
        }
        try expect(try store.counts(), equals: [0, 0, 0])
    }
    try store.apply { try $0.insert(consumers: [consumer(1)]) }
    try expect(try store.counts(), equals: [1, 0, 0], "no old view was left behind")
    store.close()
}
