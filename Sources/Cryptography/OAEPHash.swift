// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The hash of RSA-OAEP, used for the label and for MGF1 alike.
public enum OAEPHash: Sendable {
    case sha256, sha512

    var algorithm: OpaquePointer {
        switch self {
        case .sha256: Algorithms.sha256
        case .sha512: Algorithms.sha512
        }
    }
}
