// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

/// What runs in the pages of shops: Click to Pay as one ES module, and its types (checkout 4.13). The files of `Script`
/// stand in the program itself, one after the other.
public enum BrowserKit {
    /// The module, in UTF-8.
    public static let script =
        PackageResources.Errors_js + PackageResources.Wire_js + PackageResources.Encryption_js
        + PackageResources.Identities_js + PackageResources.Window_js + PackageResources.MusterClickToPay_js

    /// Its types for TypeScript, in UTF-8.
    public static let types = PackageResources.sdk_d_ts

    /// 16 hexadecimal digits that change with the module.
    public static let scriptFingerprint = fingerprint(script)
    public static let typesFingerprint = fingerprint(types)

    private static func fingerprint(_ file: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        return String(SHA256.hash(file).prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
