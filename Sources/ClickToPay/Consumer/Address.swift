// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A postal address (enrollment 5.5).
public struct Address: Sendable, Hashable, Confidential {
    public static let nameCharactersMax = 60
    public static let lineCharactersMax = 75
    public static let cityCharactersMax = 50
    public static let stateCharactersMax = 30
    public static let zipCharactersMax = 16

    public var name: String?
    public var line1: String
    public var line2: String?
    public var line3: String?
    public var city: String
    public var state: String?
    public var countryCode: CountryCode
    public var zip: String?

    public init(
        name: String? = nil, line1: String, line2: String? = nil, line3: String? = nil, city: String,
        state: String? = nil, countryCode: CountryCode, zip: String? = nil
    ) {
        self.name = name
        self.line1 = line1
        self.line2 = line2
        self.line3 = line3
        self.city = city
        self.state = state
        self.countryCode = countryCode
        self.zip = zip
    }

    /// Countries whose addresses are not complete without a state and a zip code.
    package static let countriesWithStateAndZip: Set<String> = ["CA", "US"]
}
