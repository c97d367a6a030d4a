// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// What the shop wants of a checkout; a visitor can change it, to see what follows.
struct Preferences: Sendable, Hashable {
    enum Address: String, Sendable, CaseIterable {
        case none = "NONE"
        case full = "FULL"
        case postal = "POSTAL_COUNTRY"
    }

    var shipping = Address.full
    var billing = Address.none
    var confirmPayment = false
    /// Nil: as the page.
    var language: PageLanguage?
    /// The bank of the shop says no.
    var isDeclined = false

    init() {}

    init(_ form: PageForm) {
        shipping = form["shipping"].flatMap(Address.init(rawValue:)) ?? .none
        billing = form["billing"].flatMap(Address.init(rawValue:)) ?? .none
        confirmPayment = form.isTicked("confirm")
        language = form["locale"].flatMap(PageLanguage.init(rawValue:))
        isDeclined = form.isTicked("declined")
    }

    /// `ll_CC`, as the wire wants it.
    func locale(_ page: PageLanguage) -> String {
        switch language ?? page {
        case .english: "en_US"
        case .spanish: "es_ES"
        case .french: "fr_FR"
        case .german: "de_DE"
        case .arabic: "ar_AE"
        }
    }
}
