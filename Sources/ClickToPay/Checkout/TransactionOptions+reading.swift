// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension TransactionOptions {
    /// Reads `dpaTransactionOptions`; members that are not there keep what `base` says. Throws one error with every
    /// fault there is.
    public static func decode(
        _ value: JSONValue?, over base: TransactionOptions = TransactionOptions()
    ) throws(ServiceError) -> TransactionOptions {
        var faults = FaultCollector()
        let options = faults.transactionOptions(value, over: base)
        try faults.throwIfAny()
        return options
    }

    /// What `transactionType` may be.
    public static let transactionTypes = ["PURCHASE", "BILL_PAYMENT", "MONEY TRANSFER", "DISBURSEMENT", "P2P"]
}

extension FaultCollector {
    mutating func transactionOptions(
        _ member: JSONValue?, over base: TransactionOptions
    ) -> TransactionOptions {
        guard let object = optionalObject(member, "dpaTransactionOptions") else { return base }
        enter("dpaTransactionOptions")
        defer { leave() }
        var options = base
        options.amount = amount(object["transactionAmount"]) ?? base.amount
        if let type = optionalText(object["transactionType"], "transactionType", max: 255) {
            if TransactionOptions.transactionTypes.contains(type) {
                options.transactionType = type
            } else {
                add(.invalidValue, "transactionType", "is not one of the allowed words")
            }
        }
        addresses(object, &options)
        options.isEmailRequested =
            optionalBoolean(object["consumerEmailAddressRequested"], "consumerEmailAddressRequested")
            ?? base.isEmailRequested
        options.isNameRequested =
            optionalBoolean(object["consumerNameRequested"], "consumerNameRequested") ?? base.isNameRequested
        options.isPhoneRequested =
            optionalBoolean(object["consumerPhoneNumberRequested"], "consumerPhoneNumberRequested")
            ?? base.isPhoneRequested
        let number: StaticString = "consumerNationalIdentifierRequested"
        if optionalBoolean(object["consumerNationalIdentifierRequested"], number) == true {
            // A shop that must have one is told before anybody pays.
            add(.notSupported, number, "the network holds no national identifiers")
        }
        payment(object["paymentOptions"], &options)
        authentication(object, &options)
        options.merchantOrderId =
            optionalText(object["merchantOrderId"], "merchantOrderId", max: 255) ?? base.merchantOrderId
        options.payloadType =
            word(
                object["payloadTypeIndicatorCheckout"] ?? object["payloadTypeIndicator"], "payloadTypeIndicatorCheckout"
            )
            ?? base.payloadType
        options.confirmPayment = optionalBoolean(object["confirmPayment"], "confirmPayment") ?? base.confirmPayment
        if let custom = optionalObject(object["customInputData"], "customInputData") {
            options.experience =
                word(custom["com.mastercard.dcfExperience"], "customInputData") ?? base.experience
        }
        let locale: Locale? = optional(object["dpaLocale"], "dpaLocale")
        options.locale = locale.map { "\($0.language.value)_\($0.country.value)" } ?? base.locale
        return options
    }

    /// An amount is whole or not there (checkout 4.9: "half-filled amount").
    mutating func amount(_ member: JSONValue?) -> TransactionOptions.Amount? {
        guard let object = optionalObject(member, "transactionAmount") else { return nil }
        enter("transactionAmount")
        defer { leave() }
        let number = number(object["transactionAmount"])
        let currency = requiredText(object["transactionCurrencyCode"], "transactionCurrencyCode", max: 3)
        guard let number, let currency else { return nil }
        guard currency.utf8.count == 3, currency.utf8.allSatisfy(\.isUpperLetter) else {
            add(.invalidFormat, "transactionCurrencyCode", "must be three upper-case letters")
            return nil
        }
        return TransactionOptions.Amount(number: number, currency: currency)
    }

