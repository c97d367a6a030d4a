// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import Vault

@Suite struct TokenNumberTests {
    private let vault: Vault
    private let bin = Array("520473".utf8)

    init() throws {
        vault = try sharedVault.get()
    }

    /// The Luhn check as the textbook has it: double every second digit from the right, cast out nines.
    private func passesLuhn(_ digits: [UInt8]) -> Bool {
        let doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            sum += place % 2 == 1 ? doubled[Int(digit) - 48] : Int(digit) - 48
        }
        return sum % 10 == 0
    }

    @Test("A token number has the BIN, 16 digits and a right check digit, and leads back to its sequence.")
    func shape() throws {
        #expect(passesLuhn(Array("4111111111111111".utf8)))
        #expect(!passesLuhn(Array("4111111111111112".utf8)))
        for sequence in [0, 1, 2, 999, 123_456_789, 999_999_998, 999_999_999] + Array(1000..<1500) as [Int64] {
            let number = try vault.tokenNumber(bin: bin, sequence: sequence)
            #expect(number.count == 16)
            #expect(Array(number[..<6]) == bin)
            #expect(number.allSatisfy { (48...57).contains($0) })
            #expect(passesLuhn(number))
            #expect(vault.tokenSequence(of: number) == sequence)
        }
    }

    @Test("A million sequences, in both directions and spread over the whole range, give a million numbers.")
    func distinct() {
        // The permutation alone: BIN and check digit follow from it, as `shape` shows.
        let permutation = vault.keys.tokenNumbers
        let count = 1_000_000
        let parts = 4
        var taken = [UInt64](repeating: 0, count: 1_000_000_000 / 64 + 1)
        let numbers = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: count)
        defer { numbers.deallocate() }
        nonisolated(unsafe) let shared = numbers
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            for index in part * count / parts..<(part + 1) * count / parts {
                // Half of them in a row, as they are given out; half spread, to reach every corner of the range.
                let sequence = index % 2 == 0 ? UInt32(index / 2) : UInt32(500_000 + index * 999)
                shared[index] = permutation.forward(sequence, bin: 520_473)
            }
        }
        var repeated = 0
        var high = 0
        for number in numbers {
            let bit = UInt64(1) << UInt64(number % 64)
            if taken[Int(number / 64)] & bit != 0 { repeated += 1 }
            taken[Int(number / 64)] |= bit
            if number >= 500_000_000 { high += 1 }
        }
        #expect(repeated == 0)
        #expect(numbers.allSatisfy { $0 < 1_000_000_000 })
        // An even spread; the bounds are some twenty standard deviations wide.
        #expect((490_000...510_000).contains(high))
    }

    @Test("Each BIN has an order of its own.")
    func perBIN() throws {
        let other = Array("520474".utf8)
        let same = try (0..<200).count { sequence in
            try vault.tokenNumber(bin: bin, sequence: sequence)[6..<15]
                == vault.tokenNumber(bin: other, sequence: sequence)[6..<15]
        }
        #expect(same == 0)
    }

    @Test("Sequences outside the range are refused, and so is what is no BIN.")
    func bounds() {
        for sequence in [-1, 1_000_000_000, .max, .min] as [Int64] {
            #expect(throws: VaultError(.tokenNumbersExhausted, "")) {
                try vault.tokenNumber(bin: bin, sequence: sequence)
            }
        }
        for bin in ["", "52047", "5204731", "52047x"] {
            #expect(throws: VaultError(.malformedBIN, "")) { try vault.tokenNumber(bin: Array(bin.utf8), sequence: 0) }
        }
    }

    @Test("What is no token number has no sequence.")
    func noSequence() throws {
        var number = try vault.tokenNumber(bin: bin, sequence: 3)
        #expect(vault.tokenSequence(of: Array(number.dropLast())) == nil)
        #expect(vault.tokenSequence(of: number + [48]) == nil)
        number[15] = number[15] == 48 ? 49 : 48
        #expect(vault.tokenSequence(of: number) == nil)
        #expect(vault.tokenSequence(of: Array("520473000000000x".utf8)) == nil)
        #expect(vault.tokenSequence(of: []) == nil)
    }

    @Test("A payment account reference has 29 characters, begins with 5001 and belongs to its PAN alone.")
    func paymentAccountReference() {
        var seen: Set<String> = []
        for account in 0..<2000 {
            let pan = Array("51860099\(10_000_000 + account)".utf8)
            let reference = vault.paymentAccountReference(pan: pan)
            #expect(reference.wholeMatch(of: /5001[0-9A-Z]{25}/) != nil)
            #expect(vault.paymentAccountReference(pan: pan) == reference)
            seen.insert(reference)
        }
        #expect(seen.count == 2000)
        let used = Set(seen.joined())
        #expect(used.count == 36, "every character occurs")
    }
}
