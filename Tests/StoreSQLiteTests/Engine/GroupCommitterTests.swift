// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import SQLite
import Store
import Synchronization
import Testing

@testable import StoreSQLite

@Suite("The group committer")
struct GroupCommitterTests {
    @Test("Jobs that are ready together share one commit")
    func oneCommit() throws {
        let fixture = try CommitterFixture()
        let results = fixture.together((1...50).map { number in { try $0.add(number) } })
        #expect(results.count == 50 && results.allSatisfy { (try? $0.get()) != nil })
        // The first commit is the one that held the others up.
        #expect(fixture.transactions == [0, 50])
    }

    @Test("A transaction takes no further job once enough rows have changed")
    func rowLimit() throws {
        let fixture = try CommitterFixture(limits: CommitLimits(changedRowsMax: 3))
        _ = fixture.together((1...8).map { number in { try $0.add(number) } })
        #expect(fixture.transactions == [0, 3, 6, 8])
    }

    @Test("A transaction takes no further job once enough time has passed")
    func timeLimit() throws {
        let fixture = try CommitterFixture(limits: CommitLimits(durationMax: .zero))
        _ = fixture.together((1...3).map { number in { try $0.add(number) } })
        #expect(fixture.transactions == [0, 1, 2, 3])
    }

    @Test("A job that throws before it writes costs no one a second run")
    func throwsFirst() throws {
        let fixture = try CommitterFixture()
        let runs = Mutex(0)
        let results = fixture.together([
            { writer in
                runs.withLock { $0 += 1 }
                try writer.add(1)
            },
            { _ in throw StoreError(.full, "on purpose") },
            { try $0.add(3) },
        ])
        #expect(results.map { (try? $0.get()) != nil } == [true, false, true])
        #expect(runs.withLock { $0 } == 1)
        #expect(fixture.transactions == [0, 2])
    }

    @Test("When a job throws after a write, the jobs before it run again and are committed without it")
    func throwsLater() throws {
        let fixture = try CommitterFixture()
        let results = fixture.together([
            { try $0.add(1) },
            { try $0.add(2) },
            { writer in
                try writer.add(3)
                throw StoreError(.full, "on purpose")
            },
            { try $0.add(4) },
        ])
        #expect(results.map { (try? $0.get()) != nil } == [true, true, false, true])
        #expect(try fixture.numbers() == [1, 2, 4])
        #expect(fixture.transactions == [0, 2, 3])
    }

    @Test("When the engine runs out of room in one job, that job fails and its neighbours are kept")
    func fullInAJob() throws {
        let fixture = try CommitterFixture { try $0.connection.execute("PRAGMA max_page_count = 20") }
        let results = fixture.together([
            { try $0.add(1) },
            // It needs more pages than there may be, and hides the error.
            { try? $0.add(2, bytes: 1_000_000) },
            { try $0.add(3) },
        ])
        #expect((try? results[0].get()) != nil && (try? results[2].get()) != nil)
        let error = #expect(throws: StoreError.self) { try results[1].get() }
        #expect(error?.code == .engine)
        #expect(try fixture.numbers() == [1, 3])
    }

    @Test("When the commit fails, everyone is told so, and the next transaction is not disturbed")
    func commitFails() throws {
        let fixture = try CommitterFixture {
            // A deferred foreign key is checked by COMMIT.
            try $0.connection.execute(
                """
                PRAGMA foreign_keys = ON;
                CREATE TABLE child (i INTEGER REFERENCES n (i) DEFERRABLE INITIALLY DEFERRED)
                """)
        }
        let results = fixture.together([
            { try $0.add(1) },
            { try $0.connection.execute("INSERT INTO child VALUES (77)") },
        ])
        #expect(results.count == 2 && results.allSatisfy { (try? $0.get()) == nil })
        #expect(try fixture.numbers() == [])
        let next = fixture.together([{ try $0.add(5) }])
        #expect((try? next[0].get()) != nil)
        #expect(try fixture.numbers() == [5])
    }

    @Test("A full queue refuses jobs as full, and takes them again once it has drained")
    func fullQueue() throws {
        let fixture = try CommitterFixture(limits: CommitLimits(queuedWeightMax: 3))
        let results = fixture.together((1...5).map { number in { try $0.add(number) } })
        for (index, result) in results.enumerated() {
            if index < 3 {
                #expect((try? result.get()) != nil)
            } else {
                #expect(#expect(throws: StoreError.self) { try result.get() }?.code == .full)
            }
        }
        #expect((try? fixture.together([{ try $0.add(9) }])[0].get()) != nil)
        #expect(try fixture.numbers() == [1, 2, 3, 9])
    }

    @Test("After a transaction of several jobs the next one waits for company, and no longer once there is enough")
    func company() throws {
        let fixture = try CommitterFixture(limits: CommitLimits(companyWait: .seconds(3600), companyMax: 3))
        _ = fixture.together([{ try $0.add(1) }, { try $0.add(2) }, { try $0.add(3) }])
        let done = DispatchSemaphore(value: 0)
        for number in 4...6 {
            fixture.committer.submit({ try $0.add(number) }, completion: { _ in done.signal() })
        }
        for _ in 4...6 { done.wait() }
        #expect(fixture.transactions.suffix(2) == [3, 6])
    }

    @Test("A job that comes alone after another one that was alone is not held up")
    func noCompany() throws {
        let fixture = try CommitterFixture(limits: CommitLimits(companyWait: .seconds(3600)))
        let done = DispatchSemaphore(value: 0)
        for number in 1...3 {
            fixture.committer.submit({ try $0.add(number) }, completion: { _ in done.signal() })
            done.wait()
        }
        #expect(fixture.transactions == [1, 2, 3])
    }

    @Test("Closing does not wait for company")
    func closingAlone() throws {
        let fixture = try CommitterFixture(limits: CommitLimits(companyWait: .seconds(3600), companyMax: 3))
        _ = fixture.together([{ try $0.add(1) }, { try $0.add(2) }, { try $0.add(3) }])
        fixture.committer.submit({ try $0.add(4) }, completion: { _ in })
        fixture.committer.close()
        #expect(try fixture.numbers() == [1, 2, 3, 4])
    }

    @Test("Closing from a completion does not wait for itself; the rest of the queue is still done")
    func closingFromACompletion() throws {
        let fixture = try CommitterFixture(limits: CommitLimits(changedRowsMax: 1))
        let committer = fixture.committer
        let done = DispatchSemaphore(value: 0)
        committer.submit({ _ in }, completion: { _ in committer.close() })
        committer.submit({ try $0.add(2) }, completion: { _ in done.signal() })
        committer.close()
        let refused = Mutex(false)
        committer.submit({ try $0.add(3) }, completion: { _ in refused.withLock { $0 = true } })
        #expect(refused.withLock { $0 }, "refused at once")
        #expect(try fixture.numbers().contains(3) == false)
    }
}
