// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// placeholder
enum CheckoutText {
    static let storageVersion = "1"
}
