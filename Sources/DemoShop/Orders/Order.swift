// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import IssuerKit

/// A purchase, without anything that only its customer may know.
struct Order: Sendable {
    enum State: String, Sendable, CaseIterable {
        /// The checkout was complete; what is paid with was not fetched yet.
        case begun
        /// It could not be paid.
        case unpaid
        case declined
        case authorized
        case cancelled
        case refunded
    }

    struct Line: Sendable, Hashable {
        var product: String
        var count: Int
        var price: Money
    }

    /// 32 hexadecimal digits: who knows them may see the order.
    var reference: String
    /// What people call it.
    var number: Int64 = 0
    /// The shop's id, which the network has signed.
    var transaction: String
    /// The network's.
    var correlation: String
    var flowId: String?
    var created: Timestamp
    var state = State.begun
    var lines: [Line]
    var card: Card
    var payment: Payment?

    var total: Money { lines.reduce(Money(cents: 0)) { $0 + $1.price * $1.count } }

    /// The masked card of the checkout's answer.
    struct Card: Sendable, Hashable {
        var id: String
        var name: String
        var lastFour: String
        /// The masked address of who paid.
        var consumer: String?
    }

    /// What may be kept of what was paid with.
    struct Payment: Sendable, Hashable {
        var isToken: Bool
        var lastFour: String
        /// `MM/YYYY`
        var expires: String?
        var dynamicDataType: String?
        var eci: String?
        /// How the cardholder was verified (checkout 2.10).
        var method: String?
    }

    /// What the network is told.
    struct Report: Sendable {
        enum Standing: Int64, Sendable {
            case waiting
            case told
            /// The network does not take it, however often it is sent.
            case refused
        }

        var id: Int64
        var situation: PurchaseConfirmation.Situation
        var at: Timestamp
        var authorizationCode: String?
        var standing: Standing
    }
}
