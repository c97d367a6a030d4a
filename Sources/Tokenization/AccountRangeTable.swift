// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What the network knows of the account range that a PAN is in.
public struct AccountRangeRule: Sendable, Equatable {
    /// The PAN's first digits.
    public var prefix: String
    /// `CREDIT`, `DEBIT`, `PREPAID`, `COMBO` or `FLEX`.
    public var product: String
    /// ISO 3166-1 alpha-2 of the licence.
    public var country: String
    /// May be in Click to Pay.
    public var isEligible: Bool
    /// The token service is set up for it.
    public var isTokenizable: Bool

    public init(prefix: String, product: String, country: String, isEligible: Bool, isTokenizable: Bool) {
        self.prefix = prefix
        self.product = product
        self.country = country
        self.isEligible = isEligible
        self.isTokenizable = isTokenizable
    }
}

/// A program's account ranges: its own rules, and behind them what the scheme's ranges say. The longest matching prefix
/// counts.
public struct AccountRangeTable: Sendable {
    /// By prefix length, longest first.
    private let rules: [(length: Int, byPrefix: [String: AccountRangeRule])]
    private let issuingCountry: String
    private let allowedCountries: Set<String>
    private let allowedProducts: Set<String>

    /// - Parameters:
    ///   - rules: the program's own; a prefix has 1 to 11 digits.
    ///   - issuingCountry: where cards of the scheme's ranges come from when no rule says it.
    ///   - allowedCountries: where an eligible card is issued (enrollment 16); empty: anywhere.
    ///   - allowedProducts: what an eligible card is (enrollment 16); empty: anything.
    public init(
        rules: [AccountRangeRule], issuingCountry: String, allowedCountries: Set<String> = [],
        allowedProducts: Set<String> = []
    ) {
        self.issuingCountry = issuingCountry
        self.allowedCountries = allowedCountries
        self.allowedProducts = allowedProducts
        let byLength = Dictionary(grouping: rules) { $0.prefix.utf8.count }
        self.rules = byLength.keys.sorted(by: >).map { length in
            let group = byLength[length] ?? []
            return (length, Dictionary(group.map { ($0.prefix, $0) }, uniquingKeysWith: { _, later in later }))
        }
    }

    /// The rule for a PAN.
    ///
    /// - Parameters:
    ///   - panDigits: the PAN.
    ///   - isMaestro: the PAN is in a Maestro range. Maestro cards are eligible only when issued in the Netherlands
    ///     (enrollment 16).
    public func rule(panDigits: String, isMaestro: Bool) -> AccountRangeRule {
        var rule = matching(panDigits: panDigits, isMaestro: isMaestro)
        let isAllowed =
            (allowedCountries.isEmpty || allowedCountries.contains(rule.country))
            && (allowedProducts.isEmpty || allowedProducts.contains(rule.product))
        if !isAllowed { rule.isEligible = false }
        return rule
    }

    private func matching(panDigits: String, isMaestro: Bool) -> AccountRangeRule {
        for (length, byPrefix) in rules where length <= panDigits.utf8.count {
            if let rule = byPrefix[String(decoding: panDigits.utf8.prefix(length), as: UTF8.self)] { return rule }
        }
        return AccountRangeRule(
            prefix: String(decoding: panDigits.utf8.prefix(6), as: UTF8.self),
            product: isMaestro || panDigits.utf8.first == UInt8(ascii: "2") ? "DEBIT" : "CREDIT",
            country: issuingCountry, isEligible: !isMaestro || issuingCountry == "NL", isTokenizable: true)
    }
}
