// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

extension OptionDeclaration {
    /// For commands that read a portfolio.
    static let columnMapping = OptionDeclaration.repeated(
        "map", "HEADING=FIELD", "take the column with this heading for a field of the portfolio")

    static let linkedIdentities = OptionDeclaration.flag(
        "linked-identities",
        "for programs with flexible identities: email, mobileCountryCode and mobileNumber hold any number of values, "
            + "with ; between them")
}

extension Invocation {
    func identityRule() throws(CommandFailure) -> IdentityRule {
        try flag("linked-identities") ? .flexible : .classic
    }

    /// What the `--map` options say.
    func columnMapping() throws(CommandFailure) -> [String: PortfolioField] {
        var mapping: [String: PortfolioField] = [:]
        for text in texts("map") {
            guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
                throw .usage("--map must be HEADING=FIELD")
            }
            let (heading, name) = (String(text[..<equals]), String(text[text.index(after: equals)...]))
            guard let field = PortfolioField(heading: name) else {
                let names = PortfolioField.allCases.map(\.heading)
                let hint = Suggestion.nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? ""
                throw .usage(
                    "--map: there is no field \(name)\(hint)", details: ["fields: " + names.joined(separator: ", ")])
            }
            guard mapping.updateValue(field, forKey: heading) == nil else {
                throw .usage("--map names the heading \(heading) twice")
            }
        }
        return mapping
    }
}
