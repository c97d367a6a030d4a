// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Store
import Synchronization
import Testing

@testable import StoreSQLite

@Suite("The reader pool")
struct ReaderPoolTests {
    final class Reader: Sendable {
        let isBroken = Atomic(false)
        let counts: Counts

        init(_ counts: Counts) {
            self.counts = counts
            counts.opened.add(1, ordering: .relaxed)
        }

        deinit { counts.closed.add(1, ordering: .relaxed) }
    }

    final class Counts: Sendable {
        let opened = Atomic(0)
        let closed = Atomic(0)
        var pair: [Int] { [opened.load(ordering: .relaxed), closed.load(ordering: .relaxed)] }
    }

    private func pool(_ counts: Counts) -> ReaderPool<Reader> {
        ReaderPool(isReusable: { !$0.isBroken.load(ordering: .relaxed) }, open: { Reader(counts) })
    }

    @Test("A reader is used again, two at once are two, and a broken one is thrown away")
    func reuse() throws {
        let counts = Counts()
        let pool = pool(counts)
        for _ in 0..<5 { try pool.with { _ in } }
        #expect(counts.pair == [1, 0])
        try pool.with { first in try pool.with { second in #expect(first !== second) } }
        #expect(counts.pair == [2, 0])
        try pool.with { $0.isBroken.store(true, ordering: .relaxed) }
        #expect(counts.pair == [2, 1])
        #expect(throws: StoreError.self) { try pool.with { _ in throw StoreError(.full, "on purpose") } }
        pool.close()
        #expect(counts.pair == [2, 2])
    }

    @Test("Closing waits for the readers that are lent, then every reader is gone and none is lent")
    func closing() throws {
        let counts = Counts()
        let pool = pool(counts)
        let (lent, goOn, closed) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        let isOver = Atomic(false)
        Thread.detachNewThread {
            try? pool.with { _ in
                lent.signal()
                goOn.wait()
                isOver.store(true, ordering: .sequentiallyConsistent)
            }
        }
        lent.wait()
        Thread.detachNewThread {
            pool.close()
            let wasOver = isOver.load(ordering: .sequentiallyConsistent)
            #expect(wasOver, "close came back before the reader")
            closed.signal()
        }
        while (try? pool.with({ _ in })) != nil {}
        goOn.signal()
        closed.wait()
        #expect(counts.pair[0] == counts.pair[1])
        #expect(#expect(throws: StoreError.self) { try pool.with { _ in } }?.code == .closed)
    }

    @Test("A reader that cannot be opened is an error, and closing does not wait for it")
    func cannotOpen() throws {
        let pool = ReaderPool<Reader>(isReusable: { _ in true }, open: { throw StoreError(.engine, "no file") })
        #expect(throws: StoreError.self) { try pool.with { _ in } }
        pool.close()
    }
}
