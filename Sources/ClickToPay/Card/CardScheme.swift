// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A brand of cards that can be enrolled, in the word that `paymentCardDescriptor` uses.
public enum CardScheme: String, Sendable, Hashable, CaseIterable {
    case mastercard, maestro
}
