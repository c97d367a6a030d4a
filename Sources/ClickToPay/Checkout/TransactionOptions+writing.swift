// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension TransactionOptions {
    /// The options as `dpaTransactionOptions`: read again they are the same.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        write(to: &writer)
        return writer.bytes
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let amount {
                writer.key("transactionAmount")
                amount.write(to: &writer)
            }
            writer.member("transactionType", transactionType)
            writer.member("dpaBillingPreference", billing.rawValue)
            writer.member("dpaShippingPreference", shipping.rawValue)
            writer.member("dpaAcceptedShippingCountries", shippingCountries)
            writer.member("consumerEmailAddressRequested", isEmailRequested)
            writer.member("consumerNameRequested", isNameRequested)
            writer.member("consumerPhoneNumberRequested", isPhoneRequested)
            writer.array("paymentOptions") { writer in
                writer.object { writer in
                    writer.member("dynamicDataType", dynamicData.rawValue)
                    writer.member("dpaDynamicDataTtlMinutes", ttlMinutes)
                }
            }
            writer.object("authenticationPreferences") { writer in
                writer.member("payloadRequested", isAuthenticationRequested ? "AUTHENTICATED" : "NON_AUTHENTICATED")
            }
            writer.member("acquirerMerchantId", acquirer.merchantId)
            writer.member("acquirerBIN", acquirer.bin)
            writer.member("merchantCategoryCode", acquirer.merchantCategoryCode)
            writer.member("merchantCountryCode", acquirer.merchantCountryCode)
            writer.member("merchantOrderId", merchantOrderId)
            writer.member("payloadTypeIndicatorCheckout", payloadType.rawValue)
            writer.member("confirmPayment", confirmPayment)
            writer.object("customInputData") { writer in
                writer.member("com.mastercard.dcfExperience", experience.rawValue)
            }
            writer.member("dpaLocale", locale)
        }
    }
}

extension TransactionOptions.Amount {
    /// The amount as a number (checkout 8, row 8).
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("transactionAmount")
            writer.raw(number.utf8)
            writer.member("transactionCurrencyCode", currency)
        }
    }
}
