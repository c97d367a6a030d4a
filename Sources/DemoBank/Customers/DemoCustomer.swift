// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Pages
internal import PhoneNumbers

/// Somebody who was made up to show the bank. All of them have the one password that the sign-in page tells.
struct DemoCustomer: Sendable {
    let userName: String
    let language: PageLanguage
    let firstName: String
    let lastName: String
    let email: Email
    let mobile: MobileNumber
    let address: Address
    /// ISO 3166-1 alpha-3 of the address.
    let countryAlpha3: String
    let cards: [DemoCard]
    /// Whether the cards end in all the ways that there are.
    let showsOutcomes: Bool

    var fullName: String { firstName + " " + lastName }

    func card(_ id: String) -> DemoCard? { cards.first { $0.id == id } }

    /// Who is enrolled: in the language that the page is read in.
    func consumer(_ language: PageLanguage) -> Consumer? {
        guard let code = try? LanguageCode(language.rawValue) else { return nil }
        return Consumer(
            email: email, mobile: mobile, firstName: firstName, lastName: lastName, fullName: fullName,
            countryCode: address.countryCode, languageCode: code)
    }

    /// What goes along with a pushed card, so that nobody has to type it again (token-connect 5.2).
    var holder: AccountHolder {
        var holder = AccountHolder()
        holder.name = String(fullName.prefix(27))
        var place = AccountHolder.Address()
        place.line1 = address.line1
        place.city = address.city
        place.countrySubdivision = address.state
        place.postalCode = address.zip
        place.country = countryAlpha3
        holder.address = place
        holder.emailAddress = email.original
        holder.mobilePhone = AccountHolder.Phone(
            countryDialInCode: mobile.countryCode, phoneNumber: mobile.nationalNumber)
        return holder
    }

    /// The page's language with the customer's country (token-connect 5.1).
    func locale(_ language: PageLanguage) -> Locale? {
        try? Locale(language.rawValue + "_" + address.countryCode.value)
    }

    /// The address on lines of their own.
    var addressLines: [String] {
        let town = [address.city, address.state, address.zip].compactMap(\.self).joined(separator: " ")
        return [address.line1, town]
    }
}
