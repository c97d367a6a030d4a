// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// What the window of a checkout says, in one language. Every language has every text: the compiler sees to it. What it
/// has in common with the provisioning page stands there.
struct CheckoutText: Sendable {
    /// Of the sentence that asks whether data may be stored with the issuer; to be raised when its meaning changes.
    static let storageVersion = "1"

    typealias Message = ProvisionText.Message

    struct Terms: Sendable {
        var title: String
        /// With the shop's name.
        var lead: @Sendable (String) -> String
        var next: String
    }

    struct DataForm: Sendable {
        var title: String
        /// With the shop's name.
        var lead: @Sendable (String) -> String
        var billing: String
        var shipping: String
        var contact: String
        var name: String
        var line1: String
        var line2: String
        var city: String
        var state: String
        var zip: String
        var country: String
        var countryHint: String
        /// With the bank's name.
        var consent: @Sendable (String) -> String
        var consentHint: String
        var fault: String
        var next: String
    }

    struct SecurityCode: Sendable {
        var title: String
        var lead: String
        var label: String
        var fault: String
    }

    struct Confirm: Sendable {
        var title: String
        /// With the shop's name.
        var lead: @Sendable (String) -> String
        var pay: String
        /// With the amount.
        var payAmount: @Sendable (String) -> String
        var otherCard: String
        var notMe: String
    }

    struct Results: Sendable {
        var complete: Message
        var cancelled: Message
        var elsewhere: Message
        var error: Message
        var lost: Message
        var form: Message
        var busy: Message
    }

    var terms: Terms
    var data: DataForm
    var securityCode: SecurityCode
    var confirm: Confirm
    var results: Results

    static func of(_ language: PageLanguage) -> CheckoutText {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .arabic: arabic
        }
    }
}
