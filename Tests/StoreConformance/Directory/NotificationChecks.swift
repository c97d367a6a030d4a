// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store

extension ConformanceCheck {
    static let notifications = [
        ConformanceCheck("Notifications are kept in order, with everything that they were given") { try kept($0) },
        ConformanceCheck("Of each subject only the oldest pending notification falls due") { try heads($0) },
        ConformanceCheck("A postponed notification holds up its own subject and no other") { try postponed($0) },
        ConformanceCheck("A parked notification lets the next of its subject go on") { try parked($0) },
        ConformanceCheck("What is settled is settled once") { try settledOnce($0) },
        ConformanceCheck("A replay brings back what was delivered and parked since a time, in order") {
            try replayed($0)
        },
        ConformanceCheck("Delivered notifications go after their time, the earliest first; others stay") {
            try retention($0)
        },
        ConformanceCheck("The id of a notification is never given again") { try freshIDs($0) },
        ConformanceCheck("A notification is kept with the change that it tells of, or neither is") { try together($0) },
        ConformanceCheck("A directory that is emptied owes no notification") { try emptied($0) },
    ]
}

private func minutes(_ count: Int64) -> Timestamp {
    noon.advanced(by: .seconds(60 * count))
}

private func draft(_ subject: Int64, _ word: String, directory: Int64 = 1, at minute: Int64 = 0) -> NotificationDraft {
    NotificationDraft(directory: directory, subject: subject, body: Array(word.utf8), created: minutes(minute))
}

extension DirectoryStore {
    fileprivate func keep(_ drafts: [NotificationDraft]) throws {
        try apply { try $0.insert(notifications: drafts) }
    }

    /// What is due, as words.
    fileprivate func due(at minute: Int64, directory: Int64 = 1, limit: Int = 99) throws -> [String] {
        try read { try $0.notifications(dueUntil: minutes(minute), directory: directory, limit: limit) }.map(\.word)
    }

    fileprivate func row(_ word: String, directory: Int64 = 1) throws -> NotificationRow {
        let rows = try read { try $0.notifications(directory: directory, limit: 99) }
        guard let row = rows.first(where: { $0.word == word }) else {
            throw ConformanceFailure(description: "there is no notification \(word)")
        }
        return row
    }

    fileprivate func deliver(_ word: String, at minute: Int64 = 0) throws {
        let id = try row(word).id
        try apply { try $0.deliver(notification: id, at: minutes(minute)) }
    }

    fileprivate func park(_ word: String, at minute: Int64 = 0) throws {
        let id = try row(word).id
        try apply { try $0.park(notification: id, at: minutes(minute)) }
    }

    fileprivate func postpone(_ word: String, until minute: Int64) throws {
        let id = try row(word).id
        try apply { try $0.postpone(notification: id, until: minutes(minute)) }
    }

    fileprivate func open(_ directory: Int64 = 1) throws -> NotificationCounts {
        try read { try $0.notificationCounts(directory: directory) }
    }
}

extension NotificationRow {
    fileprivate var word: String { String(decoding: draft.body, as: UTF8.self) }
}

private func kept(_ fixture: any StoreFixture) throws {
    let drafts = [draft(7, "a"), draft(7, "b", at: 1), draft(8, "c", directory: 2, at: 2), draft(9, "")]
    try withDirectory(fixture) { store in
        try store.keep([])
        try store.keep(Array(drafts.prefix(2)))
        try store.keep(Array(drafts.dropFirst(2)))
    } afterReopening: { store in
        let rows = try store.read { try $0.notifications(directory: 1, limit: 99) }
        try expect(rows.map(\.draft), equals: [drafts[3], drafts[1], drafts[0]], "newest first")
        try expect(rows.map(\.id) == rows.map(\.id).sorted(by: >), "ids ascend")
        try expect(rows.map(\.state), equals: [.pending, .pending, .pending])
        try expect(rows.map(\.attempts), equals: [0, 0, 0])
        try expect(rows.map(\.queued), equals: rows.map(\.draft.created))
        try expect(rows.map(\.due), equals: [noon, nil, noon], "only the first of a subject has a time")
        try expect(rows.map(\.settled), equals: [nil, nil, nil])
        try expect(try store.read { try $0.notifications(directory: 1, limit: 1) }.map(\.draft), equals: [drafts[3]])
        try expect(try store.read { try $0.notifications(directory: 1, limit: 0) }, equals: [])
        try expect(try store.open(), equals: NotificationCounts(pending: 3, parked: 0))
        try expect(try store.open(2), equals: NotificationCounts(pending: 1, parked: 0))
        try expect(try store.open(3), equals: NotificationCounts(pending: 0, parked: 0))
    }
}

