// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Dispatch
internal import Store
internal import Vault

extension ConformanceCheck {
    static let inbox = [
        ConformanceCheck("A batch is accepted once; the same again is repeated, another content conflicts") {
            try answers($0)
        },
        ConformanceCheck("Batches offered with one id by 8 threads at once are accepted once") { try race($0) },
        ConformanceCheck("Payloads wait, oldest first, until they are dropped; headers stay") { try payloads($0) },
        ConformanceCheck("An accepted batch outlives a power loss at the moment of its answer") { try powerLoss($0) },
        ConformanceCheck("A directory's batches are forgotten, names and payloads too; others stay") {
            try forgetting($0)
        },
        ConformanceCheck("Closing the inbox finishes what was offered, then refuses") { try closing($0) },
    ]
}

private func batch(
    _ id: String, client: String = "client", directory: Int64 = 1, content: UInt8 = 1
) throws -> BatchHeader {
    BatchHeader(
        batch: 0, directory: directory, srcClientId: client, externalBatchId: id,
        content: try blindIndex(7, content), cardCount: 250, accepted: noon)
}

extension InboxStore {
    /// Offers a batch and waits for the answer.
    fileprivate func offer(_ header: BatchHeader, payload: [UInt8]?) throws -> InboxAnswer {
        let answers = Collected<Result<InboxAnswer, StoreError>>()
        let done = DispatchSemaphore(value: 0)
        offer(header, payload: payload) { answer in
            answers.append(answer, at: 0)
            done.signal()
        }
        done.wait()
        return try answers.inOrder[0].get()
    }

    /// Offers a batch that must be accepted, and gives its header.
    fileprivate func accept(_ header: BatchHeader, payload: [UInt8]?) throws -> BatchHeader {
        let answer = try offer(header, payload: payload)
        guard case .accepted(let accepted) = answer else {
            throw ConformanceFailure(description: "answered \(answer), wanted accepted")
        }
        return accepted
    }

    /// Waits until everything that was offered or dropped so far is done.
    fileprivate func settle() throws {
        _ = try offer(batch("settle", client: "settle", directory: 99), payload: nil)
    }
}

private func answers(_ fixture: any StoreFixture) throws {
    let inbox = try fixture.openInbox()
    let first = try batch("batch-1")
    let accepted = try inbox.accept(first, payload: [1, 2, 3])
    var numbered = first
    numbered.batch = accepted.batch
    try expect(accepted, equals: numbered, "what was accepted is what was offered, with a number")
    try expect(try inbox.header(of: accepted.batch), equals: accepted)
    try expect(try inbox.header(of: accepted.batch + 1), equals: nil)

    var later = first
    (later.accepted, later.cardCount) = (noon.advanced(by: .seconds(5)), 1)
    try expect(try inbox.offer(later, payload: [9]), equals: .repeated(accepted))
    try expect(try inbox.offer(batch("batch-1", content: 2), payload: [9]), equals: .conflicting(accepted))
    try expect(try inbox.payload(of: accepted.batch), equals: [1, 2, 3], "the first payload stays")

    // An id belongs to one client in one directory.
    var batches: Set<Int64> = [accepted.batch]
    for other in [
        try batch("batch-1", client: "other"), try batch("batch-1", directory: 2), try batch("BATCH-1"),
        try batch("batch-1 "),
    ] {
        batches.insert(try inbox.accept(other, payload: [4]).batch)
    }
    try expect(batches.count, equals: 5, "every batch has a number of its own")
    inbox.close()
    let reopened = try fixture.openInbox()
    try expect(try reopened.offer(first, payload: [9]), equals: .repeated(accepted))
    try expect(try reopened.offer(batch("batch-1", content: 2), payload: nil), equals: .conflicting(accepted))
    reopened.close()
}

private func race(_ fixture: any StoreFixture) throws {
    let inbox = try fixture.openInbox()
    for round in 0..<5 {
        let answers = try inParallel(8) { index in
            try (0..<4).map { _ in
                try inbox.offer(batch("race-\(round)", content: UInt8(index % 2)), payload: [UInt8(index)])
            }
        }.flatMap { $0 }
        var accepted: [BatchHeader] = []
        for case .accepted(let header) in answers { accepted.append(header) }
        try expect(accepted.count, equals: 1, "one of them is the first")
        let repeated = answers.count { $0 == .repeated(accepted[0]) }
        let conflicting = answers.count { $0 == .conflicting(accepted[0]) }
        try expect(repeated, equals: 15, "the others with its content")
        try expect(conflicting, equals: 16, "those with another content")
    }
    inbox.close()
}

