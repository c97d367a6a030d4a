// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// Consumers and cards that an integrator's test begins with (checkout 4.14), each with an identity of its own.
enum Scenario: String, CaseIterable, Sendable {
    /// Two cards, terms accepted with the issuer: a checkout has nothing to ask.
    case returningConsumer = "returning-consumer"
    /// The issuer says nothing of terms: the first checkout asks for them (checkout 5.5).
    case termsOutstanding = "terms-outstanding"
    /// A shop that wants a billing address has it typed (checkout 6.2, rows 3 to 6).
    case noBillingAddress = "no-billing-address"
    /// One card that may be used, and one whose token is suspended (checkout 5.9, row 4).
    case suspendedCard = "suspended-card"
    /// The issuer wants the cardholder authenticated (checkout 5.9, row 3).
    case pendingAuthentication = "pending-authentication"
    /// A card that waits to be claimed (checkout 5.6).
    case preProvisioned = "pre-provisioned"

    struct Card {
        /// The last four digits.
        var ending: String
        var isSuspended = false
    }

    var cards: [Card] {
        switch self {
        case .returningConsumer: [Card(ending: "1101"), Card(ending: "1102")]
        case .termsOutstanding: [Card(ending: "1201")]
        case .noBillingAddress: [Card(ending: "1301")]
        case .suspendedCard: [Card(ending: "1401"), Card(ending: "1402", isSuspended: true)]
        case .pendingAuthentication: [Card(ending: "0069")]
        case .preProvisioned: [Card(ending: "1601")]
        }
    }

    var isStaged: Bool { self == .preProvisioned }
    private var hasAddress: Bool { self != .noBillingAddress }
    private var hasTerms: Bool { self != .termsOutstanding && self != .preProvisioned }

    var emailAddress: String { rawValue + "@seed.example.com" }

    /// In the range that is set aside for stories, without the calling code.
    var phoneNumber: String {
        let place = Self.allCases.firstIndex(of: self) ?? 0
        return "20255501" + String(90 + place)
    }

    static let callingCode = "1"

    /// What the issuer's names of a card are.
    func externalCardId(_ card: Card) -> String { rawValue + "-" + card.ending }

    /// A batch of the one consumer, as an issuer writes it (enrollment 5.1, 7.4).
    func plaintext() throws(ServiceError) -> [UInt8] {
        var pans: [(Card, PAN)] = []
        for card in cards {
            guard let pan = SandboxTrigger.examplePAN(ending: card.ending, number: Self.series) else {
                throw ServiceError(.internal)
            }
            pans.append((card, pan))
        }
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.array("consumers") { writer in
                writer.object { writer in
                    writeConsumer(to: &writer)
                    writer.array("cards") { writer in
                        for (card, pan) in pans { write(card, pan, to: &writer) }
                    }
                }
            }
        }
        return writer.bytes
    }

    /// Away from the cards that portfolios are generated with.
    private static let series = 999_000

    private func writeConsumer(to writer: inout JSONWriter) {
        writer.member("externalConsumerId", rawValue)
        writer.object("consumerIdentity") { writer in
            writer.member("identityType", IdentityType.emailAddress.rawValue)
            writer.member("identityValue", emailAddress)
        }
        writer.object("mobileNumber") { writer in
            writer.member("countryCode", Self.callingCode)
            writer.member("phoneNumber", phoneNumber)
        }
        writer.member("firstName", "Sam")
        writer.member("lastName", "Seed")
        writer.member("countryCode", "US")
        writer.member("languageCode", "en")
        guard hasTerms else { return }
        writer.object("complianceSettings") { writer in
            for name in ["privacy", "tnc"] as [StaticString] {
                writer.object(name) { $0.member("acceptedVersion", "LATEST") }
            }
        }
    }

    private func write(_ card: Card, _ pan: PAN, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("externalCardId", externalCardId(card))
            writer.member("primaryAccountNumber", pan.revealDigits())
            writer.member("panExpirationMonth", "12")
            writer.member("panExpirationYear", Self.expiryYear)
            writer.member("cardholderFullName", "Sam Seed")
            guard hasAddress else { return }
            writer.object("billingAddress") { writer in
                writer.member("line1", "1 Sample Road")
                writer.member("city", "Testford")
                writer.member("state", "CA")
                writer.member("countryCode", "US")
                writer.member("zip", "90000")
            }
        }
    }

    private static let expiryYear = "2039"
}
