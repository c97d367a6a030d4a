// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The kinds of settings: how each is shown and read.
extension ProgramSetting {
    typealias Place<Value> = WritableKeyPath<ProgramSettings, Value> & Sendable

    static func flag(_ name: String, _ place: any Place<Bool>) -> ProgramSetting {
        ProgramSetting(
            name: name, form: "must be true or false", value: { .flag($0[keyPath: place]) },
            change: { settings, text in Bool(text).map { settings[keyPath: place] = $0 } })
    }

    static func number(_ name: String, _ place: any Place<Int>, _ range: ClosedRange<Int>) -> ProgramSetting {
        ProgramSetting(
            name: name, form: "must be a whole number from \(range.lowerBound) to \(range.upperBound)",
            value: { .number($0[keyPath: place]) },
            change: { settings, text in whole(text, range).map { settings[keyPath: place] = $0 } })
    }

    /// A number, or `default` for the server's own.
    static func rate(_ name: String, _ place: any Place<Int?>, _ range: ClosedRange<Int>) -> ProgramSetting {
        ProgramSetting(
            name: name, form: "must be default or a whole number from \(range.lowerBound) to \(range.upperBound)",
            value: { $0[keyPath: place].map(Value.number) ?? .standard },
            change: { settings, text in
                guard text == "default" else {
                    return whole(text, range).map { settings[keyPath: place] = $0 }
                }
                settings[keyPath: place] = nil
                return ()
            })
    }

    static func text(_ name: String, _ place: any Place<String>, _ range: ClosedRange<Int>) -> ProgramSetting {
        ProgramSetting(
            name: name,
            form: "must have \(range.lowerBound) to \(range.upperBound) characters, none of them a control character",
            value: { .text($0[keyPath: place]) },
            change: { settings, text in
                let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
                guard range.contains(text.count), isPlain else { return nil }
                settings[keyPath: place] = text
                return ()
            })
    }

    static func choice<Word: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ place: any Place<Word>
    ) -> ProgramSetting {
        ProgramSetting(
            name: name, form: "must be one of \(Word.allCases.map(\.rawValue).joined(separator: ", "))",
            value: { .text($0[keyPath: place].rawValue) },
            change: { settings, text in Word(rawValue: text).map { settings[keyPath: place] = $0 } })
    }

    /// Words joined by commas, or `none`.
    static func list(
        _ name: String, _ place: any Place<[String]>, _ what: String, _ read: @escaping @Sendable (String) -> String?
    ) -> ProgramSetting {
        ProgramSetting(
            name: name, form: "must be none, or a list of \(what)", value: { .list($0[keyPath: place]) },
            change: { settings, text in items(text, read).map { settings[keyPath: place] = $0 } })
    }

    private static let itemsMax = 1000

    /// Nil when one of the items is not readable.
    static func items<Item>(_ text: String, _ read: (String) -> Item?) -> [Item]? {
        if text == "none" { return [] }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let items = words.compactMap { read(String($0)) }
        return items.count == words.count && items.count <= itemsMax ? items : nil
    }

    static func whole(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else { return nil }
        return range.contains(number) ? number : nil
    }
}

extension EmptyProfilePolicy {
    /// `never`, `immediate`, or days (enrollment 13.5).
    init?(_ text: String) {
        switch text {
        case "never": self = .keep
        case "immediate": self = .purgeAtOnce
        default:
            guard let days = ProgramSetting.whole(text, 1...3650) else { return nil }
            self = .purgeAfterDays(days)
        }
    }

    var value: ProgramSetting.Value {
        switch self {
        case .keep: .text("never")
        case .purgeAtOnce: .text("immediate")
        case .purgeAfterDays(let days): .number(days)
        }
    }
}

extension AccountRangeSetting {
    /// `PREFIX:PRODUCT:COUNTRY`, then `:ineligible` and `:untokenizable` where they hold.
    init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, (1...11).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ (48...57).contains($0) }), let product = ProgramSetting.product(parts[1]),
            let country = ProgramSetting.country(parts[2])
        else { return nil }
        let words = parts.dropFirst(3)
        guard words.allSatisfy({ ["ineligible", "untokenizable"].contains($0) }) else { return nil }
        self.init(
            prefix: parts[0], product: product, country: country, isEligible: !words.contains("ineligible"),
            isTokenizable: !words.contains("untokenizable"))
    }

    var text: String {
        "\(prefix):\(product):\(country)" + (isEligible ? "" : ":ineligible")
            + (isTokenizable ? "" : ":untokenizable")
    }
}
