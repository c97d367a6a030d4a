// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Directory
import Store
import StoreSQLite
import Testing

@Suite("DueActions") struct DueActionsTests {
    private static let day = Duration.seconds(86_400)

    private let place: TemporaryDirectory
    private let directory = TemporaryDirectory.directory

    init() throws {
        place = try TemporaryDirectory()
    }

    /// A profile whose last card was deleted now.
    private func emptyProfile() throws -> Int64 {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        try place.cards.delete(
            try place.addCard(to: consumer), directory: directory, emptyProfiles: .keep,
            by: TemporaryDirectory.requestor)
        return consumer
    }

    private func purge(_ consumer: Int64, _ policy: EmptyProfilePolicy = .purgeAfterDays(30)) throws {
        let now = place.clock.now
        try place.store.write { try DueActions.purge(consumer: consumer, policy: policy, now: now, in: $0) }
    }

    @Test("a profile that has been empty for long enough goes, with an audit row of the server's own")
    func purgeOldEnough() throws {
        let consumer = try emptyProfile()
        place.clock.advance(by: Self.day * 30)
        try purge(consumer)
        #expect(try place.row(consumer) == nil)
        let row = try #require(try place.audit().first { $0.action == "profile.purge" })
        #expect(row.actor == "muster" && row.subject == consumer && row.at == place.clock.now)
    }

    @Test("a profile that has not been empty for long enough stays and is asked about again when it will have been")
    func purgeTooYoung() throws {
        let consumer = try emptyProfile()
        let emptied = place.clock.now
        place.clock.advance(by: Self.day * 30 - .milliseconds(1))
        try purge(consumer)
        #expect(try place.row(consumer) != nil)
        #expect(try place.dues().map(\.due) == [emptied.advanced(by: Self.day * 30)])
        #expect(try place.dues().map(\.subject) == [consumer])
    }

    @Test("a profile that got a card again is saved, also when nobody took the mark away")
    func purgeRefilled() throws {
        let consumer = try emptyProfile()
        let emptied = try #require(try place.row(consumer))
        _ = try place.addCard(to: consumer)
        var refilled = emptied
        refilled.emptySince = nil
        try place.store.write { [refilled] in try $0.replace(emptied, by: refilled) }
        place.clock.advance(by: Self.day * 31)
        try purge(consumer)
        #expect(try place.row(consumer) != nil)
        #expect(try place.dues().isEmpty)
    }

    @Test("a program that has come to keep its empty profiles keeps them", arguments: [EmptyProfilePolicy.keep])
    func purgePolicyChanged(policy: EmptyProfilePolicy) throws {
        let consumer = try emptyProfile()
        place.clock.advance(by: Self.day * 31)
        try purge(consumer, policy)
        #expect(try place.row(consumer) != nil)
    }

    @Test("a program that has come to purge at once does so with what is empty")
    func purgeAtOnce() throws {
        let consumer = try emptyProfile()
        try purge(consumer, .purgeAtOnce)
        #expect(try place.row(consumer) == nil)
    }

    @Test("a purge of a profile that is gone does nothing")
    func purgeGone() throws {
        try purge(4711)
        #expect(try place.audit().isEmpty)
    }

    @Test("suspending a token suspends its card, and doing it again changes nothing")
    func suspend() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        let card = try place.addCard(to: consumer)
        for _ in 0..<2 {
            _ = try place.store.write { try DueActions.suspendToken(of: card, in: $0) }
            #expect(try place.store.read { try $0.card(card)?.status } == .suspended)
            #expect(try place.store.read { try $0.token(of: card)?.state } == .suspended)
        }
        #expect(try place.profiles.read(consumer, directory: directory).cards.count == 1)
    }

    @Test("a suspension of a card that is gone, or that is cancelled, does nothing")
    func suspendNothing() throws {
        let consumer = try place.addProfile(email: "ada@example.test", mobile: "0100")
        let card = try place.addCard(to: consumer)
        let row = try #require(try place.store.read { try $0.card(card) })
        var cancelled = row
        cancelled.status = .cancelled
        try place.store.write { [cancelled] in try $0.replace(row, by: cancelled) }
        try place.store.write { writing in
            try DueActions.suspendToken(of: card, in: writing)
            try DueActions.suspendToken(of: 4711, in: writing)
        }
        #expect(try place.store.read { try $0.card(card)?.status } == .cancelled)
        #expect(try place.store.read { try $0.token(of: card)?.state } == .active)
    }
}
