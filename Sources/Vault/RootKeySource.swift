// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Where the root key comes from. Printing one shows the path at most, never the passphrase.
public enum RootKeySource: Sendable {
    /// A file of 32 bytes or 64 hexadecimal digits that only its owner may read (mode 0600 or 0400). With
    /// `createIfMissing` it is made together with a new key ring, never beside an existing one.
    case file(path: String, createIfMissing: Bool)
    /// At least 8 bytes. The key is derived with scrypt; salt and parameters are kept in the key ring.
    case passphrase([UInt8])
}

extension RootKeySource: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .file(let path, _): "root key file \(path)"
        case .passphrase: "passphrase (hidden)"
        }
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .enum) }
}
