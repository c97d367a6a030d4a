// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// SHA-256 (FIPS 180-4): 32 bytes.
public enum SHA256 {
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        Digest.sha256.hash(bytes)
    }

    public static func hash(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { Digest.sha256.hash($0) }
    }
}
