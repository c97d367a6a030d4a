// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// Everything that the bank says, in one language. Nothing has a default: a language in which a text is missing does
/// not compile.
struct BankTexts: Sendable {
    /// A text with a name, a number or another text in it.
    typealias Filled = @Sendable (String) -> String

    var frame: Frame
    var signIn: SignIn
    var cards: CardList
    var offer: Offer
    var results: Results
    var manage: Manage
    var profile: Profile
    var activation: Activation
    var faults: Faults

    /// What stands around every page.
    struct Frame: Sendable {
        var skip: String
        var cards: String
        var activity: String
        var profile: String
        var signIn: String
        var signOut: String
        var notice: String
        var back: String
        var cancel: String
    }

    struct SignIn: Sendable {
        var title: String
        var lead: String
        var goOn: String
        var userName: String
        var password: String
        var submit: String
        var refused: String
        var people: String
        var peopleLead: String
        var person: String
        var what: String
        var everyday: String
        var outcomes: String
    }

    struct CardList: Sendable {
        var greeting: Filled
        var lead: String
        var credit: String
        var debit: String
        var virtual: String
        /// Of a card, by its last four digits.
        var ending: Filled
        var unseen: String
        var notMade: String
        var notAdded: String
        var processing: String
        var active: String
        var suspended: String
        var needsAuthentication: String
        var declined: String
        var elsewhere: String
        var ineligible: String
        var pitch: Filled
        var add: Filled
        var manage: String
        var look: String
        var authenticate: String
        var unreachable: String
    }

    struct Offer: Sendable {
        var title: Filled
        var lead: Filled
        var shared: String
        var sharedLead: Filled
        var name: String
        var email: String
        var mobile: String
        var address: String
        var card: String
        var cardText: Filled
        var go: String
        var goText: Filled
        var goButton: Filled
        var here: String
        var hereText: String
        /// Around the link: the text before, the text of the link.
        var terms: Filled
        var termsLink: String
        var privacy: Filled
        var privacyLink: String
        var tick: String
        var hereButton: String
        var notNow: String
    }

    /// What became of a journey: a title and what there is to say.
    struct Result: Sendable {
        var title: String
        var text: String
        /// One or two words for lists.
        var word: String
    }

    struct Results: Sendable {
        var added: Result
        var processing: Result
        var stillProcessing: Result
        var duplicate: Result
        var cancelled: Result
        var declined: Result
        var authenticate: Result
        var failed: Result
        var waiting: Result
        var unknown: Result
        /// A return that is not taken.
        var refused: Result
        var password: String
        var confirm: String
        var wrongPassword: String
        var notActivated: String
        var toCards: String
        var again: String
        var lookAgain: String
        var manage: String
    }

    struct Manage: Sendable {
        var state: String
        var token: String
        var tokenText: Filled
        var expires: String
        var asOf: String
        var suspend: String
        var suspendText: String
        var resume: String
        var remove: String
        var removeTitle: String
        var removeText: String
        var removeConfirm: String
        var keep: String
        var elsewhereText: String
        var suspended: String
        var resumed: String
        var removed: String
        var failed: String
    }

    struct Profile: Sendable {
        var title: String
        var lead: String
        var language: String
        var activityTitle: String
        var activityEmpty: String
        var when: String
        var card: String
        var result: String
    }

    struct Activation: Sendable {
        var title: String
        var text: String
        var done: String
        var nothing: String
        var goOn: String
    }

    struct Faults: Sendable {
        var notFound: Result
        var foreign: Result
        var malformed: Result
        var unreachable: Result
        var inside: Result
    }

    static func of(_ language: PageLanguage) -> BankTexts {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .arabic: arabic
        }
    }
}
