// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Directory
internal import Tokenization
internal import WireJSON

/// What a shop gets to pay with, before it is encrypted (checkout 3.2). Never for a log or an error.
public struct CheckoutPayload: Sendable, Confidential {
    enum Credential: Sendable {
        case token(TokenRecord, Cryptograms.Cryptogram, requestor: String)
        case card(Card, dynamicUntil: Timestamp?)
    }

    /// A PAN, or a token in its place with a code of its own (checkout 2.10).
    struct Card: Sendable {
        var clearNumber: String
        var month: String
        var year: String
        var securityCode: String?
        var fullName: String?
        var firstName: String?
        var lastName: String?
        var paymentAccountReference: String?
    }

    var credential: Credential
    var billing: StoredAddress?
    var shipping: StoredAddress?
    var isBillingPlace: Bool
    var isShippingPlace: Bool
    var email: String?
    var mobile: (countryCode: String, number: String)?
    var name: (first: String, last: String, full: String?)?

    /// The JSON to encrypt.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            switch credential {
            case .token(let token, let cryptogram, let requestor):
                writer.object("token") { writer in
                    writer.member("paymentToken", token.tokenNumber)
                    writer.member("tokenExpirationMonth", token.expirationMonth)
                    writer.member("tokenExpirationYear", token.expirationYear)
                    writer.member("paymentAccountReference", token.paymentAccountReference)
                }
                writer.object("dynamicData") { writer in
                    writer.member("dynamicDataType", TransactionOptions.DynamicData.cryptogram.rawValue)
                    writer.member("dynamicDataValue", cryptogram.value)
                    writer.member("dynamicDataExpiration", cryptogram.expires.iso8601)
                }
                writer.object("srcTokenResultsData") { writer in
                    writer.member("unpredictableNumber", cryptogram.unpredictableNumber)
                    writer.member("tokenRequestorId", requestor)
                }
            case .card(let card, let until):
                writer.object("card") { writer in
                    writer.member("primaryAccountNumber", card.clearNumber)
                    writer.member("panExpirationMonth", card.month)
                    writer.member("panExpirationYear", card.year)
                    writer.member("cardSecurityCode", card.securityCode)
                    writer.member("cardholderFullName", card.fullName)
                    writer.member("cardholderFirstName", card.firstName)
                    writer.member("cardholderLastName", card.lastName)
                    writer.member("paymentAccountReference", card.paymentAccountReference)
                }
                writer.object("dynamicData") { writer in
                    writer.member("dynamicDataType", TransactionOptions.DynamicData.none.rawValue)
                    writer.member("dynamicDataExpiration", until?.iso8601)
                }
            }
            if let billing {
                writer.key("billingAddress")
                Self.write(billing, isPlace: isBillingPlace, to: &writer)
            }
            if let shipping {
                writer.key("shippingAddress")
                Self.write(shipping, isPlace: isShippingPlace, to: &writer)
            }
            writer.member("consumerEmailAddress", email)
            writer.member("consumerFirstName", name?.first)
            writer.member("consumerLastName", name?.last)
            writer.member("consumerFullName", name.map { $0.full ?? "\($0.first) \($0.last)" })
            if let mobile {
                writer.object("consumerMobileNumber") { writer in
                    writer.member("countryCode", mobile.countryCode)
                    writer.member("phoneNumber", mobile.number)
                }
            }
        }
        return writer.bytes
    }

    private static func write(_ address: StoredAddress, isPlace: Bool, to writer: inout JSONWriter) {
        writer.object { writer in
            if !isPlace {
                writer.member("name", address.name)
                writer.member("line1", address.line1)
                writer.member("line2", address.line2)
                writer.member("line3", address.line3)
                writer.member("city", address.city)
                writer.member("state", address.state)
            }
            writer.member("countryCode", address.countryCode)
            writer.member("zip", address.zip)
        }
    }
}