private func heads(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.keep([
            draft(2, "b1", at: 1), draft(1, "a1"), draft(1, "a2"), draft(1, "a3"), draft(5, "x", directory: 2),
        ])
        try expect(try store.due(at: 9), equals: ["a1", "b1"], "earliest first, one of each subject")
        try expect(try store.due(at: 0), equals: ["a1"], "what falls due at the instant itself")
        try expect(try store.due(at: -1), equals: [])
        try expect(try store.due(at: 9, limit: 1), equals: ["a1"])
        try expect(try store.due(at: 9, limit: 0), equals: [])
        try expect(try store.due(at: 9, directory: 2), equals: ["x"])
        try store.deliver("a1", at: 4)
    } afterReopening: { store in
        try expect(try store.due(at: 9), equals: ["b1", "a2"], "the next is due from the delivery on")
        try expect(try store.row("a1").state, equals: .delivered)
        try expect(try store.row("a1").settled, equals: minutes(4))
        try expect(try store.row("a1").due, equals: nil)
        try expect(try store.row("a1").attempts, equals: 1)
        try store.keep([draft(1, "a4", at: 5)])
        for word in ["a2", "a3"] { try store.deliver(word, at: 6) }
        try expect(try store.due(at: 9), equals: ["b1", "a4"])
        try store.deliver("a4")
        try store.keep([draft(1, "a5", at: 7)])
        try expect(try store.due(at: 9), equals: ["b1", "a5"], "a queue that was empty begins again")
    }
}

private func postponed(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.keep([draft(1, "a1"), draft(1, "a2"), draft(2, "b1")])
        try store.postpone("a1", until: 5)
        try expect(try store.due(at: 4), equals: ["b1"])
        try expect(try store.due(at: 5), equals: ["b1", "a1"])
        try store.postpone("a1", until: 10)
        try expect(try store.row("a1").attempts, equals: 2)
    } afterReopening: { store in
        try expect(try store.due(at: 9), equals: ["b1"])
        try store.deliver("b1")
        try expect(try store.due(at: 10), equals: ["a1"])
        try expect(try store.open(), equals: NotificationCounts(pending: 2, parked: 0))
    }
}

private func parked(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.keep([draft(1, "a1"), draft(1, "a2")])
        try store.park("a1", at: 3)
    } afterReopening: { store in
        try expect(try store.due(at: 3), equals: ["a2"])
        try expect(try store.row("a1").state, equals: .parked)
        try expect(try store.row("a1").settled, equals: minutes(3))
        try expect(try store.open(), equals: NotificationCounts(pending: 1, parked: 1))
    }
}

private func settledOnce(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.keep([draft(1, "a1"), draft(1, "a2"), draft(1, "a3")])
        try store.deliver("a1", at: 1)
        let before = try store.row("a1")
        try store.deliver("a1", at: 2)
        try store.park("a1", at: 3)
        try store.postpone("a1", until: 4)
        try expect(try store.row("a1"), equals: before)
        try expect(try store.due(at: 9), equals: ["a2"])
        try store.postpone("a3", until: 5)
        try expect(try store.due(at: 9), equals: ["a2"], "one that waits for an older one gets no time")
        try store.apply { writing in
            try writing.deliver(notification: 999, at: noon)
            try writing.park(notification: 999, at: noon)
            try writing.postpone(notification: 999, until: noon)
        }
        try expect(try store.open(), equals: NotificationCounts(pending: 2, parked: 0))
    }
}

