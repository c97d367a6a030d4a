// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Account
internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import Pages

/// The account's pages, each of plain forms. What a page shows of a consumer is masked.
struct AccountViews: Sendable {
    let clock: any WallClock
    let callers: CallerDirectory
    let cards: ConsumerViews
    let termsURL: String
    let privacyURL: String

    // MARK: Frame

    /// A page with everything around it.
    ///
    /// - Parameter address: what the links to other languages lead to; nil: the path that was asked for.
    func frame(
        _ call: AccountCall, _ title: String, _ main: Markup, isNarrow: Bool = true, address: String? = nil,
        status: Int = 200
    ) -> Page {
        let text = call.text.frame
        let common = ProvisionText.of(call.language).frame
        var page = Page(
            title + " · Click to Pay", language: call.language, brand: .network, brandName: "Click to Pay",
            skipText: common.skip)
        page.main = main
        page.isNarrow = isNarrow
        page.status = status
        if let session = call.session {
            let path = call.request.path
            page.navigation = [
                Page.Link(
                    text.cards, "/account", isCurrent: path == "/account" || path.hasPrefix("/account/cards"),
                    icon: .cards),
                Page.Link(text.browsers, "/account/browsers", isCurrent: path == "/account/browsers", icon: .screen),
                Page.Link(
                    text.data, "/account/data", isCurrent: path == "/account/data" || path == "/account/leave",
                    icon: .person),
            ]
            page.headerForm = Self.form(
                "sign-out", session, "<button type=\"submit\" class=\"bare\">\(text.signOut)</button>")
        }
        page.footer = [Page.Link(common.terms, termsURL), Page.Link(common.privacy, privacyURL)]
        page.footer += PageLanguage.allCases.map {
            Page.Link(
                $0.ownName, "\(address ?? call.request.path)?lang=\($0.rawValue)", language: $0.rawValue,
                isCurrent: $0 == call.language)
        }
        return page
    }

    /// A form of these pages: `action` is what it is for. What is wrong with it the server says, in the page's language
    /// and at its field.
    ///
    /// - Parameter session: whose form it is; nil: nobody is signed in.
    static func form(_ action: String, _ session: AccountSession?, _ content: Markup) -> Markup {
        let mark: Markup? = session.map { "<input type=\"hidden\" name=\"mark\" value=\"\($0.mark)\">" }
        return """
            <form method="post" action="/account" novalidate>\
            <input type="hidden" name="do" value="\(action)">\(mark)\(content)</form>
            """
    }

    func note(_ call: AccountCall) -> Markup? { call.note?.markup(call.text.notes) }

    /// An address or a number within a sentence, which runs from left to right in every language.
    static func isolated(_ address: String) -> String { "\u{2066}\(address)\u{2069}" }

    static func time(_ instant: Timestamp, _ text: AccountText) -> Markup {
        "<time datetime=\"\(String(instant.iso8601.prefix(10)))\">\(text.date(instant))</time>"
    }

    // MARK: Without more

    func plain(
        _ call: AccountCall, _ sign: PageMarks.Sign, _ message: AccountText.Message, more: Markup? = nil, status: Int
    ) -> Page {
        var call = call
        call.session = nil
        return frame(
            call, message.title,
            """
            <section class="panel"><div class="result">\(PageMarks.sign(sign))<h1>\(message.title)</h1>\
            <p class="lead">\(message.lead)</p>\(more)</div></section>
            """, status: status)
    }

    func gone(_ call: AccountCall) -> Page { plain(call, .note, call.text.refusals.gone, status: 404) }

    func inaccessible(_ call: AccountCall) -> Page { plain(call, .bad, call.text.refusals.inaccessible, status: 403) }

    func missing(_ call: AccountCall) -> Page {
        plain(call, .note, call.text.refusals.missing, more: home(call), status: 404)
    }

    func foreign(_ call: AccountCall) -> Page {
        plain(call, .bad, ProvisionText.of(call.language).refusals.form, more: home(call), status: 400)
    }

    func busy(_ call: AccountCall, status: Int) -> Page {
        plain(call, .waiting, ProvisionText.of(call.language).refusals.busy, status: status)
    }

    func failed(_ call: AccountCall) -> Page {
        plain(call, .bad, call.text.refusals.failed, more: home(call), status: 500)
    }

    private func home(_ call: AccountCall) -> Markup {
        """
        <div class="actions"><a class="button quiet" href="/account">\(call.text.frame.account)</a></div>
        """
    }
}
