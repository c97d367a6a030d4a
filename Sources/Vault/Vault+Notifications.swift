// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Cryptography

extension Vault {
    /// The key that a program's notifications are signed with: 32 bytes, the same for ever, kept nowhere. It is one
    /// step of HKDF-Expand (RFC 5869) under the index key, which is random, permanent, and wrapped by the root key.
    ///
    /// - Parameter serviceId: the program.
    public func notificationSecret(serviceId: String) -> [UInt8] {
        secret("\0notification secret\0", of: Array(serviceId.utf8))
    }

    /// The key that one-time codes are signed with when they are handed over to be sent: 32 bytes, the same for ever,
    /// kept nowhere, made as those of notifications are.
    public var codeHookSecret: [UInt8] { secret("\0code hook secret\0", of: []) }

    /// The key of the cryptograms of a card's token: 32 bytes, the same for ever, kept nowhere, made as those of
    /// notifications are.
    ///
    /// - Parameter card: the card's row number, which is the token's too.
    public func cryptogramSecret(card: Int64) -> [UInt8] {
        secret("\0cryptogram secret\0", of: withUnsafeBytes(of: card.bigEndian) { Array($0) })
    }

    private func secret(_ head: StaticString, of name: [UInt8]) -> [UInt8] {
        // No blind index has the kind 0, so that neither value can be taken for the other.
        (name + [1]).withUnsafeBytes { value in
            withIndexCode(
                of: value, headCount: head.utf8CodeUnitCount,
                writeHead: { text in
                    for index in 0..<head.utf8CodeUnitCount { text[index] = head.utf8Start[index] }
                }, { Array($0) })
        }
    }
}
