// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Why a receipt cannot be used (token-connect 10.1).
public enum ReceiptRefusal: Error, Sendable, Equatable {
    /// There is no such receipt for whoever asks: never given, another issuer's, another requestor's, or long gone.
    case unknown
    /// Its one tokenization has started.
    case used
    /// The consumer went away.
    case cancelled
    /// Its time is over.
    case expired
}
