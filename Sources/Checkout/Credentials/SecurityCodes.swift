// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Synchronization

/// The codes of cards whose numbers a shop gets in clear, from the window to the credentials: in memory alone, since
/// such a code is kept nowhere (enrollment 5.4). After a restart a payload goes without it.
public final class SecurityCodes: Sendable {
    private static let countMax = 10_000

    private struct Entry {
        var code: CardSecurityCode
        var expires: Timestamp
    }

    private let entries = Mutex<[Int64: Entry]>([:])

    public init() {}

    func put(_ code: CardSecurityCode, of checkout: Int64, until expires: Timestamp, now: Timestamp) {
        entries.withLock { entries in
            if entries.count >= Self.countMax { entries = entries.filter { $0.value.expires > now } }
            guard entries.count < Self.countMax else { return }
            entries[checkout] = Entry(code: code, expires: expires)
        }
    }

    func code(of checkout: Int64) -> String? {
        entries.withLock { $0[checkout]?.code.revealDigits() }
    }

    func remove(of checkout: Int64) {
        entries.withLock { $0[checkout] = nil }
    }
}
