// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Processing

/// A call with an idempotency key that is running keeps its repeat out (processing 2).
@Suite("card management: calls in progress") struct CallsInProgressTests {
    private let calls = CallsInProgress()
    private struct Failure: Error {}

    @Test("the same key in the same directory is refused as 409 while the first call runs, and no other one is")
    func running() throws {
        let value = try calls.run("key", 1) { () throws -> Int in
            #expect(throws: ProcessingError.keyInProgress) { try calls.run("key", 1) { 2 } }
            #expect(try calls.run("key", 2) { 3 } == 3)
            #expect(try calls.run("other", 1) { 4 } == 4)
            return 1
        }
        #expect(value == 1 && ProcessingError.keyInProgress.status == 409)
    }

    @Test("a call that has ended, well or not, is in nobody's way")
    func ended() throws {
        _ = try calls.run("key", 1) { 1 }
        #expect(throws: Failure.self) { try calls.run("key", 1) { throw Failure() } }
        #expect(try calls.run("key", 1) { 2 } == 2)
    }
}
