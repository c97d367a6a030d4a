// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension PhoneNumberRules {
    /// The regions (ISO 3166-1 alpha-2) whose numbering plans are known.
    public static var regions: [String] { NumberingPlans.shared.regions }

    /// A mobile number of a region that follows its plan, such as libphonenumber gives as an example; nil when the
    /// region is not known or has no mobile numbers of its own.
    public static func exampleMobile(region: String) -> MobileNumber? {
        NumberingPlans.shared.example(of: region).map { mobile($0.callingCode, $0.national) }
    }

    /// One of many mobile numbers of a region that follow its plan, always the same one for the same `number`.
    /// Different numbers give different mobiles only by chance: a country has some millions of them here.
    public static func exampleMobile(region: String, number: UInt64) -> MobileNumber? {
        guard let example = NumberingPlans.shared.example(of: region),
            let plan = NumberingPlans.shared[example.callingCode]
        else { return nil }
        var random = number
        // The end of a number is free in nearly every plan; where it is not, fewer digits are changed.
        for attempt in 0..<24 {
            let changed = max(1, min(example.national.count - 3, 7) - attempt / 4)
            var national = example.national
            var value = mix(&random)
            for position in (national.count - changed)..<national.count {
                national[position] = UInt8(ascii: "0") + UInt8(value % 10)
                value /= 10
            }
            if national.withUnsafeBufferPointer({ plan.isMobile($0, in: region) }) {
                return mobile(example.callingCode, national)
            }
        }
        return mobile(example.callingCode, example.national)
    }

    private static func mobile(_ callingCode: Int, _ national: [UInt8]) -> MobileNumber {
        let code = String(callingCode)
        return MobileNumber(
            e164: code + String(decoding: national, as: UTF8.self), countryCodeLength: code.utf8.count)
    }

    /// SplitMix64.
    private static func mix(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
