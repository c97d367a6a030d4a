// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Pages

/// What the account's pages say, in one language. Every language has every text: the compiler sees to it. What they
/// have in common with the provisioning page stands there.
struct AccountText: Sendable {
    typealias Message = ProvisionText.Message

    struct Frame: Sendable {
        var account: String
        var cards: String
        var browsers: String
        var data: String
        var signOut: String
        /// With year, month (1 to 12) and day.
        var date: @Sendable (Int, Int, Int) -> String
    }

    struct SignIn: Sendable {
        var title: String
        var lead: String
        var label: String
        var hint: String
        var fault: String
        var unknown: String
        /// With the seconds to wait.
        var tooSoon: @Sendable (Int) -> String
        var blocked: String
        var tooMany: String
        var wrong: String
        var void: String
        var tooLate: String
        var other: String
        /// Who is signed in proves it again. With the masked address.
        var again: (title: String, lead: @Sendable (String) -> String)
    }

    struct Notes: Sendable {
        var signedOut: String
        var ended: String
        var removed: String
        var added: String
        var forgotten: String
        var forgottenAll: String
        var addressRemoved: String
        var stale: String
    }

    struct Cards: Sendable {
        var title: String
        /// With the masked address.
        var lead: @Sendable (String) -> String
        var none: Message
        /// A tag, and a sentence below it.
        var ready: Message
        var pending: Message
        var pendingAddress: String
        var suspended: Message
        var expired: Message
        /// Before month and year.
        var expires: String
        var remove: String
        /// With the last four digits.
        var removeNamed: @Sendable (String) -> String
    }

    struct Claims: Sendable {
        var title: String
        var lead: String
        var cards: String
        var add: String
        var choose: String
        var declined: String
        var ineligible: String
        var failed: String
    }

    struct Removal: Sendable {
        var title: String
        var lead: String
        var confirm: String
        var keep: String
    }

    struct Browsers: Sendable {
        var title: String
        var lead: String
        var none: String
        /// In the place of a shop's name.
        var here: String
        var adding: String
        var shop: String
        /// With a date.
        var since: @Sendable (String) -> String
        var this: String
        var forget: String
        /// With the shop's name.
        var forgetNamed: @Sendable (String) -> String
        var forgetAll: String
        var code: String
    }

    struct Data: Sendable {
        var title: String
        var lead: String
        var none: String
        /// With the bank's name.
        var at: @Sendable (String) -> String
        var name: String
        var email: String
        var mobile: String
        var country: String
        var language: String
        var since: String
        var consents: String
        var terms: String
        var privacy: String
        var cookies: String
        var location: String
        var messages: String
        var storage: String
        var rememberMe: String
        /// With the version of a text.
        var version: @Sendable (String) -> String
        var addresses: String
        /// With the last four digits.
        var billing: @Sendable (String) -> String
        var shipping: String
        var typed: String
        var given: String
        var removeAddress: String
        var leave: Message
    }

    struct Leaving: Sendable {
        var title: String
        var points: [String]
        var back: String
        var confirm: String
        var stay: String
        var left: Message
        var blocked: String
    }

    struct Refusals: Sendable {
        var gone: Message
        var inaccessible: Message
        var missing: Message
        var failed: Message
    }

    var frame: Frame
    var signIn: SignIn
    var notes: Notes
    var cards: Cards
    var claims: Claims
    var removal: Removal
    var browsers: Browsers
    var data: Data
    var leaving: Leaving
    var refusals: Refusals

    static func of(_ language: PageLanguage) -> AccountText {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .arabic: arabic
        }
    }

    func date(_ instant: Timestamp) -> String {
        let (year, month, day) = instant.day
        return frame.date(year, month, day)
    }
}
