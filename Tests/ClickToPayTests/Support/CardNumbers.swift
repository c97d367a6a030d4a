// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The check digit by the textbook: written apart from the code under test.
func withCheckDigit(_ digits: String) -> String {
    let table = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
    var sum = 0
    for (index, character) in digits.reversed().enumerated() {
        let digit = Int(String(character)) ?? 0
        sum += index % 2 == 0 ? table[digit] : digit
    }
    return digits + String((10 - sum % 10) % 10)
}
