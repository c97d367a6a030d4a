// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// What the provisioning page says, in one language. Every language has every text: the compiler sees to it.
struct ProvisionText: Sendable {
    /// A title and a sentence or two below it.
    struct Message: Sendable {
        var title: String
        var lead: String

        init(_ title: String, _ lead: String) {
            self.title = title
            self.lead = lead
        }
    }

    struct Frame: Sendable {
        var skip: String
        var terms: String
        var privacy: String
        var cancel: String
        /// Back to the form with the consumer's details.
        var change: String
        /// With the bank's name.
        var backTo: @Sendable (String) -> String
        var step: @Sendable (Int, Int) -> String
        /// With the last four digits.
        var card: @Sendable (String) -> String
    }

    struct Details: Sendable {
        var title: String
        var lead: @Sendable (String) -> String
        var firstName: String
        var lastName: String
        var email: String
        var emailHint: String
        var dialCode: String
        var mobile: String
        var nameFault: String
        var emailFault: String
        var dialCodeFault: String
        var mobileFault: String
        var next: String
    }

    struct Code: Sendable {
        var choose: Message
        var byEmail: String
        var byMessage: String
        var send: String
        var enterTitle: String
        /// With the masked address.
        var enterLead: @Sendable (String) -> String
        var label: String
        var formFault: String
        var wrong: @Sendable (Int) -> String
        var confirm: String
        var again: String
        var tooSoon: String
        var failed: String
        var noChannel: String
    }

    struct Consent: Sendable {
        var title: String
        /// With the masked address of the profile.
        var known: @Sendable (String) -> String
        var new: String
        var notMe: String
        /// Before, between and after the two links.
        var accept: (String, String, String)
        var acceptFault: String
        var remember: String
        var rememberHint: String
        var add: String
    }

    struct Activation: Sendable {
        var title: String
        var lead: @Sendable (String) -> String
        var app: String
        var website: String
        var done: String
        var waiting: String
        var later: String
    }

    struct Results: Sendable {
        var approved: Message
        var duplicate: Message
        var declined: Message
        var cancelled: Message
        var authenticate: Message
        var error: Message
    }

    struct Refusals: Sendable {
        var link: Message
        var callback: Message
        var receipt: Message
        var expired: Message
        var used: Message
        var cancelled: Message
        var several: Message
        var lost: Message
        var form: Message
        var busy: Message
        var developers: String
    }

    var frame: Frame
    var details: Details
    var code: Code
    var consent: Consent
    var activation: Activation
    var results: Results
    var refusals: Refusals

    static func of(_ language: PageLanguage) -> ProvisionText {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .arabic: arabic
        }
    }
}
