// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// Everything that the shop says, in one language. Nothing has a default: a language in which a text is missing does
/// not compile. `{}` stands for what is filled in.
struct ShopTexts: Sendable {
    var frame: Frame
    var goods: Goods
    var basket: BasketTexts
    var checkout: Checkout
    var preferences: PreferenceTexts
    var wallet: Wallet
    var newCard: NewCard
    var problems: Problems
    var orders: Orders
    var faults: Faults

    struct Frame: Sendable {
        var skip: String
        var plants: String
        var basket: String
        var orders: String
        /// Of the network.
        var account: String
        var notice: String
    }

    struct Plant: Sendable {
        var name: String
        var text: String
    }

    struct Goods: Sendable {
        var title: String
        var lead: String
        var add: String
        var fern: Plant
        var monstera: Plant
        var olive: Plant
    }

    struct BasketTexts: Sendable {
        var title: String
        var empty: String
        var toPlants: String
        var more: String
        var less: String
        var remove: String
        var total: String
        var delivery: String
        var free: String
        var checkout: String
    }

    struct Checkout: Sendable {
        var title: String
        var summary: String
        var noScript: String
        var byCard: String
        var byCardText: String
    }

    struct PreferenceTexts: Sendable {
        var title: String
        var lead: String
        var shipping: String
        var billing: String
        var none: String
        var full: String
        /// Of an address, these two alone.
        var postal: String
        var confirm: String
        var locale: String
        var asPage: String
        var declined: String
        var save: String
    }

    /// What the page says while somebody signs in and pays.
    struct Wallet: Sendable {
        var title: String
        var looking: String
        var lead: String
        var identity: String
        var identityHint: String
        var go: String
        var enterCard: String
        var codeTitle: String
        var codeLead: String
        var code: String
        var remember: String
        var verify: String
        var resend: String
        var otherChannel: String
        var switchIdentity: String
        var cardsTitle: String
        var signedIn: String
        var notYou: String
        var pay: String
        var useNew: String
        var ending: String
        var expires: String
        var expired: String
        var suspended: String
        var noCards: String
        var claimTitle: String
        var claimLead: String
        var claim: String
        var claimed: String
        /// With `{terms}` and `{privacy}`.
        var accept: String
        var terms: String
        var privacy: String
        var windowTitle: String
        var windowText: String
        var windowShow: String
        var finishing: String
    }

    struct NewCard: Sendable {
        var title: String
        var lead: String
        var number: String
        var expiry: String
        var expiryHint: String
        var securityCode: String
        var name: String
        var email: String
        var back: String
    }

    struct Problems: Sendable {
        var unreachable: String
        var tooOften: String
        var locked: String
        var codeWrong: String
        var codeOld: String
        var notSent: String
        var identity: String
        var unknown: String
        var card: String
        var expiry: String
        var securityCode: String
        var refused: String
        var terms: String
        var signedOut: String
        var window: String
        var closed: String
        var other: String
    }

    /// A title and what there is to say.
    struct Result: Sendable {
        var title: String
        var text: String
        /// One or two words for lists.
        var word: String
    }

    struct Orders: Sendable {
        var title: String
        var empty: String
        /// With the order's number.
        var number: String
        var begun: Result
        var unpaid: Result
        var declined: Result
        var authorized: Result
        var cancelled: Result
        var refunded: Result
        var bought: String
        var delivery: String
        var paid: String
        var card: String
        var token: String
        var plainCard: String
        var expires: String
        var dynamicData: String
        var verified: String
        var byCode: String
        var customer: String
        var notGiven: String
        var reports: String
        var reportsLead: String
        var reported: String
        var waiting: String
        var refusedReport: String
        var neverAuthorized: String
        var cancel: String
        var refund: String
        var staff: String
    }

    struct Faults: Sendable {
        var notFound: Result
        var foreign: Result
        var malformed: Result
        var unreachable: Result
        var inside: Result
        var foreignCheckout: Result
    }

    static func of(_ language: PageLanguage) -> ShopTexts {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .arabic: arabic
        }
    }
}

extension String {
    /// The text with something in its gap.
    func filled(_ filling: String) -> String {
        guard let gap = firstRange(of: "{}") else { return self }
        return replacingCharacters(gap, filling)
    }

    private func replacingCharacters(_ gap: Range<Index>, _ filling: String) -> String {
        self[..<gap.lowerBound] + filling + self[gap.upperBound...]
    }
}
