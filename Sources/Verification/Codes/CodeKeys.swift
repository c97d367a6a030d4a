// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Cryptography
internal import Vault

/// The fingerprints under which codes are kept.
struct CodeKeys: Sendable {
    let vault: Vault

    func identity(_ channel: CodeChannel) -> BlindIndex {
        fingerprint(.codeIdentity, [Array(channel.identityType.rawValue.utf8), Array(channel.matching.utf8)])
    }

    func binding(_ binding: CodeBinding, _ identity: BlindIndex) -> BlindIndex {
        fingerprint(
            .codeBinding,
            [
                binding.session, Array(binding.client.utf8), Array(binding.purpose.rawValue.utf8), identity.bytes,
            ])
    }

    /// Of a code in its place and time: the same digits have another one elsewhere and another time.
    func code(_ code: OneTimeCode, _ binding: BlindIndex, _ expires: Timestamp) -> BlindIndex {
        let time = withUnsafeBytes(of: expires.milliseconds.bigEndian) { Array($0) }
        return fingerprint(.oneTimeCode, [binding.bytes, time, Array(code.revealDigits().utf8)])
    }

    /// Each part with its length before it, so that no two lists of parts are the same bytes.
    private func fingerprint(_ kind: BlindIndexKind, _ parts: [[UInt8]]) -> BlindIndex {
        var value: [UInt8] = []
        defer { wipe(&value) }
        value.reserveCapacity(parts.reduce(0) { $0 + $1.count + 4 })
        for part in parts {
            withUnsafeBytes(of: UInt32(part.count).bigEndian) { value.append(contentsOf: $0) }
            value.append(contentsOf: part)
        }
        return vault.blindIndex(kind, directory: 0, value: value)
    }
}
