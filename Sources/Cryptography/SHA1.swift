// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// SHA-1, 20 bytes: for the fingerprints of old keys and for nothing else.
public enum SHA1 {
    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { Digest.sha1.hash($0) }
    }
}
