// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Store
public import WireJSON

/// The account that the processor pushes to a token requestor in its issuer's place (processing 8).
public struct CardPushData: Sendable {
    private static let idCharacters = 1...36
    private let management: CardManagement

    public init(management: CardManagement) {
        self.management = management
    }

    /// The account as JSON, like an element of the array in token-connect 5.2. It has the PAN in clear: to be handed to
    /// Token Connect at once, and wiped.
    ///
    /// Other than for an enrollment the card's status is looked at: the push leads straight to a token.
    ///
    /// - Parameter root: the issuer's request: `pushAccountId`, and `accountHolderData` when it wants to send some.
    /// - Throws: REQUEST_VALIDATION; CARD_CONTRACT_DOES_NOT_EXIST; OPERATION_DENIED for a card that is not in order.
    public func clearAccount(
        _ root: JSONValue, card number: Int64, _ call: ProcessingCall
    ) throws -> [UInt8] {
        let fields = FieldReader(root)
        let id = try fields.text("pushAccountId", Self.idCharacters)
        let holder = try fields.optionalObject("accountHolderData")
        for name in ["pushFundingAccounts", "cardAccountData", "accountNumber"] where root[name] != nil {
            throw fields.fault(name, "must not be sent")
        }
        let view = try management.card(number, call)
        guard view.row.statusCode == CardStatus.ok.rawValue, view.row.isActivated else {
            throw ProcessingError.denied("The card's status does not let it be pushed.")
        }
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.member("pushAccountId", id)
            writer.object("fundingAccountData") { writer in
                writer.object("cardAccountData") { writer in
                    writer.member("accountNumber", view.card.pan.revealDigits())
                    writer.member("expiryMonth", view.card.expiry.monthText)
                    writer.member("expiryYear", String(view.card.expiry.yearText.suffix(2)))
                }
                if let holder {
                    writer.key("accountHolderData")
                    writer.raw(holder.canonicalBytes())
                }
            }
        }
        return writer.bytes
    }
}
