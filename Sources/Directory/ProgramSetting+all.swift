// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

extension ProgramSetting {
    /// Every setting, in the order in which it is shown.
    public static var all: [ProgramSetting] {
        directory + cards + limits + layouts + provisioning + provisioningPage + issuer + processing
    }

    private static var directory: [ProgramSetting] {
        [
            text("issuerName", \.issuerName, 1...64), text("cardDescriptor", \.cardDescriptor, 1...64),
            text("cardArt", \.cardArt, 1...1024),
            ProgramSetting(
                name: "emptyProfiles", form: "must be never, immediate or a number of days from 1 to 3650",
                value: { $0.emptyProfiles.value },
                change: { settings, text in EmptyProfilePolicy(text).map { settings.emptyProfiles = $0 } }),
            flag("allowCheckoutUpdates.billingAddress", \.allowCheckoutUpdates.billingAddress),
            flag("allowCheckoutUpdates.shippingAddress", \.allowCheckoutUpdates.shippingAddress),
            flag("termsAcceptedByIssuer", \.termsAcceptedByIssuer),
            choice("firstUseAuthentication", \.firstUseAuthentication), flag("panAtCheckout", \.panAtCheckout),
            ProgramSetting(
                name: "resultDays", form: "is the same for all programs and cannot be changed",
                value: { .number($0.resultDays) }, change: { _, _ in nil }),
        ]
    }

    private static var cards: [ProgramSetting] {
        [
            ProgramSetting(
                name: "issuingCountry", form: "must be two letters, such as US", value: { .text($0.issuingCountry) },
                change: { settings, text in country(text).map { settings.issuingCountry = $0 } }),
            list("allowedCountries", \.allowedCountries, "countries, such as US,CA", country),
            list("allowedProducts", \.allowedProducts, "CREDIT, DEBIT, PREPAID, COMBO, FLEX", product),
            ProgramSetting(
                name: "accountRanges",
                form: "must be none, or ranges such as 52043:DEBIT:NL or 52044:CREDIT:US:ineligible:untokenizable, "
                    + "joined by commas",
                value: { .list($0.accountRanges.map(\.text)) },
                change: { settings, text in
                    items(text, AccountRangeSetting.init(text:)).map { settings.accountRanges = $0 }
                }),
        ]
    }

    private static var limits: [ProgramSetting] {
        [
            number("cardsPerBatchMax", \.cardsPerBatchMax, 1...100_000),
            number("cardsPerProfileMax", \.cardsPerProfileMax, 1...10_000),
            rate("requestsPerSecond", \.requestsPerSecond, 0...1_000_000),
            rate("requestBurst", \.requestBurst, 1...1_000_000),
            rate("batchesPerSecond", \.batchesPerSecond, 0...1_000_000),
        ]
    }

    private static var layouts: [ProgramSetting] {
        [
            choice("errorLayout", \.errorLayout), choice("gatewayErrorLayout", \.gatewayErrorLayout),
        ]
    }

    private static var provisioning: [ProgramSetting] {
        [
            flag("batchEnrollment", \.batchEnrollment), flag("flexibleIdentities", \.flexibleIdentities),
            flag("attachPartialMatches", \.attachPartialMatches),
            flag("deferredTokenization", \.deferredTokenization), flag("paymentData", \.paymentData),
            flag("preProvisioning", \.preProvisioning), flag("batchIsPreProvisioning", \.batchIsPreProvisioning),
            number("stagedDays", \.stagedDays, 1...3650), flag("tokenConnect", \.tokenConnect),
        ]
    }

    private static var issuer: [ProgramSetting] {
        [
            endpoint("notificationURL", \.notificationURL), notificationReplay, endpoint("decisionURL", \.decisionURL),
            number("decisionMilliseconds", \.decisionMilliseconds, 100...10_000),
        ]
    }

    private static var processing: [ProgramSetting] {
        [
            ProgramSetting(
                name: "cardProducts",
                form:
                    "must be none, or products such as DEMO_DEBIT:518600 or DEMO_GIFT:518601:untokenizable, joined by "
                    + "commas",
                value: { .list($0.cardProducts.map(\.text)) },
                change: { settings, text in
                    guard let products = items(text, CardProductSetting.init(text:)),
                        Set(products.map(\.code)).count == products.count
                    else { return nil }
                    settings.cardProducts = products
                    return ()
                }),
            list("enrollKeys", \.enrollKeys, "SHA-256 fingerprints of keys, 64 hexadecimal digits", fingerprint),
        ]
    }

    private static var provisioningPage: [ProgramSetting] {
        [
            list(
                "callbackURLs", \.callbackURLs, "absolute URLs without query and fragment, https or an app's scheme",
                callback),
            endpoint("activationURL", \.activationURL), endpoint("appActivationURL", \.appActivationURL),
            flag("strictLocale", \.strictLocale),
        ]
    }

    static func callback(_ text: String) -> String? {
        guard let url = try? CallbackURL(text), !text.contains("?"), !text.contains("#") else { return nil }
        return url.value
    }

    static func fingerprint(_ text: String) -> String? {
        let isOne = text.utf8.count == 64 && text.utf8.allSatisfy { Character(UnicodeScalar($0)).isHexDigit }
        return isOne ? text.lowercased() : nil
    }

    static func country(_ text: String) -> String? {
        text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) } ? text : nil
    }

    static func product(_ text: String) -> String? {
        ["CREDIT", "DEBIT", "PREPAID", "COMBO", "FLEX"].contains(text) ? text : nil
    }
}
