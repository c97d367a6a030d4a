// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CPhoneNumber

/// The numbers behind one calling code, taken from libphonenumber and compiled to tables, so that a verdict costs
/// nanoseconds. It is the library's verdict: the regions that share a calling code are asked in the library's order.
final class NumberingPlan: Sendable {
    private let callingCode: Int32
    private let regions: [Region]
    /// Whether a 0 dialled before the national number is not a part of it.
    private let dropsZero: Bool

    init(callingCode: Int32, regions: [cphonenumber_region]) {
        self.callingCode = callingCode
        self.regions = regions.map { Region($0) }
        dropsZero = regions.first.map { Self.dropsZero($0.trunk_prefix.buffer) } ?? false
    }

    private static func dropsZero(_ trunkPrefix: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !trunkPrefix.isEmpty, let pattern = DigitPattern(trunkPrefix),
            let automaton = DigitAutomaton([pattern])
        else { return false }
        return [UInt8(ascii: "0")].withUnsafeBufferPointer { automaton.match($0) != 0 }
    }

    /// Whether the plan has the national number `digits` (ASCII), of any kind: mobiles are not told from land lines in
    /// every country.
    func isValid(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
        // The only region of a calling code need not claim its numbers.
        let owner = regions.count == 1 ? regions[0] : regions.first { $0.claims(digits, callingCode) }
        return owner?.isValid(digits, callingCode) == true
    }

    /// The library's own verdict, a thousand times slower.
    func isValidByLibrary(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
        askLibrary(digits, callingCode)
    }

    /// Whether every pattern of the plan could be compiled, so that the library is never asked.
    var isCompiled: Bool { regions.allSatisfy(\.isCompiled) }

    func isMobile(_ digits: UnsafeBufferPointer<UInt8>, in region: String) -> Bool {
        isValid(digits) && regions.contains { $0.id == region && $0.kinds(of: digits) & Region.mobileBit != 0 }
    }

    /// How many of the first digits to leave out: 1 for a trunk prefix 0 where the plan has one, else 0. A number that
    /// is good as it stands and would not be without its 0 keeps it, as in the library.
    func trunkPrefixLength(_ digits: UnsafeBufferPointer<UInt8>) -> Int {
        guard dropsZero, digits.first == UInt8(ascii: "0") else { return 0 }
        let rest = UnsafeBufferPointer(rebasing: digits.dropFirst())
        return isValid(digits) && !isValid(rest) ? 0 : 1
    }
}

/// One region's share of a calling code.
private struct Region: Sendable {
    static let mobileBit: UInt16 = 1 << UInt16(CPHONENUMBER_MOBILE)

    let id: String
    /// Nil when a pattern is beyond what is compiled here. The library answers then.
    private let automaton: DigitAutomaton?
    private let leading: DigitAutomaton?
    private let hasLeadingDigits: Bool
    /// For each kind, a bit for each number of digits that it may have.
    private let lengths: [UInt32]

    init(_ region: cphonenumber_region) {
        id = String(decoding: region.id.buffer, as: UTF8.self)
        let kinds = withUnsafeBytes(of: region.kinds) { Array($0.bindMemory(to: cphonenumber_kind.self)) }
        lengths = kinds.map { kind in
            // Without a pattern nothing is of that kind; without lengths any length will do.
            kind.pattern.length == 0 ? 0 : kind.has_lengths ? kind.lengths : .max
        }
        let patterns = kinds.map { kind in DigitPattern(kind.pattern.buffer) }
        let read = patterns.compactMap { $0 }
        automaton = read.count == patterns.count ? DigitAutomaton(read) : nil
        hasLeadingDigits = region.leading_digits.length > 0
        leading = hasLeadingDigits ? DigitPattern(region.leading_digits.buffer).flatMap { DigitAutomaton([$0]) } : nil
    }

    /// The kinds that the number is of, as bits; 0 when it does not meet the general description.
    func kinds(of digits: UnsafeBufferPointer<UInt8>) -> UInt16 {
        guard let automaton, digits.count < 32 else { return 0 }
        var matched = automaton.match(digits)
        var left = matched
        while left != 0 {
            let kind = left.trailingZeroBitCount
            left &= left - 1
            if lengths[kind] >> UInt32(digits.count) & 1 == 0 { matched &= ~(1 << UInt16(kind)) }
        }
        let general: UInt16 = 1 << UInt16(CPHONENUMBER_GENERAL)
        return matched & general == 0 ? 0 : matched & ~general
    }

    func isValid(_ digits: UnsafeBufferPointer<UInt8>, _ callingCode: Int32) -> Bool {
        if automaton == nil { return askLibrary(digits, callingCode) }
        return kinds(of: digits) != 0
    }

    /// Whether the number is this region's, among those that share the calling code.
    func claims(_ digits: UnsafeBufferPointer<UInt8>, _ callingCode: Int32) -> Bool {
        guard hasLeadingDigits else { return isValid(digits, callingCode) }
        return leading?.matchesPrefix(of: digits) ?? askLibrary(digits, callingCode)
    }

    var isCompiled: Bool { automaton != nil && (leading != nil || !hasLeadingDigits) }
}

private func askLibrary(_ digits: UnsafeBufferPointer<UInt8>, _ callingCode: Int32) -> Bool {
    digits.withMemoryRebound(to: CChar.self) {
        cphonenumber_is_valid(callingCode, $0.baseAddress, $0.count)
    }
}

extension cphonenumber_text {
    var buffer: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: UnsafeRawPointer(bytes)?.assumingMemoryBound(to: UInt8.self), count: length)
    }
}
