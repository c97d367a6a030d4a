// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The drawings of the pages.
public enum PageMarks {
    /// The icon of a browser's tab.
    static let icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" \
        fill="#3b3fd8"/><path d="M8 11.5 13 16l-5 4.5M15 11.5 20 16l-5 4.5" fill="none" stroke="#fff" \
        stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/><circle cx="24" cy="16" r="2" \
        fill="#fff"/></svg>
        """

    static func mark(of brand: Page.Brand) -> Markup {
        switch brand {
        case .network:
            """
            <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"/>\
            <path d="M8 11.5 13 16l-5 4.5M15 11.5 20 16l-5 4.5"/><circle cx="24" cy="16" r="2"/></svg>
            """
        case .bank:
            """
            <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"/>\
            <path d="M7 20.5c3 0 3-2 6-2s3 2 6 2 3-2 6-2M16 7v8M12 15h8l-4-8z"/></svg>
            """
        case .shop:
            """
            <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"/>\
            <path d="M16 24V12M16 16c-5 0-7-3-7-7 5 0 7 3 7 7zM16 19c4 0 6-2 6-6-4 0-6 2-6 6z"/></svg>
            """
        }
    }

    /// The network's mark beside what is its own on another's page.
    public static var clickToPay: Markup { mark(of: .network) }

    /// A tick, a cross, an i or an hourglass above what became of something.
    public enum Sign: String, Sendable {
        case good
        case bad
        case note
        case waiting
    }

    public static func sign(_ sign: Sign) -> Markup {
        let path: Markup =
            switch sign {
            case .good: "<path d=\"m14 25 7 7 14-15\"/>"
            case .bad: "<path d=\"m17 17 14 14M31 17 17 31\"/>"
            case .note: "<path d=\"M24 22v11M24 15v1\"/>"
            case .waiting: "<path d=\"M24 14v10l6 4\"/>"
            }
        return """
            <svg class="sign \(sign.rawValue)" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22"/>\
            \(path)</svg>
            """
    }

    /// A picture of a card that shows its last four digits.
    ///
    /// - Parameters:
    ///   - label: what a reader is told who does not see it.
    ///   - name: the issuer's, on the card.
    ///   - brand: whose card it is; nil: that is not said.
    public static func card(
        lastFour: String, label: String, name: String, brand: String? = nil, style: Int = 0
    ) -> Markup {
        let mark = brand.map { "<span class=\"scheme\" dir=\"ltr\">\($0)</span>" as Markup }
        return """
            <div class="card style-\(style % 4)" role="img" aria-label="\(label)"><span class="issuer">\(name)</span>\
            <span class="chip"></span><span class="number" dir="ltr">•••• •••• •••• \(lastFour)</span>\(mark)</div>
            """
    }

    /// Three cards behind each other, above a page about cards.
    public static var cardFan: Markup {
        """
        <svg class="fan" viewBox="0 0 112 80" aria-hidden="true">\
        <rect class="back" x="20" y="2" width="72" height="40" rx="7"/>\
        <rect class="middle" x="11" y="9" width="90" height="50" rx="8"/><rect class="front" x="2" y="18" \
        width="108" height="60" rx="9"/><rect class="chip" x="13" y="38" width="16" height="12" rx="2.5"/>\
        <path d="M14 65h38M84 59l7 6-7 6M93 59l7 6-7 6"/></svg>
        """
    }
}
