// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import AmbientTesting
import Foundation
import Vault

/// A vault in a temporary directory, which goes with it.
final class TemporaryVault: Sendable {
    let clock = ManualClock()
    let vault: Vault
    private let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "muster-tokenization-" + UUID().uuidString
        vault = try Vault.open(
            directory: directory, rootKey: .file(path: directory + "/root.key", createIfMissing: true), create: true,
            clock: clock)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }
}

/// The Luhn check, written apart from the code under test (ISO/IEC 7812-1).
func passesLuhn(_ digits: String) -> Bool {
    let doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
        guard let value = digit.wholeNumberValue else { return false }
        sum += place % 2 == 1 ? doubled[value] : value
    }
    return sum % 10 == 0
}
