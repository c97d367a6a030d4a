// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Who initiated an enrollment (enrollment 6.4).
public struct CardSource: RawRepresentable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public static let issuer = CardSource(rawValue: "ISSUER")
    public static let cardholder = CardSource(rawValue: "CARDHOLDER")
    public static let existingCredential = CardSource(rawValue: "EXISTING_CREDENTIAL")
    public static let merchant = CardSource(rawValue: "MERCHANT")
    public static let wallet = CardSource(rawValue: "WALLET")

    static let all: [CardSource] = [.issuer, .cardholder, .existingCredential, .merchant, .wallet]
}
