// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What kind of account was pushed: the front of its receipt says it (token-connect 5.3).
public enum PushProduct: String, Sendable, Hashable {
    case credit = "MCC"
    case debit = "DMC"
    case maestro = "MSI"

    /// - Parameters:
    ///   - product: of the account range: `CREDIT`, `DEBIT`, `PREPAID`, `COMBO` or `FLEX`.
    ///   - isMaestro: the scheme knows the range as one of Maestro's.
    init(product: String, isMaestro: Bool) {
        self =
            switch product {
            case _ where isMaestro: .maestro
            case "DEBIT", "PREPAID": .debit
            default: .credit
            }
    }
}
