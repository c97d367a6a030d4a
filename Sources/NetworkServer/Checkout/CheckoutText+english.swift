// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CheckoutText {
    static let english = CheckoutText(
        terms: Terms(
            title: "Before you pay",
            lead: { "Click to Pay needs your agreement once, to pay at \($0) and in other shops." },
            next: "Continue"),
        data: DataForm(
            title: "Something is missing", lead: { "\($0) needs these details for your purchase." },
            billing: "Billing address", shipping: "Delivery address", contact: "About you", name: "Name",
            line1: "Street and number", line2: "Flat, floor, building (optional)", city: "Town or city",
            state: "State or region", zip: "Postal code", country: "Country", countryHint: "Two letters, such as US.",
            consent: { "Store the addresses with \($0), so that I need not type them again" },
            consentHint: "Without this they are used for this purchase alone.",
            fault: "Check this, please.", next: "Continue"),
        securityCode: SecurityCode(
            title: "Your card's security code", lead: "It is passed to the shop once and kept nowhere.",
            label: "Three or four digits on the card", fault: "The code has 3 to 6 digits."),
        confirm: Confirm(
            title: "Pay with this card?", lead: { "You are paying at \($0)." }, pay: "Pay",
            payAmount: { "Pay \($0)" }, otherCard: "Use another card", notMe: "That is not me"),
        results: Results(
            complete: Message("Done", "You can close this window: the shop goes on."),
            cancelled: Message("You left the payment", "Nothing was charged. You can close this window."),
            elsewhere: Message("Back to the shop", "It goes on there. You can close this window."),
            error: Message("That did not work", "Nothing was charged. Choose another card in the shop."),
            lost: Message("This window is over", "It was open for too long. Start again in the shop."),
            form: Message("The form could not be read", "Go back, and send it again from the page itself."),
            busy: Message("Too many people are here right now", "Try again in a moment.")))
}
