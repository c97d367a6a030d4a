// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Pages
internal import PhoneNumbers

/// The bank's customers. Nobody of them exists, nor do their addresses, and no mail reaches `.example`.
enum DemoCustomers {
    static let password = "harbour-demo"

    static let all: [DemoCustomer] = [
        person(
            "amelia", .english, "Amelia", "Hartwell", "GB", "GBR", Street("12 Lamp Quay", "Port Example", "EX1 2PQ")),
        person("lucia", .spanish, "Lucía", "Ferrán", "ES", "ESP", Street("Calle del Faro 7", "Villa Ejemplo", "00001")),
        person(
            "camille", .french, "Camille", "Dorval", "FR", "FRA", Street("3 quai des Voiles", "Port-Exemple", "00002")),
        person("jonas", .german, "Jonas", "Brandner", "DE", "DEU", Street("Am Leuchtturm 5", "Musterhafen", "00003")),
        person("layla", .arabic, "Layla", "Haddad", "AE", "ARE", Street("9 Marina Walk", "Mina Example", nil)),
        person(
            "sam", .english, "Sam", "Sandbar", "US", "USA",
            Street("1 Breakwater Road", "Testford", "90000", state: "CA"), cards: outcomeCards),
    ].compactMap(\.self)

    static func named(_ userName: String) -> DemoCustomer? { all.first { $0.userName == userName } }

    /// The customer who has the card of that id.
    static func owner(ofCard id: String) -> DemoCustomer? { all.first { $0.card(id) != nil } }

    /// One for each outcome of the sandbox (token-connect 13.2), one of a range that Click to Pay does not take.
    private static let outcomeCards = [
        DemoCard("sam-1", .credit, "5120340000000004", style: 0),
        DemoCard("sam-2", .credit, "5120340000000053", style: 1),
        DemoCard("sam-3", .credit, "5120340000000855", style: 2),
        DemoCard("sam-4", .credit, "5120340000000947", style: 3),
        DemoCard("sam-5", .credit, "5120340000000962", style: 0),
        DemoCard("sam-6", .credit, "529999000000000", style: 2),
    ]

    private struct Street {
        var line: String
        var city: String
        var zip: String?
        var state: String?

        init(_ line: String, _ city: String, _ zip: String?, state: String? = nil) {
            self.line = line
            self.city = city
            self.zip = zip
            self.state = state
        }
    }

    /// Nil only when one of the texts is none: a test holds them all to it.
    private static func person(
        _ userName: String, _ language: PageLanguage, _ firstName: String, _ lastName: String, _ country: String,
        _ alpha3: String, _ street: Street, cards: [DemoCard]? = nil
    ) -> DemoCustomer? {
        let seed = userName.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) }
        guard let email = try? Email(userName + "@customers.harbour.example"),
            let mobile = PhoneNumberRules.exampleMobile(region: country, number: seed),
            let code = try? CountryCode(country)
        else { return nil }
        // Numbers of their own, which end in nothing that a sandbox gives a meaning to.
        let bodies = [seed, seed / 7].map { String(100_000_000 + $0 % 800_000_000) }
        return DemoCustomer(
            userName: userName, language: language, firstName: firstName, lastName: lastName, email: email,
            mobile: mobile,
            address: Address(
                line1: street.line, city: street.city, state: street.state, countryCode: code, zip: street.zip),
            countryAlpha3: alpha3,
            cards: cards ?? [
                DemoCard(userName + "-1", .credit, "512034" + bodies[0], style: 0),
                DemoCard(userName + "-2", .debit, "518600" + bodies[1], style: 1),
                DemoCard(userName + "-3", .virtual, style: 2),
            ], showsOutcomes: cards != nil)
    }
}
