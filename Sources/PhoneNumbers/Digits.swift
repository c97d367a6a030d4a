// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Up to 18 digits of a phone number as they are read, without an allocation.
struct Digits {
    // Country code and number together may reach 4 + 14.
    private var storage: InlineArray<18, UInt8> = InlineArray(repeating: 0)
    private(set) var count = 0

    /// The digits of a text without its spaces, dashes and brackets and, in a country code, without the `+` or `00`
    /// that calls abroad.
    init(_ text: UnsafeBufferPointer<UInt8>, _ field: PhoneNumberFault.Field) throws(PhoneNumberFault) {
        let allowed =
            field == .countryCode ? PhoneNumberRules.countryCodeDigits : PhoneNumberRules.phoneNumberDigits
        var zeros = 0
        var mayBePrefix = field == .countryCode
        for byte in text {
            switch byte {
            case UInt8(ascii: "0") where mayBePrefix && zeros < 2:
                zeros += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard count < allowed.upperBound else { throw PhoneNumberFault(field: field, reason: .length) }
                storage[count] = byte
                count += 1
                mayBePrefix = false
            case UInt8(ascii: "+") where mayBePrefix && zeros == 0:
                mayBePrefix = false
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
                UInt8(ascii: "]"):
                continue
            default:
                throw PhoneNumberFault(field: field, reason: .notDigits)
            }
        }
        guard count > 0 || zeros > 0 else { throw PhoneNumberFault(field: field, reason: .empty) }
        // One zero before a country code, or three, is no prefix, and no calling code begins with one.
        guard count >= allowed.lowerBound || zeros == 1 else { throw PhoneNumberFault(field: field, reason: .length) }
        guard zeros != 1, field == .phoneNumber || storage[0] != UInt8(ascii: "0") else {
            throw PhoneNumberFault(field: field, reason: .unknownCountryCode)
        }
    }

    mutating func append(_ other: Digits, from start: Int) {
        for index in start..<other.count {
            storage[count] = other.storage[index]
            count += 1
        }
    }

    /// The number that the first `length` digits make.
    func prefix(_ length: Int) -> Int {
        var value = 0
        for index in 0..<length { value = value * 10 + Int(storage[index] - UInt8(ascii: "0")) }
        return value
    }

    var value: Int { prefix(count) }

    func withDigits<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        let count = count
        return withUnsafeBytes(of: storage) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { body(UnsafeBufferPointer(rebasing: $0[..<count])) }
        }
    }

    var string: String {
        withDigits { String(decoding: $0, as: UTF8.self) }
    }
}
