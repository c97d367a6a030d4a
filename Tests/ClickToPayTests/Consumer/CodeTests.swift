// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Foundation
import Testing

/// Goal: country and language codes are those of ISO, in the case that the contract wants.
struct CodeTests {
    @Test(
        "the countries are those of the time zone database's list",
        .enabled(if: FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/iso3166.tab")))
    func countries() throws {
        let table = try String(contentsOfFile: "/usr/share/zoneinfo/iso3166.tab", encoding: .utf8)
        let listed = Set(table.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0.prefix(2)) })
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let taken = letters.flatMap { first in letters.map { "\(first)\($0)" } }.filter {
            (try? CountryCode($0)) != nil
        }
        #expect(Set(taken) == listed)
    }

    @Test("there are 184 languages, and the usual ones are among them")
    func languages() throws {
        let letters = "abcdefghijklmnopqrstuvwxyz"
        let taken = letters.flatMap { first in letters.map { "\(first)\($0)" } }.filter {
            (try? LanguageCode($0)) != nil
        }
        #expect(taken.count == 184)
        for code in ["en", "es", "fr", "de", "it", "nl", "sv", "nb", "cs", "ar", "zh", "ms", "pt"] {
            #expect(try LanguageCode(code).value == code)
        }
    }

    @Test("other cases and lengths are refused", arguments: ["", "u", "us", "Us", "USA", "U1", "ÜS", "XX", "UK", "EN"])
    func refused(_ text: String) {
        #expect((try? CountryCode(text)) == nil)
        #expect((try? LanguageCode(text)) == nil)
    }

    @Test("a locale is split at its dash or underscore")
    func locale() throws {
        for text in ["en-US", "en_US"] {
            let locale = try ClickToPay.Locale(text)
            #expect(locale.language.value == "en" && locale.country.value == "US" && locale.value == "en-US")
        }
        for text in ["", "en", "enUS", "en US", "US-en", "en-USA", "xx-US", "en-XX"] {
            #expect(throws: ValueFault.self) { try ClickToPay.Locale(text) }
        }
    }
}
