// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import IssuerKit

/// What the commands on push provisioning share.
enum PushOptions {
    static let tokenRequestor = OptionDeclaration.value(
        "token-requestor", "ID", standard: TokenRequestorID.clickToPay.value, "who is to get the card; Click to Pay")

    /// What is said of the redirect, in whichever form.
    static let settings: [OptionDeclaration] = [
        .value("callback", "URL", "where the consumer comes back to, with the value that binds it to a session"),
        .value("locale", "ll_CC", "the consumer's language; Click to Pay needs it"),
        .flag("app-activation", "Click to Pay opens the issuer's app itself to authenticate"),
        .flag("website-activation", "Click to Pay opens the issuer's page itself to authenticate"),
    ]

    static func tokenRequestorID(_ invocation: Invocation) throws(CommandFailure) -> TokenRequestorID {
        try value(invocation, "token-requestor") ?? .clickToPay
    }

    static func settings(
        _ invocation: Invocation, holderDataSupplied: Bool?
    ) throws(CommandFailure) -> PushRequest.SignatureData {
        PushRequest.SignatureData(
            callbackURL: try value(invocation, "callback"),
            completeIssuerAppActivation: try invocation.flag("app-activation"),
            completeWebsiteActivation: try invocation.flag("website-activation"),
            accountHolderDataSupplied: holderDataSupplied, locale: try value(invocation, "locale"))
    }

    /// An option that is a value of the wire.
    static func value<Value: WireText>(
        _ invocation: Invocation, _ option: String
    ) throws(CommandFailure) -> Value? {
        guard let text = invocation.text(option) else { return nil }
        do throws(ValueFault) {
            return try Value(text)
        } catch {
            throw .usage("--\(option) \(error)")
        }
    }
}

extension LinkFinding: CommandFailureConvertible {
    var commandFailure: CommandFailure { .invalidInput(description) }
}
