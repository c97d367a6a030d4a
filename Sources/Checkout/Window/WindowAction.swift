// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// What a consumer does in the window of a checkout, but for the code (checkout 4.8).
public enum WindowAction: Sendable {
    case acceptTerms
    /// - Parameter consent: whether it may be stored with the issuer; nil: that stays as it is.
    case submit(CapturedData, consent: Bool?)
    case consentStorage(Bool)
    case confirm
    /// CANCEL, CHANGE_CARD, ADD_CARD or SWITCH_CONSUMER.
    case leave(CheckoutAction)
    case remember(Bool)
}
