// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A language that the pages speak.
public enum PageLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case spanish = "es"
    case french = "fr"
    case german = "de"
    case arabic = "ar"

    /// For a tag such as `de`, `de_AT` or `de-AT`; nil for a language that is not spoken.
    public init?(tag: some StringProtocol) {
        let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
        self.init(rawValue: primary)
    }

    /// The first language of an `Accept-Language` header that is spoken, by the reader's own weights (RFC 9110 12.5.4);
    /// nil when none is.
    public init?(accepting header: String) {
        var best: (language: PageLanguage, weight: Double)?
        for part in header.prefix(Self.headerCharactersMax).split(separator: ",") {
            let pieces = part.split(separator: ";")
            guard let tag = pieces.first?.filter({ $0 != " " }), let language = PageLanguage(tag: tag) else { continue }
            let quality = pieces.dropFirst().first.map { $0.filter { $0 != " " } }
            let weight = quality.map { $0.hasPrefix("q=") ? Double($0.dropFirst(2)) ?? 0 : 0 } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        guard let best else { return nil }
        self = best.language
    }

    private static let headerCharactersMax = 256

    public var isRightToLeft: Bool { self == .arabic }

    /// In the language itself.
    public var ownName: String {
        switch self {
        case .english: "English"
        case .spanish: "Español"
        case .french: "Français"
        case .german: "Deutsch"
        case .arabic: "العربية"
        }
    }
}
