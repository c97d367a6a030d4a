// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What makes a country code and a phone number one number (enrollment 5.2).
public enum PhoneNumberRules {
    /// Digits of a national number as it is written, a trunk prefix included.
    static let phoneNumberDigits = 4...14
    static let countryCodeDigits = 1...4
    /// Digits of country code and national number together (ITU-T E.164).
    static let totalDigitsMax = 15

    /// Brings a number to its normal form and checks it against the country's numbering plan.
    ///
    /// Spaces, dashes and brackets are left out in both texts, a leading `+` or `00` in the country code, and one trunk
    /// prefix 0 in the phone number where the country's plan has one. A four-digit country code such as 1242, which is
    /// a calling code and the beginning of a national number, is taken apart.
    public static func normalise(countryCode: String, phoneNumber: String) throws(PhoneNumberFault) -> MobileNumber {
        let code = try digits(of: countryCode, .countryCode)
        let number = try digits(of: phoneNumber, .phoneNumber)
        return try normalise(code, number)
    }

    /// The same over UTF-8 texts where they lie.
    public static func normalise(
        countryCode: UnsafeBufferPointer<UInt8>, phoneNumber: UnsafeBufferPointer<UInt8>
    ) throws(PhoneNumberFault) -> MobileNumber {
        let code = try Digits(countryCode, .countryCode)
        let number = try Digits(phoneNumber, .phoneNumber)
        return try normalise(code, number)
    }

    /// The number as it is, with neither country code nor plan checked further, when it is already in normal form:
    /// for what this module has normalised before and somebody kept.
    public static func kept(e164: String) -> MobileNumber? {
        guard e164.utf8.count <= totalDigitsMax, e164.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let length = (1...3).first(where: { Int(e164.prefix($0)).flatMap { NumberingPlans.shared[$0] } != nil }),
            e164.utf8.count > length
        else { return nil }
        return MobileNumber(e164: e164, countryCodeLength: length)
    }

    private static func digits(of text: String, _ field: PhoneNumberFault.Field) throws(PhoneNumberFault) -> Digits {
        var text = text
        let result: Result<Digits, PhoneNumberFault> = text.withUTF8 { bytes in
            do throws(PhoneNumberFault) {
                return .success(try Digits(bytes, field))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func normalise(_ code: Digits, _ number: Digits) throws(PhoneNumberFault) -> MobileNumber {
        let whole = code.value
        if whole < 1000, let plan = NumberingPlans.shared[whole] {
            var all = code
            let skipped = number.withDigits { plan.trunkPrefixLength($0) }
            all.append(number, from: skipped)
            return try finish(all, code.count, plan)
        }
        // No calling code begins with another one, so there is at most one that this begins with.
        for length in stride(from: code.count - 1, to: 0, by: -1) {
            if let plan = NumberingPlans.shared[code.prefix(length)] {
                var all = code
                all.append(number, from: 0)
                return try finish(all, length, plan)
            }
        }
        throw PhoneNumberFault(field: .countryCode, reason: .unknownCountryCode)
    }

    private static func finish(
        _ all: Digits, _ codeLength: Int, _ plan: NumberingPlan
    ) throws(PhoneNumberFault) -> MobileNumber {
        guard all.count <= totalDigitsMax else { throw PhoneNumberFault(field: .phoneNumber, reason: .length) }
        let isValid = all.withDigits { plan.isValid(UnsafeBufferPointer(rebasing: $0.dropFirst(codeLength))) }
        guard isValid else { throw PhoneNumberFault(field: .phoneNumber, reason: .notValid) }
        return MobileNumber(e164: all.string, countryCodeLength: codeLength)
    }
}
