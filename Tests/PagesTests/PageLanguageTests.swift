// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Pages

@Suite struct PageLanguageTests {
    @Test("a tag's language counts, whatever stands behind it", arguments: ["de", "de_AT", "DE-ch"])
    func tags(tag: String) { #expect(PageLanguage(tag: tag) == .german) }

    @Test("a language that is not spoken is none", arguments: ["", "pt-BR", "deu", "_de"])
    func unknown(tag: String) { #expect(PageLanguage(tag: tag) == nil) }

    @Test("of what a reader accepts, the heaviest that is spoken is taken")
    func accepting() {
        #expect(PageLanguage(accepting: "pt-BR, fr;q=0.4, es;q=0.7, *;q=0.1") == .spanish)
        #expect(PageLanguage(accepting: "ar-EG,en;q=0.9") == .arabic)
        #expect(PageLanguage(accepting: "en;q=0, pl") == nil)
        #expect(PageLanguage(accepting: "") == nil)
    }
}
