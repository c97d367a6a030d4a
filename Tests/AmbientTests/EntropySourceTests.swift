// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Testing

@Suite struct EntropySourceTests {
    @Test("A UUID is one for Foundation too, of version 4 and the RFC's variant, and never the same twice")
    func uuid() throws {
        let entropy = SystemEntropy()
        var seen = Set<String>()
        for _ in 0..<200 {
            let text = entropy.uuid()
            let parsed = try #require(UUID(uuidString: text))
            #expect(parsed.uuidString.lowercased() == text)
            #expect(text.utf8.count == 36)
            #expect(parsed.uuid.6 >> 4 == 4)
            #expect(parsed.uuid.8 >> 6 == 0b10)
            #expect(seen.insert(text).inserted)
        }
    }

    @Test("The system's random bytes fill every length to its end, and half of their bits are set")
    func fills() {
        let entropy = SystemEntropy()
        for count in [0, 1, 7, 255, 256, 257, 1000] { #expect(entropy.bytes(count).count == count) }
        let bytes = entropy.bytes(100_000)
        let bits = bytes.reduce(0) { $0 + $1.nonzeroBitCount }
        // 400,000 expected with a deviation of 447: ten of them never happen.
        #expect(abs(bits - 400_000) < 4_500)
        #expect(bytes.suffix(16).contains { $0 != 0 })
    }

    @Test("The same seed gives the same bytes, another seed others")
    func seeded() {
        #expect(SeededEntropy(seed: 7).bytes(33) == SeededEntropy(seed: 7).bytes(33))
        #expect(SeededEntropy(seed: 7).bytes(33) != SeededEntropy(seed: 8).bytes(33))
    }
}
