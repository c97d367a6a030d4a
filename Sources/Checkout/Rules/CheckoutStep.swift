// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What a consumer has to do in the window before a checkout is complete, in this order (checkout 4.7).
public enum CheckoutStep: String, Sendable, CaseIterable, Comparable {
    case terms = "TERMS"
    case dataCapture = "DATA_CAPTURE"
    case authentication = "CARDHOLDER_AUTHENTICATION"
    case securityCode = "CVC"
    case confirm = "CONFIRM"

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    public static func < (left: CheckoutStep, right: CheckoutStep) -> Bool { left.place < right.place }
}
