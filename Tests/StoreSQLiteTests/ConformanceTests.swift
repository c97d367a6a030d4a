// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import StoreConformance
import Testing

@Suite("The SQLite stores keep the contract")
struct ConformanceTests {
    @Test("Conformance", arguments: ConformanceCheck.all)
    func conforms(_ check: ConformanceCheck) throws {
        try check.run(SQLiteFixture())
    }

    @Test("Random histories agree with a model of the directories", arguments: 0..<10)
    func model(_ part: UInt64) throws {
        for seed in part * 32..<(part + 1) * 32 { try checkAgainstModel(SQLiteFixture(isVolatile: true), seed: seed) }
    }
}
