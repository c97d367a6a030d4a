// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation
internal import SQLite
internal import Store

/// Read connections, each used by one thread at a time and kept for the next one.
final class ReaderPool<Reader>: @unchecked Sendable {
    // Everything that changes is guarded by `condition`; a reader that is lent belongs to one thread.

    private let idleMax = 8
    private let open: @Sendable () throws -> Reader
    private let isReusable: @Sendable (Reader) -> Bool
    private let condition = NSCondition()
    private var idle: [Reader] = []
    private var lentCount = 0
    private var isClosed = false

    /// - Parameter isReusable: false for a reader that is to be thrown away, for example with a transaction stuck open.
    init(isReusable: @escaping @Sendable (Reader) -> Bool, open: @escaping @Sendable () throws -> Reader) {
        self.isReusable = isReusable
        self.open = open
    }

    /// Lends a reader to `body`.
    ///
    /// - Throws: `.closed` after `close`, else what `body` throws.
    func with<Value>(_ body: (Reader) throws -> Value) throws -> Value {
        var reader = try borrow()
        defer { giveBack(&reader) }
        if reader == nil { reader = try open() }
        return try lend(reader, to: body)
    }

    /// A function of its own, so that no reference to the reader is left when it is given back.
    private func lend<Value>(_ reader: Reader?, to body: (Reader) throws -> Value) throws -> Value {
        guard let reader else { throw StoreError(.closed, "there is no connection to read with") }
        return try body(reader)
    }

    /// Closes the readers; waits for those that are lent.
    func close() {
        condition.lock()
        isClosed = true
        idle = []
        while lentCount > 0 { condition.wait() }
        condition.unlock()
    }

    private func borrow() throws(StoreError) -> Reader? {
        condition.lock()
        defer { condition.unlock() }
        if isClosed { throw StoreError(.closed, "the store is closed") }
        lentCount += 1
        return idle.popLast()
    }

    private func giveBack(_ reader: inout Reader?) {
        condition.lock()
        if let reader, !isClosed, idle.count < idleMax, isReusable(reader) { idle.append(reader) }
        // Here at the latest a reader that is not kept closes its connection: before `close` goes on.
        reader = nil
        lentCount -= 1
        if isClosed { condition.broadcast() }
        condition.unlock()
    }
}
