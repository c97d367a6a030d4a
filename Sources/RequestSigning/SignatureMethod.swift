// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How a request is signed (security 2.5). HMAC, SHA-1 and plain text are not offered.
public enum SignatureMethod: String, Sendable, Hashable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256, what every published signer uses unless told otherwise.
    case rsaSHA256 = "RSA-SHA256"
    /// RSASSA-PSS with SHA-256, MGF1-SHA-256 and 32 bytes of salt.
    case rsaPSS = "RSA-PSS"
}
