// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import PhoneNumbers

/// Makes synthetic portfolios: consumers of many countries with names, addresses, mobile numbers that follow their
/// country's plan, email addresses that nobody can own (RFC 2606), and Luhn-valid Mastercard numbers.
///
/// Nothing occurs twice: no external id, email, mobile number or PAN. No PAN ends in the digits that make a sandbox
/// misbehave (enrollment 18.2). The same settings give the same bytes.
public struct PortfolioGenerator {
    public struct Settings: Sendable {
        /// How many rows, which is how many cards.
        public var count: Int
        public var seed: UInt64
        /// ISO 3166-1 alpha-2; none means all that are known.
        public var countries: [String]
        /// No card expires in this year or before it, and none later than five years after it.
        public var year: Int

        public init(count: Int, seed: UInt64 = 1, countries: [String] = [], year: Int) {
            self.count = count
            self.seed = seed
            self.countries = countries
            self.year = year
        }
    }

    /// The countries that can be asked for.
    public static var countries: [String] { CountryProfile.all.map(\.code) }

    private let settings: Settings
    private var random: SplitMix64
    private var countries: [CountryState]
    private var cardNumbers: CardNumberSequence
    private var rows = 0
    private var consumers = 0

    /// - Throws: `PortfolioError` when a country is not known or the countries have too few mobile numbers.
    public init(_ settings: Settings) throws(PortfolioError) {
        self.settings = settings
        random = SplitMix64(seed: settings.seed)
        var profiles: [CountryProfile] = []
        for code in settings.countries {
            guard let profile = CountryProfile.all.first(where: { $0.code == code.uppercased() }) else {
                throw PortfolioError(
                    .unsatisfiable, "country \(code) is not one of \(Self.countries.joined(separator: ", "))")
            }
            if !profiles.contains(where: { $0.code == profile.code }) { profiles.append(profile) }
        }
        if profiles.isEmpty { profiles = CountryProfile.all }
        countries = []
        for profile in profiles { countries.append(CountryState(profile, seed: random.next())) }
        cardNumbers = CardNumberSequence(seed: random.next())
        let consumersMax = profiles.reduce(0) { $0 + $1.mobileCount }
        guard settings.count >= 0, settings.count <= min(CardNumberSequence.countMax, consumersMax / 2) else {
            throw PortfolioError(.unsatisfiable, "at most \(consumersMax / 2) rows can be made for these countries")
        }
    }

    /// The headings, as the first line of the file.
    public static var headings: [UInt8] {
        [UInt8]((PortfolioField.allCases.map(\.heading).joined(separator: ",") + "\n").utf8)
    }

    /// Adds the rows of some more consumers to `bytes`, until about `bytesMax` more bytes are there.
    ///
    /// - Returns: how many rows were added; 0 only at the end.
    public mutating func append(to bytes: inout [UInt8], bytesMax: Int = 1 << 18) throws(PortfolioError) -> Int {
        let end = bytes.count + bytesMax
        var added = 0
        while rows < settings.count, bytes.count < end || added == 0 {
            added += try appendConsumer(to: &bytes)
        }
        return added
    }

    private mutating func appendConsumer(to bytes: inout [UInt8]) throws(PortfolioError) -> Int {
        consumers += 1
        let country = try pickCountry()
        let first = random.pick(countries[country].profile.firstNames)
        let last = random.pick(countries[country].profile.lastNames)
        guard let mobile = countries[country].nextMobile() else {
            throw PortfolioError(.unsatisfiable, "no mobile numbers are left in \(countries[country].profile.code)")
        }
        let consumer = ConsumerText(
            ordinal: consumers, profile: countries[country].profile, first: first, last: last, mobile: mobile,
            random: &random)
        let draw = random.below(100)
        let cards = min(draw < 80 ? 1 : draw < 95 ? 2 : 3, settings.count - rows)
        for _ in 0..<cards {
            rows += 1
            let bin = random.below(countries[country].bins.count)
            let pan = cardNumbers.next(bin: countries[country].bins[bin])
            consumer.appendRow(
                card: rows, pan: pan, month: 1 + random.below(12), year: settings.year + 1 + random.below(5), to: &bytes
            )
        }
        return cards
    }

    /// Countries are drawn evenly; one whose numbers are used up gives way to the next.
    private mutating func pickCountry() throws(PortfolioError) -> Int {
        let drawn = random.below(countries.count)
        for step in 0..<countries.count {
            let country = (drawn + step) % countries.count
            if countries[country].hasMobiles { return country }
        }
        throw PortfolioError(.unsatisfiable, "no mobile numbers are left in these countries")
    }
}
