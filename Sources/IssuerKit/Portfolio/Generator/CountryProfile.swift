// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What synthetic consumers of one country look like.
struct CountryProfile: Sendable {
    /// ISO 3166-1 alpha-2.
    let code: String
    let languages: [String]
    /// The calling code, and the mobile prefixes behind which any `mobileDigits` digits give a valid number.
    let callingCode: String
    let mobilePrefixes: [String]
    let mobileDigits: Int
    let firstNames: [Name]
    let lastNames: [Name]
    let places: [Place]
    /// Streets with `#` where the house number stands.
    let streets: [String]
    /// The first six digits of the cards.
    let bins: [String]

    /// A name and its letters for an email address.
    struct Name: Sendable {
        let text: [UInt8]
        let letters: [UInt8]
    }

    struct Place: Sendable {
        let city: String
        let state: String
        /// The postal code, with `#` for a digit and `@` for a letter.
        let zip: String
    }

    /// - Parameters:
    ///   - mobile: calling code, prefixes and digits, as in `"44 740,741 7"`.
    ///   - first, last: names separated by spaces; `Zoë=zoe` gives the letters of a name that is not ASCII, and `_`
    ///     stands for a blank inside a name.
    ///   - places: `City/State/zip` separated by semicolons; state and zip may be empty.
    ///   - streets: separated by semicolons.
    init(
        _ code: String, languages: String, mobile: String, first: String, last: String, places: String,
        streets: String, bins: String
    ) {
        self.code = code
        self.languages = Self.split(languages, " ")
        let parts = Self.split(mobile, " ")
        precondition(parts.count == 3, "calling code, prefixes, digits")
        callingCode = parts[0]
        mobilePrefixes = Self.split(parts[1], ",")
        mobileDigits = Int(parts[2]) ?? 0
        firstNames = Self.names(first)
        lastNames = Self.names(last)
        self.places = Self.split(places, ";").map { place in
            let parts = place.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            precondition(parts.count == 3, "city, state, zip")
            return Place(city: parts[0], state: parts[1], zip: parts[2])
        }
        self.streets = Self.split(streets, ";")
        self.bins = Self.split(bins, " ")
    }

    /// How many consumers can have a mobile number of their own.
    var mobileCount: Int {
        (0..<mobileDigits).reduce(mobilePrefixes.count) { count, _ in count * 10 }
    }

    private static func split(_ text: String, _ separator: Character) -> [String] {
        text.split(separator: separator).map(String.init)
    }

    private static func names(_ text: String) -> [Name] {
        split(text, " ").map { entry in
            let parts = split(entry, "=")
            let name = String(parts[0].map { $0 == "_" ? " " : $0 })
            let letters = (parts.count > 1 ? parts[1] : parts[0]).lowercased().utf8.filter { $0 >= 0x61 && $0 <= 0x7A }
            return Name(text: [UInt8](name.utf8), letters: letters)
        }
    }
}
