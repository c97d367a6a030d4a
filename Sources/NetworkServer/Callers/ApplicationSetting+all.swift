// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import JOSE

extension ApplicationSetting {
    /// Every setting, in the order in which it is shown. Those of a checkout have the names that calls give them in
    /// `dpaTransactionOptions` (checkout 2.11); amount and order number belong to one purchase and are not among them.
    static var all: [ApplicationSetting] { shop + wishes + payment + acquirer }

    private static var shop: [ApplicationSetting] {
        [
            choice("dialect", \.dialect, of: BrowserError.Dialect.allCases),
            choice("payloadEncryption", \.payloadEncryption, of: [ContentEncryption.a128GCM, .a256GCM]),
            flag("barred", \.isBarred),
        ]
    }

    private static var wishes: [ApplicationSetting] {
        [
            choice(
                "dpaBillingPreference", \.transactionOptions.billing,
                of: TransactionOptions.AddressPreference.allCases),
            choice(
                "dpaShippingPreference", \.transactionOptions.shipping,
                of: TransactionOptions.AddressPreference.allCases),
            ApplicationSetting(
                name: "dpaAcceptedShippingCountries", form: "must be none, or a list of countries, such as US,CA",
                value: { .list($0.transactionOptions.shippingCountries) },
                change: { settings, text in
                    countries(text).map { settings.transactionOptions.shippingCountries = $0 }
                }),
            flag("consumerEmailAddressRequested", \.transactionOptions.isEmailRequested),
            flag("consumerNameRequested", \.transactionOptions.isNameRequested),
            flag("consumerPhoneNumberRequested", \.transactionOptions.isPhoneRequested),
            text("dpaLocale", \.transactionOptions.locale, "language and country, such as en_US") { text in
                (try? Locale(text))?.underscored
            },
        ]
    }

    private static var payment: [ApplicationSetting] {
        [
            text(
                "transactionType", \.transactionOptions.transactionType,
                "one of \(TransactionOptions.transactionTypes.joined(separator: ", "))"
            ) { TransactionOptions.transactionTypes.contains($0) ? $0 : nil },
            choice(
                "dynamicDataType", \.transactionOptions.dynamicData, of: TransactionOptions.DynamicData.allCases),
            ApplicationSetting(
                name: "dpaDynamicDataTtlMinutes",
                form: "must be a whole number from 1 to \(TransactionOptions.ttlMinutesMax)",
                value: { .number($0.transactionOptions.ttlMinutes) },
                change: { settings, text in
                    guard isDigits(text, 1...4), let minutes = Int(text),
                        (1...TransactionOptions.ttlMinutesMax).contains(minutes)
                    else { return nil }
                    settings.transactionOptions.ttlMinutes = minutes
                    return ()
                }),
            choice(
                "payloadTypeIndicatorCheckout", \.transactionOptions.payloadType,
                of: TransactionOptions.PayloadType.allCases),
            flag("confirmPayment", \.transactionOptions.confirmPayment),
            choice("dcfExperience", \.transactionOptions.experience, of: TransactionOptions.Experience.allCases),
        ]
    }

    private static var acquirer: [ApplicationSetting] {
        [
            ApplicationSetting(
                name: "payloadRequested", form: "must be one of AUTHENTICATED, NON_AUTHENTICATED",
                value: {
                    .text($0.transactionOptions.isAuthenticationRequested ? "AUTHENTICATED" : "NON_AUTHENTICATED")
                },
                change: { settings, text in
                    guard ["AUTHENTICATED", "NON_AUTHENTICATED"].contains(text) else { return nil }
                    settings.transactionOptions.isAuthenticationRequested = text == "AUTHENTICATED"
                    return ()
                }),
            text("acquirerMerchantId", \.transactionOptions.acquirer.merchantId, "1 to 255 characters") { text in
                let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
                return isPlain && (1...255).contains(text.utf8.count) ? text : nil
            },
            text("acquirerBIN", \.transactionOptions.acquirer.bin, "6 to 11 digits") { text in
                isDigits(text, 6...11) ? text : nil
            },
            text("merchantCategoryCode", \.transactionOptions.acquirer.merchantCategoryCode, "4 digits") { text in
                isDigits(text, 4...4) ? text : nil
            },
            text(
                "merchantCountryCode", \.transactionOptions.acquirer.merchantCountryCode,
                "a country, such as US or 840"
            ) { text in
                isDigits(text, 3...3) || (try? CountryCode(text)) != nil ? text : nil
            },
        ]
    }

    private static func countries(_ text: String) -> [String]? {
        if text == "none" { return [] }
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return words.count <= 300 && words.allSatisfy { (try? CountryCode($0)) != nil } ? words : nil
    }

    private static func isDigits(_ text: String, _ count: ClosedRange<Int>) -> Bool {
        count.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