private func replayed(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.keep([
            draft(1, "a1", at: 1), draft(1, "a2", at: 2), draft(1, "a3", at: 3), draft(2, "b1", at: 2),
            draft(3, "c1", at: 2), draft(9, "other", directory: 2, at: 5),
        ])
        for word in ["a1", "a2", "b1"] { try store.deliver(word, at: 6) }
        try store.park("c1", at: 6)
        try store.postpone("a3", until: 20)
        let count = try store.write { try $0.replayNotifications(directory: 1, since: minutes(2), now: minutes(9)) }
        try expect(count, equals: 3)
    } afterReopening: { store in
        try expect(try store.due(at: 9).sorted(), equals: ["a2", "b1", "c1"], "a3 waits behind a2 again")
        try expect(try store.due(at: 8), equals: [])
        let row = try store.row("b1")
        try expect(row.state, equals: .pending)
        try expect([row.attempts], equals: [0])
        try expect([row.queued, row.due, row.draft.created], equals: [minutes(9), minutes(9), minutes(2)])
        try expect(row.settled, equals: nil)
        try expect(try store.row("a1").state, equals: .delivered, "older than the time")
        try expect(try store.open(), equals: NotificationCounts(pending: 4, parked: 0))
        try store.deliver("a2", at: 10)
        try expect(try store.due(at: 99).sorted(), equals: ["a3", "b1", "c1"])
        try expect(
            try store.write { try $0.replayNotifications(directory: 1, since: minutes(50), now: minutes(60)) },
            equals: 0)
    }
}

private func retention(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        for (number, word) in ["a", "b", "c", "d", "e"].enumerated() { try store.keep([draft(Int64(number), word)]) }
        for (word, minute) in [("a", Int64(3)), ("b", 1), ("c", 2)] { try store.deliver(word, at: minute) }
        try store.park("d", at: 1)
        func delete(before minute: Int64, limit: Int) throws -> Int {
            try store.write { try $0.deleteNotifications(deliveredBefore: minutes(minute), limit: limit) }
        }
        try expect(try delete(before: 1, limit: 9), equals: 0, "not what was delivered at the instant itself")
        try expect(try delete(before: 9, limit: 0), equals: 0)
        try expect(try delete(before: 9, limit: 2), equals: 2)
        let left = try store.read { try $0.notifications(directory: 1, limit: 99) }.map(\.word)
        try expect(left, equals: ["e", "d", "a"])
        try expect(try delete(before: 9, limit: 2), equals: 1)
        try expect(try store.open(), equals: NotificationCounts(pending: 1, parked: 1))
    }
}

private func freshIDs(_ fixture: any StoreFixture) throws {
    var last: Int64 = 0
    try withDirectory(fixture) { store in
        try store.keep([draft(1, "a"), draft(2, "b")])
        last = try store.row("b").id
        try store.deliver("b", at: 1)
        _ = try store.write { try $0.deleteNotifications(deliveredBefore: minutes(9), limit: 9) }
    } afterReopening: { store in
        try store.keep([draft(3, "c")])
        try expect(try store.row("c").id > last, "the id of a deleted notification stays its own")
        let newest = try store.row("c").id
        try store.apply { try $0.deleteAll(directory: 1) }
        try store.keep([draft(4, "d")])
        try expect(try store.row("d").id > newest, "also after the directory was emptied")
    }
}

private func together(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        let results = try store.together([
            { writing in
                try writing.insert(consumers: [consumer(1)])
                try writing.insert(notifications: [draft(1, "one")])
            },
            { writing in
                try writing.insert(notifications: [draft(2, "two")])
                throw Refusal()
            },
            { try $0.insert(notifications: [draft(1, "three")]) },
        ])
        try expect(results.map(\.isSuccess), equals: [true, false, true])
        try expect(try store.due(at: 9), equals: ["one"])
        let all = try store.read { try $0.notifications(directory: 1, limit: 9) }
        try expect(all.map(\.word), equals: ["three", "one"])
        // What a job has written itself, it sees.
        try store.apply { writing in
            try writing.insert(notifications: [draft(3, "four")])
            let due = try writing.notifications(dueUntil: minutes(9), directory: 1, limit: 9).map(\.word)
            try expect(due.sorted(), equals: ["four", "one"])
        }
    }
    if let left = try fixture.afterPowerLoss() {
        let store = try left.openDirectory()
        defer { store.close() }
        try expect(try store.due(at: 9).sorted(), equals: ["four", "one"])
    }
}

private func emptied(_ fixture: any StoreFixture) throws {
    try withDirectory(fixture) { store in
        try store.keep([draft(1, "a1"), draft(1, "a2"), draft(2, "b", directory: 2)])
        try store.apply { try $0.deleteAll(directory: 1) }
    } afterReopening: { store in
        try expect(try store.due(at: 9), equals: [])
        try expect(try store.open(), equals: NotificationCounts(pending: 0, parked: 0))
        try expect(try store.due(at: 9, directory: 2), equals: ["b"])
    }
}