    /// A number, or a text that is one (checkout 8, row 8).
    private mutating func number(_ member: JSONValue?) -> String? {
        guard let member, !member.isNull else {
            add(.cannotBeNull, "transactionAmount", "must not be null")
            return nil
        }
        let text = member.string ?? member.int64.map { "\($0)" } ?? member.double.map { "\($0)" } ?? ""
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let isNumber =
            (1...2).contains(parts.count) && (1...18).contains(parts[0].utf8.count)
            && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
            && (parts[0].utf8.count == 1 || parts[0].utf8.first != UInt8(ascii: "0"))
            && (parts.count == 1 || parts[1].utf8.count <= 3)
        guard isNumber else {
            add(.invalidFormat, "transactionAmount", "must be an amount of at most 18 digits")
            return nil
        }
        return text
    }

    private mutating func addresses(_ object: JSONValue, _ options: inout TransactionOptions) {
        options.billing = preference(object["dpaBillingPreference"], "dpaBillingPreference") ?? options.billing
        options.shipping = preference(object["dpaShippingPreference"], "dpaShippingPreference") ?? options.shipping
        guard let list = object["dpaAcceptedShippingCountries"], !list.isNull else { return }
        let countries = list.elements.compactMap(\.string)
        guard list.kind == .array, countries.count == list.count, countries.count <= 300,
            countries.allSatisfy({ (try? CountryCode($0)) != nil })
        else { return add(.invalidValue, "dpaAcceptedShippingCountries", "must be a list of countries") }
        options.shippingCountries = countries
    }

    /// `ALL` is `FULL` (checkout 8, row 13).
    private mutating func preference(
        _ member: JSONValue?, _ name: StaticString
    ) -> TransactionOptions.AddressPreference? {
        member?.string == "ALL" ? .full : word(member, name)
    }

    /// An object in samples, an array in the schema (checkout 8, row 7).
    private mutating func payment(_ member: JSONValue?, _ options: inout TransactionOptions) {
        guard let member, !member.isNull else { return }
        let first = member.kind == .array ? member.elements.first { _ in true } : member
        guard let object = optionalObject(first, "paymentOptions") else { return }
        enter("paymentOptions")
        defer { leave() }
        options.dynamicData =
            word(object["dynamicDataType"] ?? object["dpaDynamicDataType"], "dynamicDataType") ?? options.dynamicData
        guard let ttl = object["dpaDynamicDataTtlMinutes"], !ttl.isNull else { return }
        let minutes = ttl.int64 ?? ttl.string.flatMap { Int64($0) } ?? 0
        guard (1...Int64(TransactionOptions.ttlMinutesMax)).contains(minutes) else {
            return add(.invalidValue, "dpaDynamicDataTtlMinutes", "must be 1 to 1440")
        }
        options.ttlMinutes = Int(minutes)
    }

    private mutating func authentication(_ object: JSONValue, _ options: inout TransactionOptions) {
        if let preferences = optionalObject(object["authenticationPreferences"], "authenticationPreferences"),
            let asked = optionalText(preferences["payloadRequested"], "authenticationPreferences", max: 255)
        {
            if ["AUTHENTICATED", "NON_AUTHENTICATED"].contains(asked) {
                options.isAuthenticationRequested = asked == "AUTHENTICATED"
            } else {
                add(.invalidValue, "authenticationPreferences", "is not one of the allowed words")
            }
        }
        var acquirer = options.acquirer
        acquirer.merchantId =
            optionalText(object["acquirerMerchantId"], "acquirerMerchantId", max: 255) ?? acquirer.merchantId
        acquirer.bin = optionalText(object["acquirerBIN"], "acquirerBIN", max: 11) ?? acquirer.bin
        acquirer.merchantCategoryCode =
            optionalText(object["merchantCategoryCode"], "merchantCategoryCode", max: 4)
            ?? acquirer.merchantCategoryCode
        acquirer.merchantCountryCode =
            optionalText(object["merchantCountryCode"], "merchantCountryCode", max: 3) ?? acquirer.merchantCountryCode
        options.acquirer = acquirer
    }

    /// One of the words of an enumeration.
    mutating func word<Word: RawRepresentable<String>>(_ member: JSONValue?, _ name: StaticString) -> Word? {
        guard let text = optionalText(member, name, max: 255) else { return nil }
        guard let word = Word(rawValue: text) else {
            add(.invalidValue, name, "is not one of the allowed words")
            return nil
        }
        return word
    }
}
