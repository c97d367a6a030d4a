// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Tokenization

extension ProgramSettings {
    /// What the program's account ranges say of a PAN.
    public var accountRangeTable: AccountRangeTable {
        AccountRangeTable(
            rules: accountRanges.map { range in
                AccountRangeRule(
                    prefix: range.prefix, product: range.product, country: range.country, isEligible: range.isEligible,
                    isTokenizable: range.isTokenizable)
            },
            issuingCountry: issuingCountry, allowedCountries: Set(allowedCountries),
            allowedProducts: Set(allowedProducts))
    }
}
