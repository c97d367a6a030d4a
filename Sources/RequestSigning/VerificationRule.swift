// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Which base strings a verifier accepts (security 2.4).
public struct VerificationRule: Sendable, Hashable, CustomStringConvertible {
    /// `S1`, `G` or `rfc5849`, with `+Q_pct` when that form is added.
    public let name: String
    /// In the order in which they are tried.
    public let forms: [BaseStringForm]

    /// Accepts all three families of clients. The default.
    public static let s1 = VerificationRule(
        name: "S1",
        forms: [
            BaseStringForm(.raw, .verbatim), BaseStringForm(.rfc, .verbatim), BaseStringForm(.raw, .decoded),
            BaseStringForm(.rfc, .decoded),
        ])

    /// What published evidence says about the real gateway, for those who want to know whether it would accept them.
    public static let g = VerificationRule(
        name: "G", forms: [BaseStringForm(.raw, .verbatim), BaseStringForm(.raw, .decoded)])

    /// The query as RFC 5849 reads it, and the header's values as they stand.
    public static let rfc5849 = VerificationRule(name: "rfc5849", forms: [BaseStringForm(.rfc, .verbatim)])

    /// The most base strings that one request may have.
    public static let formsMax = 4

    /// The same rule, which also reads `+` in the query as a literal plus. Clients that do so send the header values
    /// raw or decode them, so that this form takes the place of `Q_rfc/O_dec`, and four candidates remain the most.
    ///
    /// A request that only this form accepts must be interpreted with `+` as a literal plus; the verifier says so in
    /// `VerifiedRequest.isPlusLiteral`.
    public func acceptingLiteralPlus() -> VerificationRule {
        let literalPlus = BaseStringForm(.percent, .decoded)
        if forms.contains(literalPlus) { return self }
        return VerificationRule(
            name: name + "+Q_pct", forms: forms.filter { $0 != BaseStringForm(.rfc, .decoded) } + [literalPlus])
    }

    /// Finds a rule by the name that the command line uses: `S1`, `G` or `rfc5849` in any case.
    public init?(named name: String) {
        guard let rule = [Self.s1, .g, .rfc5849].first(where: { $0.name.lowercased() == name.lowercased() }) else {
            return nil
        }
        self = rule
    }

    private init(name: String, forms: [BaseStringForm]) {
        self.name = name
        self.forms = forms
    }

    public var description: String { name }
}
