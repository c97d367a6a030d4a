// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import PhoneNumbers

/// A country and what of its number space has been used.
struct CountryState {
    let profile: CountryProfile
    /// The BINs as digits.
    let bins: [[UInt8]]
    private let prefixes: [[UInt8]]
    private let callingCode: [UInt8]
    private let permutation: NumberPermutation
    private let suffixCount: Int
    private var used = 0

    init(_ profile: CountryProfile, seed: UInt64) {
        self.profile = profile
        bins = profile.bins.map { [UInt8]($0.utf8) }
        prefixes = profile.mobilePrefixes.map { [UInt8]($0.utf8) }
        callingCode = [UInt8](profile.callingCode.utf8)
        permutation = NumberPermutation(count: profile.mobileCount, seed: seed)
        suffixCount = profile.mobileCount / profile.mobilePrefixes.count
    }

    var hasMobiles: Bool { used < permutation.count }

    /// A national mobile number that no earlier call gave and that the numbering plan holds for valid; nil when none is
    /// left.
    mutating func nextMobile() -> [UInt8]? {
        while hasMobiles {
            let value = permutation(used)
            used += 1
            var number = prefixes[value / suffixCount]
            number.appendDecimal(value % suffixCount, width: profile.mobileDigits)
            let isValid = callingCode.withUnsafeBufferPointer { code in
                number.withUnsafeBufferPointer { number in
                    (try? PhoneNumberRules.normalise(countryCode: code, phoneNumber: number)) != nil
                }
            }
            if isValid { return number }
        }
        return nil
    }
}

extension [UInt8] {
    /// Appends a number in decimal digits, with zeros in front up to `width`.
    mutating func appendDecimal(_ value: Int, width: Int = 1) {
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        Swift.withUnsafeMutableBytes(of: &digits) { buffer in
            var rest = value.magnitude
            var start = 24
            while rest > 0 || 24 - start < Swift.min(width, 20) {
                start -= 1
                buffer[start] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
            append(contentsOf: buffer[start...])
        }
    }
}