private func payloads(_ fixture: any StoreFixture) throws {
    var inbox = try fixture.openInbox()
    try expect(try inbox.pending(after: 0, limit: 10), equals: [])
    let large = [UInt8](repeating: 0xA5, count: 300_000)
    let one = try inbox.accept(batch("1"), payload: large)
    let two = try inbox.accept(batch("2", directory: 2), payload: [])
    let final = try inbox.accept(batch("3"), payload: nil)
    let four = try inbox.accept(batch("4"), payload: [4])
    for isReopened in [false, true] {
        if isReopened {
            inbox.close()
            inbox = try fixture.openInbox()
        }
        try expect(try inbox.pending(after: 0, limit: 10), equals: [one, two, four])
        try expect(try inbox.pending(after: one.batch, limit: 1), equals: [two])
        try expect(try inbox.pending(after: four.batch, limit: 10), equals: [])
        try expect(try inbox.pending(after: 0, limit: 0), equals: [])
        try expect(try inbox.pendingCounts(), equals: [1: 2, 2: 1])
        try expect(try inbox.payload(of: one.batch), equals: large)
        try expect(try inbox.payload(of: two.batch), equals: [], "an empty payload is a payload")
        try expect(try inbox.payload(of: final.batch), equals: nil)
        for (batch, isPending) in [(one.batch, true), (two.batch, true), (final.batch, false), (12_345, false)] {
            try expect(try inbox.isPending(batch), equals: isPending, "batch \(batch)")
        }
    }
    inbox.dropPayloads(of: [one.batch, two.batch, final.batch, 12_345])
    try inbox.settle()
    for isReopened in [false, true] {
        if isReopened {
            inbox.close()
            inbox = try fixture.openInbox()
        }
        try expect(try inbox.pending(after: 0, limit: 10), equals: [four])
        try expect(try inbox.pendingCounts(), equals: [1: 1])
        try expect(try [one, two, four].map { try inbox.isPending($0.batch) }, equals: [false, false, true])
        try expect(try inbox.payload(of: one.batch), equals: nil)
        try expect(try inbox.header(of: one.batch), equals: one, "a header stays for ever")
        try expect(try inbox.offer(batch("1"), payload: large), equals: .repeated(one))
        try expect(try inbox.payload(of: one.batch), equals: nil, "a repeat brings no payload back")
    }
    inbox.close()
}

private func powerLoss(_ fixture: any StoreFixture) throws {
    let inbox = try fixture.openInbox()
    for round in 1...3 {
        let accepted = try inbox.accept(batch("batch-\(round)"), payload: [UInt8(round)])
        guard let after = try fixture.afterPowerLoss() else { break }
        let recovered = try after.openInbox()
        try expect(try recovered.pending(after: 0, limit: 10).last, equals: accepted)
        try expect(try recovered.payload(of: accepted.batch), equals: [UInt8(round)])
        try expect(try recovered.offer(batch("batch-\(round)"), payload: nil), equals: .repeated(accepted))
        let next = try recovered.accept(batch("next"), payload: nil)
        try expect(next.batch > accepted.batch, "numbers ascend")
        recovered.close()
    }
    inbox.close()
}

private func forgetting(_ fixture: any StoreFixture) throws {
    var inbox = try fixture.openInbox()
    let one = try inbox.accept(batch("1"), payload: [1])
    let other = try inbox.accept(batch("1", directory: 2), payload: [2])
    try inbox.forget(directory: 1)
    try inbox.forget(directory: 3)
    for isReopened in [false, true] {
        if isReopened {
            inbox.close()
            inbox = try fixture.openInbox()
        }
        try expect(try inbox.header(of: one.batch), equals: nil)
        try expect(try inbox.payload(of: one.batch), equals: nil)
        try expect(try inbox.pending(after: 0, limit: 10), equals: [other])
    }
    let again = try inbox.accept(batch("1"), payload: [1])
    try expect(again.batch > other.batch, "a number is never given again")
    inbox.close()
    try expect(.closed, "forgetting") { try inbox.forget(directory: 1) }
}

private func closing(_ fixture: any StoreFixture) throws {
    let inbox = try fixture.openInbox()
    let answers = Collected<Result<InboxAnswer, StoreError>>()
    for index in 0..<50 {
        inbox.offer(try batch("batch-\(index)"), payload: [1]) { answers.append($0, at: index) }
    }
    inbox.close()
    try expect(answers.count, equals: 50, "close waits for what was offered")
    for answer in answers.inOrder { _ = try answer.get() }
    try expect(.closed, "an offer") { _ = try inbox.offer(batch("late"), payload: nil) }
    try expect(.closed, "a read") { _ = try inbox.header(of: 1) }
    inbox.dropPayloads(of: [1])
    inbox.close()
    let reopened = try fixture.openInbox()
    try expect(try reopened.pending(after: 0, limit: 100).count, equals: 50)
    reopened.close()
}
