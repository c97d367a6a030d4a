// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import WireJSON

/// What became of a purchase, for the network (checkout 4.10).
public struct PurchaseConfirmation: Sendable, Hashable {
    /// The five situations in which a network wants to hear of a shop.
    public enum Situation: String, Sendable, CaseIterable {
        case authorized
        case declined
        /// The credentials came, and nothing was asked of an acquirer.
        case neverAuthorized
        /// The order was cancelled after its authorization.
        case cancelled
        case refunded

        /// `checkoutEventType`, `checkoutEventStatus` and `confirmationStatus`.
        var codes: (type: String, status: String, result: String) {
            switch self {
            case .authorized: ("01", "02", "01")
            case .declined: ("01", "05", "02")
            case .neverAuthorized: ("04", "03", "03")
            case .cancelled: ("04", "03", "01")
            case .refunded: ("03", "02", "01")
            }
        }
    }

    /// An amount as it is written: digits, and at most three behind a point.
    public struct Amount: Sendable, Hashable {
        public var number: String
        /// ISO 4217.
        public var currency: String

        public init(number: String, currency: String) {
            self.number = number
            self.currency = currency
        }
    }

    public var srcCorrelationId: CorrelationID
    public var situation: Situation
    public var at: Timestamp
    public var amount: Amount?
    /// Letters and digits, at most 25.
    public var authorizationCode: String?

    public init(
        srcCorrelationId: CorrelationID, situation: Situation, at: Timestamp, amount: Amount? = nil,
        authorizationCode: String? = nil
    ) {
        self.srcCorrelationId = srcCorrelationId
        self.situation = situation
        self.at = at
        self.amount = amount
        self.authorizationCode = authorizationCode
    }

    func json(client: SrcClientID) -> [UInt8] {
        var writer = JSONWriter()
        let codes = situation.codes
        writer.object { writer in
            writer.member("srcClientId", client.value)
            writer.member("srcCorrelationId", srcCorrelationId.value)
            writer.member("serviceId", "SRC")
            writer.object("confirmationData") { writer in
                writer.member("checkoutEventType", codes.type)
                writer.member("checkoutEventStatus", codes.status)
                writer.member("confirmationStatus", codes.result)
                writer.member("confirmationTimestamp", at.iso8601)
                // Needed for an authorization; no scheme has numbered this one.
                writer.member("networkTransactionIdentifier", codes.type == "01" ? "UNAVLB" : nil)
                writer.member("networkAuthorizationCode", authorizationCode)
                guard let amount else { return }
                writer.object("transactionAmount") { writer in
                    writer.key("transactionAmount")
                    writer.raw(amount.number.utf8)
                    writer.member("transactionCurrencyCode", amount.currency)
                }
            }
        }
        return writer.bytes
    }
}
