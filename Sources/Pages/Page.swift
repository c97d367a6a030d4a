// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import HTTPService

/// A whole page: what every page of the network, the bank and the shop has around its content.
///
/// No page asks anybody else for anything: styles and script come from the same server, and the policy forbids the
/// rest. Pages are never kept by a browser or a proxy, since they show whose they are.
public struct Page: Sendable {
    /// Whose page it is: colours and mark follow it.
    public enum Brand: String, Sendable {
        case network
        case bank
        case shop
    }

    /// A link of the header or the footer.
    public struct Link: Sendable {
        public var text: String
        public var target: String
        /// A language's own tag, where the text is in another language than the page.
        public var language: String?
        public var isCurrent: Bool
        /// A drawing beside the text, for those who see it.
        public var icon: PageMarks.Icon?

        public init(
            _ text: String, _ target: String, language: String? = nil, isCurrent: Bool = false,
            icon: PageMarks.Icon? = nil
        ) {
            self.text = text
            self.target = target
            self.language = language
            self.isCurrent = isCurrent
            self.icon = icon
        }
    }

    public var title: String
    public var language: PageLanguage
    public var brand: Brand
    /// The name beside the mark.
    public var brandName: String
    /// "Skip to content" in the page's language.
    public var skipText: String
    public var main: Markup = ""
    public var navigation: [Link] = []
    /// A form that stands at the end of the header, such as the one to sign out.
    public var headerForm: Markup?
    public var footer: [Link] = []
    public var footerText: Markup?
    /// The origins that a form of this page may lead to in the end, beside its own: a browser applies `form-action` to
    /// where the answer of a form redirects.
    public var formTargets: [String] = []
    /// The origins whose scripts this page runs and which they call, beside its own: of those that a shop pays through.
    public var partners: [String] = []
    /// The one origin whose pages may show this page inside of them; nil: none may.
    public var framer: String?
    /// Scripts of the page's own server beside the common one.
    public var scripts: [String] = []
    /// Narrow pages hold one task.
    public var isNarrow = true
    public var status = 200

    public init(_ title: String, language: PageLanguage, brand: Brand, brandName: String, skipText: String) {
        self.title = title
        self.language = language
        self.brand = brand
        self.brandName = brandName
        self.skipText = skipText
    }

    public var markup: Markup {
        let links = navigation.map(Self.anchor)
        let navigation: Markup? = links.isEmpty ? nil : "<nav class=\"menu\">\(Markup(links))</nav>"
        let footerLinks: Markup? =
            footer.isEmpty ? nil : "<div class=\"links\">\(Markup(footer.map(Self.anchor)))</div>"
        let direction: Markup = language.isRightToLeft ? " dir=\"rtl\"" : ""
        let more = Markup(scripts.map { "<script type=\"module\" src=\"\($0)\"></script>\n" as Markup })
        return """
            <!doctype html>
            <html lang="\(language.rawValue)"\(direction)>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <link rel="icon" href="\(PageAssets.iconPath)" type="image/svg+xml">
            <link rel="stylesheet" href="\(PageAssets.stylesheetPath)">
            <script type="module" src="\(PageAssets.scriptPath)"></script>
            \(more)</head>
            <body class="brand-\(brand.rawValue)">
            <a class="skip" href="#main">\(skipText)</a>
            <header class="top"><div class="bar">\
            <span class="name">\(PageMarks.mark(of: brand))<span>\(brandName)</span></span>\(navigation)\(headerForm)\
            </div></header>
            <main id="main" class="\(isNarrow ? "narrow" : "wide")" tabindex="-1">
            \(main)
            </main>
            <footer class="end"><div class="bar">\(footerText)\(footerLinks)</div></footer>
            </body>
            </html>

            """
    }

    private static func anchor(_ link: Link) -> Markup {
        let language: Markup? = link.language.map { " lang=\"\($0)\" hreflang=\"\($0)\"" }
        let current: Markup? = link.isCurrent ? " aria-current=\"page\"" : nil
        let icon = link.icon.map(PageMarks.icon)
        return "<a href=\"\(link.target)\"\(language)\(current)>\(icon)\(link.text)</a>"
    }

    public var response: HTTPResponse {
        HTTPResponse(
            status: status,
            headers: PageHeaders.page(language, formTargets: formTargets, partners: partners, framer: framer),
            body: markup.bytes)
    }
}
