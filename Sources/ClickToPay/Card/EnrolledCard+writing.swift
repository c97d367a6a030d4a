// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension EnrolledCard {
    /// Writes the card in clear, its number included: for what is encrypted or sealed afterwards. The security code is
    /// left out unless it is asked for, so that it cannot be kept by accident.
    public func writeRevealed(to writer: inout JSONWriter, includingSecurityCode: Bool = false) {
        writer.object { writeRevealedMembers(to: &$0, includingSecurityCode: includingSecurityCode) }
    }

    /// The same without the braces, for an object that has more members.
    public func writeRevealedMembers(to writer: inout JSONWriter, includingSecurityCode: Bool = false) {
        writer.key("primaryAccountNumber")
        pan.withRevealedDigits { writer.string(utf8: $0) }
        writer.member("panExpirationMonth", expiry.monthText)
        writer.member("panExpirationYear", expiry.yearText)
        if includingSecurityCode { writer.member("cardSecurityCode", securityCode?.revealDigits()) }
        writer.member("cardholderFullName", cardholderFullName)
        writer.member("cardholderFirstName", cardholderFirstName)
        writer.member("cardholderLastName", cardholderLastName)
        if let billingAddress {
            writer.key("billingAddress")
            billingAddress.writeRevealed(to: &writer)
        }
        writer.member("paymentAccountReference", paymentAccountReference)
    }
}
