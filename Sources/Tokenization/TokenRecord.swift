// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A token's data as it is sealed.
public struct TokenRecord: Sendable, Equatable {
    /// 16 digits.
    public var tokenNumber: String
    /// Two digits.
    public var expirationMonth: String
    /// Four digits.
    public var expirationYear: String
    /// 29 characters; the same for every token of a PAN.
    public var paymentAccountReference: String

    public init(tokenNumber: String, expirationMonth: String, expirationYear: String, paymentAccountReference: String) {
        self.tokenNumber = tokenNumber
        self.expirationMonth = expirationMonth
        self.expirationYear = expirationYear
        self.paymentAccountReference = paymentAccountReference
    }

    /// The plaintext to seal: fixed widths after a version byte.
    public var encoded: [UInt8] {
        [1] + tokenNumber.utf8 + expirationMonth.utf8 + expirationYear.utf8 + paymentAccountReference.utf8
    }

    /// Reads a plaintext; nil when its layout is not known.
    public init?(encoded: [UInt8]) {
        guard encoded.count == 1 + 16 + 2 + 4 + 29, encoded[0] == 1 else { return nil }
        func text(_ range: Range<Int>) -> String { String(decoding: encoded[range], as: UTF8.self) }
        tokenNumber = text(1..<17)
        expirationMonth = text(17..<19)
        expirationYear = text(19..<23)
        paymentAccountReference = text(23..<52)
    }
}

extension TokenRecord: CustomStringConvertible, CustomReflectable {
    /// Never the token number.
    public var description: String { "TokenRecord(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
