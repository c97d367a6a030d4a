// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// A phone number in its one normal form: digits only, calling code first, at most 15. Two numbers are equal when
/// their digits are. It is personal data, so printing it shows its last three digits at most.
public struct MobileNumber: Sendable, Hashable {
    /// Calling code and national number without a plus sign, such as `12025550123`.
    public let e164: String
    private let countryCodeLength: UInt8

    init(e164: String, countryCodeLength: Int) {
        self.e164 = e164
        self.countryCodeLength = UInt8(countryCodeLength)
    }

    /// Calling code, 1 to 3 digits without a plus sign.
    public var countryCode: String { String(e164.prefix(Int(countryCodeLength))) }

    /// What follows the calling code.
    public var nationalNumber: String { String(e164.dropFirst(Int(countryCodeLength))) }
}

extension MobileNumber: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "MobileNumber(…\(e164.suffix(3)))" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:], displayStyle: .struct) }
}
