// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient

/// Randomness of the standard library's kind from an entropy source.
struct EntropyGenerator: RandomNumberGenerator {
    private let entropy: any EntropySource

    init(_ entropy: any EntropySource) {
        self.entropy = entropy
    }

    mutating func next() -> UInt64 {
        entropy.word()
    }
}

/// A text with a few changes: bytes replaced, pieces cut out, doubled or exchanged, dots put in.
func mutated(_ text: [UInt8], _ generator: inout EntropyGenerator) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...3, using: &generator) where !text.isEmpty {
        let start = Int.random(in: 0..<text.count, using: &generator)
        let end = min(text.count, start + Int.random(in: 1...40, using: &generator))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: text[start] = UInt8.random(in: 0...255, using: &generator)
        case 1: text[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: text.removeSubrange(start..<end)
        case 3: text.insert(contentsOf: text[start..<end], at: start)
        case 4: text.insert(UInt8(ascii: "."), at: start)
        default: text.removeLast(text.count - start)
        }
    }
    return text
}
