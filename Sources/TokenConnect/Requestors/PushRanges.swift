// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
public import Directory
internal import Tokenization

/// The account ranges of one issuer, and which token requestor may have which.
public struct PushRanges: Sendable {
    /// Longest prefix first; the issuer's own before those of the sandbox.
    private let ranges: [PushRange]

    /// - Parameters:
    ///   - settings: the program's: its own account ranges count, those that are eligible and can be tokenized.
    ///   - isSandbox: whether the published sandbox ranges count too (token-connect 13.2).
    public init(settings: ProgramSettings, isSandbox: Bool) {
        let table = settings.accountRangeTable
        // JSON has no number that begins with a zero, and no account does.
        let own = settings.accountRanges.filter { !$0.prefix.hasPrefix("0") }.map { range in
            let isMaestro = Self.isMaestro(range.prefix)
            let rule = table.rule(panDigits: range.prefix, isMaestro: isMaestro)
            return PushRange(
                prefix: range.prefix, product: PushProduct(product: range.product, isMaestro: isMaestro),
                requestors: rule.isEligible && rule.isTokenizable ? [TokenRequestor.clickToPay.id] : [])
        }
        let taken = Set(own.map(\.prefix))
        let fixtures = isSandbox ? SandboxPush.ranges.filter { !taken.contains($0.prefix) } : []
        ranges = (own + fixtures).sorted { $0.prefix.utf8.count > $1.prefix.utf8.count }
    }

    /// Whether a range that the requestor may have begins exactly at `start`, a number of 19 digits.
    func hasRange(startingAt start: String, for requestor: TokenRequestor) -> Bool {
        ranges.contains { $0.start == start && $0.requestors.contains(requestor.id) }
    }

    /// What an account is, when the requestor may have it; the longest range that it is in decides.
    func product(ofAccount digits: String, for requestor: TokenRequestor) -> PushProduct? {
        let number = PushRange.padded(digits)
        guard let range = ranges.first(where: { number.hasPrefix($0.prefix) }),
            range.requestors.contains(requestor.id)
        else { return nil }
        return range.product
    }

    private static func isMaestro(_ prefix: String) -> Bool {
        Int(PushRange.padded(prefix).prefix(6)).flatMap { AccountRange.of(bin: $0) }?.scheme == .maestro
    }
}
