// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Foundation
import Testing

@Suite("Countries by three letters") struct CountryCodeAlpha3Tests {
    @Test("published pairs, also where the first two letters are not the code; nothing else is a country")
    func pairs() {
        let known = ["GBR": "GB", "DEU": "DE", "USA": "US", "CHE": "CH", "AUT": "AT", "AUS": "AU", "SWE": "SE"]
        for (three, two) in known { #expect(CountryCode(alpha3: three)?.value == two) }
        for text in ["", "GB", "gbr", "QQQ", "UNK", "GBR ", "AAAA"] { #expect(CountryCode(alpha3: text) == nil) }
    }

    @Test("each of the system's 249 countries has one")
    func complete() {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(UnicodeScalar($0)) }
        var found: [String] = []
        for a in letters {
            for b in letters { for c in letters { (CountryCode(alpha3: a + b + c)?.value).map { found.append($0) } } }
        }
        #expect(found.count == 249 && Set(found).count == 249)
        let system = Set(Locale.Region.isoRegions.map(\.identifier))
        #expect(found.allSatisfy { system.contains($0) })
    }
}
