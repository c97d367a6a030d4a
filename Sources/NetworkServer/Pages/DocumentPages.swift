// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPService
internal import Pages

/// The network's own terms and privacy notice, for an operator who has none of their own at hand.
struct DocumentPages: Sendable {
    /// What the consumer accepts: the day from which the texts are so.
    static let version = "2026-11-27"

    func terms(_ request: HTTPRequest) -> HTTPResponse {
        let language = Self.language(request)
        return page(ProvisionText.of(language).frame.terms, DocumentText.of(language).terms, language)
    }

    func privacy(_ request: HTTPRequest) -> HTTPResponse {
        let language = Self.language(request)
        return page(ProvisionText.of(language).frame.privacy, DocumentText.of(language).privacy, language)
    }

    private func page(_ title: String, _ paragraphs: [String], _ language: PageLanguage) -> HTTPResponse {
        let frame = ProvisionText.of(language).frame
        var page = Page(title, language: language, brand: .network, brandName: "Click to Pay", skipText: frame.skip)
        let body = Markup(paragraphs.map { "<p>\($0)</p>" as Markup })
        page.main = "<article class=\"panel\"><h1>\(title)</h1>\(body)</article>"
        page.footer = [Page.Link(AccountText.of(language).frame.account, "/account")]
        page.footer += PageLanguage.allCases.map {
            Page.Link($0.ownName, "?lang=\($0.rawValue)", language: $0.rawValue, isCurrent: $0 == language)
        }
        return page.response
    }

    private static func language(_ request: HTTPRequest) -> PageLanguage {
        request.chosenLanguage ?? request.headers["Accept-Language"].flatMap(PageLanguage.init(accepting:)) ?? .english
    }
}
