// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import PhoneNumbers

/// Goal: the compiled plans say what libphonenumber says, for every calling code it knows.
struct NumberingPlanOracleTests {
    /// Calling code and an example of every region.
    private static let examples: [(region: String, code: Int, national: [UInt8])] =
        PhoneNumberRules.regions.compactMap { region in
            NumberingPlans.shared.example(of: region).map { (region, $0.callingCode, $0.national) }
        }

    @Test("every plan is compiled: the library is never asked")
    func allCompiled() {
        let plans = (1..<1000).compactMap { NumberingPlans.shared[$0] }
        #expect(plans.count > 200)
        for plan in plans { #expect(plan.isCompiled) }
    }

    @Test("random and damaged numbers of every region get the library's verdict")
    func verdicts() throws {
        let seed: UInt64 = 8_12_57
        var random = SplitMix(seed: seed)
        var verdicts = (valid: 0, invalid: 0)
        for example in Self.examples {
            let plan = try #require(NumberingPlans.shared[example.code])
            for _ in 0..<60 {
                var national = example.national
                let kept = random.below(national.count)
                for position in kept..<national.count { national[position] = 0x30 + UInt8(random.below(10)) }
                switch random.below(8) {
                case 0: national.removeLast()
                case 1: national.append(0x30 + UInt8(random.below(10)))
                case 2: national.insert(0x30, at: 0)
                case 3: national = (0..<(2 + random.below(13))).map { _ in 0x30 + UInt8(random.below(10)) }
                default: break
                }
                let (ours, theirs) = national.withUnsafeBufferPointer {
                    (plan.isValid($0), plan.isValidByLibrary($0))
                }
                #expect(
                    ours == theirs, "+\(example.code) \(String(decoding: national, as: UTF8.self)), seed \(seed)")
                verdicts.valid += ours ? 1 : 0
                verdicts.invalid += ours ? 0 : 1
            }
        }
        #expect(verdicts.valid > 2000 && verdicts.invalid > 2000, "the sample reaches both verdicts")
    }

    @Test("calling codes of no country are known too, and unknown ones are not")
    func codes() {
        #expect(NumberingPlans.shared[800] != nil)
        #expect(NumberingPlans.shared[999] == nil)
        #expect(NumberingPlans.shared[0] == nil)
        #expect(NumberingPlans.shared[-1] == nil)
        #expect(NumberingPlans.shared[1000] == nil)
    }
}
