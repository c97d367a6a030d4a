// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The check digit of card numbers (ISO/IEC 7812-1, annex B).
package enum Luhn {
    /// Whether ASCII digits end with their check digit.
    package static func isValid(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
        var sum = 0
        var isDoubled = false
        for byte in digits.reversed() {
            let digit = Int(byte &- UInt8(ascii: "0"))
            sum += isDoubled ? doubled(digit) : digit
            isDoubled.toggle()
        }
        return sum % 10 == 0
    }

    private static func doubled(_ digit: Int) -> Int {
        digit < 5 ? digit * 2 : digit * 2 - 9
    }
}
