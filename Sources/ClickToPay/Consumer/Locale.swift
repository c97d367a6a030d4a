// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Language and country in one text, `en-US` or `en_US`: an alias that some front ends write (enrollment 5.1).
public struct Locale: WireText, Hashable {
    public let language: LanguageCode
    public let country: CountryCode

    public init(utf8: UnsafeBufferPointer<UInt8>) throws(ValueFault) {
        guard utf8.count == 5, utf8[2] == UInt8(ascii: "-") || utf8[2] == UInt8(ascii: "_") else {
            throw .format("must be a language and a country such as en-US")
        }
        language = try LanguageCode(utf8: utf8.slice(0..<2))
        country = try CountryCode(utf8: utf8.slice(3..<5))
    }

    /// `en-US`.
    public var value: String { language.value + "-" + country.value }
    /// `en_US`: how Token Connect writes it (token-connect 5.1).
    public var underscored: String { language.value + "_" + country.value }
}
