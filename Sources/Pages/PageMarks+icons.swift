// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension PageMarks {
    /// A small drawing beside a link.
    public enum Icon: String, Sendable {
        case cards
        case list
        case person
        case screen
        case leaf
        case basket
    }

    static func icon(_ icon: Icon) -> Markup {
        let path: Markup =
            switch icon {
            case .cards: "<rect x=\"3\" y=\"5.5\" width=\"18\" height=\"13\" rx=\"2.5\"/><path d=\"M3 10h18M7 15h3\"/>"
            case .list: "<path d=\"M4 6.5h16M4 12h16M4 17.5h10\"/>"
            case .leaf: "<path d=\"M5 19c0-9 5-14 14-14 0 9-5 14-12 14M5 19c2-5 5-8 9-10\"/>"
            case .basket: "<path d=\"M4 9.5h16l-1.6 9.5H5.6zM8.5 9.5 11 4.5M15.5 9.5 13 4.5\"/>"
            case .screen:
                "<rect x=\"3\" y=\"4.5\" width=\"18\" height=\"12\" rx=\"2\"/><path d=\"M8.5 20h7M12 16.5V20\"/>"
            case .person:
                "<circle cx=\"12\" cy=\"8.5\" r=\"3.7\"/><path d=\"M4.8 19.5c1-3.7 3.8-5.3 7.2-5.3s6.2 1.6 7.2 5.3\"/>"
            }
        return "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\(path)</svg>"
    }
}
