// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Store
import StoreSQLite
import Testing

@testable import Verification

@Suite("what is kept of codes goes") struct CodeSweepTests {
    @Test("counts rest a day after the last that they count, or when a lock ends")
    func rests() throws {
        let place = try Place()
        _ = try place.send()
        let later = place.after(86_401)
        #expect(try place.store.write { try $0.deleteCodeTallies(restingBefore: later, limit: 9) } == 1)
        #expect(try place.store.write { try $0.deleteCodeTallies(restingBefore: later, limit: 9) } == 0)
        // Without its count the code is still there, for a check.
        #expect(try place.check(place.last().right) == .right)
    }
}
