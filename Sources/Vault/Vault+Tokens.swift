// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

extension Vault {
    /// The payment account reference of a PAN: `5001` and 25 characters out of 0-9 and A-Z, 29 in all. The same PAN has
    /// the same one for ever, and nothing leads back from it without the index key.
    ///
    /// - Parameter digits: the PAN's digits in ASCII.
    public func paymentAccountReference(pan digits: [UInt8]) -> String {
        // No blind index has the kind 0, so that neither value can be taken for the other.
        let head: StaticString = "\0payment account reference\0"
        return digits.withUnsafeBytes { digits in
            withIndexCode(
                of: digits, headCount: head.utf8CodeUnitCount,
                writeHead: { text in
                    for index in 0..<head.utf8CodeUnitCount { text[index] = head.utf8Start[index] }
                }, Self.formatReference)
        }
    }

    /// `5001`, then the 256-bit number in `code` (big-endian) to base 36, its 25 lowest digits, lowest first. They use
    /// 130 of the 256 bits: no character is favoured.
    private static func formatReference(code: UnsafeRawBufferPointer) -> String {
        let digitsPerTurn = 5
        let base: UInt64 = 60_466_176  // 36 to the power of 5: long division by it stays within 64 bits.
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 8) { words in
            for index in 0..<8 {
                words[index] = UInt64(UInt32(bigEndian: code.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
            }
            return String(unsafeUninitializedCapacity: 29) { text in
                for (index, character) in "5001".utf8.enumerated() { text[index] = character }
                var at = 4
                while at < 29 {
                    var remainder: UInt64 = 0
                    for index in 0..<8 {
                        let value = remainder << 32 | words[index]
                        words[index] = value / base
                        remainder = value % base
                    }
                    for _ in 0..<digitsPerTurn {
                        let digit = UInt8(remainder % 36)
                        text[at] = digit < 10 ? digit + 0x30 : digit + 0x37
                        remainder /= 36
                        at += 1
                    }
                }
                return at
            }
        }
    }

    /// The token number of a sequence: BIN, nine digits, check digit; 16 digits in ASCII that pass the Luhn check. No
    /// two sequences of a BIN have the same number, and consecutive ones look unrelated.
    ///
    /// - Parameters:
    ///   - bin: six digits in ASCII.
    ///   - sequence: 0 ..< 1,000,000,000, counted per BIN.
    /// - Throws: `malformedBIN`; `tokenNumbersExhausted` when the sequence is out of range.
    public func tokenNumber(bin: [UInt8], sequence: Int64) throws(VaultError) -> [UInt8] {
        let binNumber = try Self.number(ofBIN: bin)
        guard sequence >= 0, sequence < DigitPermutation.count else {
            throw VaultError(.tokenNumbersExhausted, "a BIN has token numbers for the sequences 0 to 999999999")
        }
        var value = keys.tokenNumbers.forward(UInt32(sequence), bin: binNumber)
        var digits = bin + [UInt8](repeating: 0, count: 10)
        for index in (6..<15).reversed() {
            digits[index] = UInt8(value % 10) + 0x30
            value /= 10
        }
        digits[15] = Self.checkDigit(of: digits[..<15])
        return digits
    }

    /// The sequence behind a token number: undoes `tokenNumber`, so that a token is found without an index. Nil when
    /// it is not 16 digits or fails the Luhn check. Every number that passes has a sequence, given out or not.
    public func tokenSequence(of tokenNumber: [UInt8]) -> Int64? {
        guard tokenNumber.count == 16, tokenNumber.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            Self.checkDigit(of: tokenNumber[..<15]) == tokenNumber[15],
            let bin = try? Self.number(ofBIN: Array(tokenNumber[..<6]))
        else { return nil }
        let value = tokenNumber[6..<15].reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
        return Int64(keys.tokenNumbers.backward(value, bin: bin))
    }

    private static func number(ofBIN bin: [UInt8]) throws(VaultError) -> UInt32 {
        guard bin.count == 6, bin.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            throw VaultError(.malformedBIN, "a BIN has six digits")
        }
        return bin.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
    }

    /// The digit that makes `digits` pass the Luhn check (ISO/IEC 7812-1) when it is put behind them.
    private static func checkDigit(of digits: ArraySlice<UInt8>) -> UInt8 {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = Int(digit - 0x30)
            sum += place % 2 == 0 ? (value * 2) / 10 + (value * 2) % 10 : value
        }
        return UInt8((10 - sum % 10) % 10) + 0x30
    }
}
