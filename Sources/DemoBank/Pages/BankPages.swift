// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Cryptography
internal import HTTPService
internal import IssuerKit
internal import Pages

/// The bank's pages, and what their forms do. Each file beside this one holds a part of them.
struct BankPages: Sendable {
    static let bankName = "Harbour Bank"

    let desk: ClickToPayDesk
    let sessions: BankSessions
    let clock: any WallClock
    /// Takes the network's notifications; nil when the profile has no key for them.
    let receiver: NotificationReceiver?

    /// An empty page with everything around it.
    ///
    /// - Parameter address: what the links to other languages lead to; this page when nil.
    func frame(_ title: String, _ call: BankCall, address: String? = nil) -> Page {
        let texts = call.texts.frame
        var page = Page(
            title + " · " + Self.bankName, language: call.language, brand: .bank, brandName: Self.bankName,
            skipText: texts.skip)
        if call.customer != nil {
            let path = call.request.path
            page.navigation = [
                Page.Link(texts.cards, "/bank/cards", isCurrent: path.hasPrefix("/bank/cards"), icon: .cards),
                Page.Link(
                    texts.activity, "/bank/activity",
                    isCurrent: path.hasPrefix("/bank/activity") || path.hasPrefix("/bank/results"), icon: .list),
                Page.Link(texts.profile, "/bank/profile", isCurrent: path == "/bank/profile", icon: .person),
            ]
            page.headerForm = """
                <form method="post" action="/bank/sign-out"><button type="submit" class="bare">\(texts.signOut)\
                </button></form>
                """
        }
        let base = address ?? call.address
        let joint = base.contains("?") ? "&" : "?"
        page.footer = PageLanguage.allCases.map { language in
            Page.Link(
                language.ownName, base + joint + "lang=" + language.rawValue, language: language.rawValue,
                isCurrent: language == call.language)
        }
        page.footerText = "<p>\(texts.notice)</p>"
        return page
    }

    /// A page that only says something.
    func fault(_ says: BankTexts.Result, _ status: Int, _ call: BankCall) -> HTTPResponse {
        var page = frame(says.title, call, address: "/bank/cards")
        page.status = status
        let label = call.customer == nil ? call.texts.frame.signIn : call.texts.results.toCards
        page.main = """
            <section class="panel result">\(PageMarks.sign(.note))<h1>\(says.title)</h1>\
            <p class="lead">\(says.text)</p>\
            <div class="actions"><a class="button main" href="/bank">\(label)</a></div></section>
            """
        return page.response
    }

    // MARK: What pages share

    static func isPassword(_ given: String?) -> Bool {
        constantTimeEqual(
            SHA256.hash(Array((given ?? "").utf8)), SHA256.hash(Array(DemoCustomers.password.utf8)))
    }

    /// Whether it is a page of the bank: a form hands it on, and a form can be written by anybody.
    static func isLocal(_ address: String) -> Bool {
        guard address.utf8.count <= 4096, address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else {
            return false
        }
        return address == "/bank" || address.hasPrefix("/bank/") || address.hasPrefix("/bank?")
    }

    static func name(of kind: DemoCard.Kind, _ texts: BankTexts) -> String {
        switch kind {
        case .credit: texts.cards.credit
        case .debit: texts.cards.debit
        case .virtual: texts.cards.virtual
        }
    }

    static func picture(_ card: DemoCard, _ face: CardFace?, _ texts: BankTexts) -> Markup {
        PageMarks.card(
            lastFour: face?.lastFour ?? "••••",
            label: name(of: card.kind, texts) + ", " + texts.cards.ending(face?.lastFour ?? "—"), name: bankName,
            style: card.style)
    }

    /// Minutes are enough, in UTC.
    static func time(_ moment: Timestamp) -> Markup {
        let text = moment.iso8601
        return """
            <time datetime="\(text)" dir="ltr">\(String(text.prefix(10))) \(String(text.dropFirst(11).prefix(5))) UTC\
            </time>
            """
    }
}
