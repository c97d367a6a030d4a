// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Pages
import Testing

@testable import DemoBank

@Suite struct BankTextsTests {
    /// Every text of a language that stands for itself.
    private func texts(_ value: Any) -> [String] {
        if let text = value as? String { return [text] }
        return Mirror(reflecting: value).children.flatMap { texts($0.value) }
    }

    @Test("no language leaves a text empty, and each says nearly all in words of its own")
    func complete() {
        let english = texts(BankTexts.of(.english))
        #expect(english.count > 130)
        for language in PageLanguage.allCases {
            let own = texts(BankTexts.of(language))
            #expect(own.count == english.count && own.allSatisfy { !$0.isEmpty })
            if language != .english { #expect(zip(own, english).count { $0 == $1 } < 4, "\(language)") }
        }
    }

    @Test("what is to be filled in is filled in, in every language")
    func filled() {
        for language in PageLanguage.allCases {
            let texts = BankTexts.of(language)
            let all = [
                texts.cards.greeting, texts.cards.ending, texts.cards.pitch, texts.cards.add, texts.offer.title,
                texts.offer.lead, texts.offer.sharedLead, texts.offer.cardText, texts.offer.goText,
                texts.offer.goButton, texts.offer.terms, texts.offer.privacy, texts.manage.tokenText,
            ]
            #expect(all.allSatisfy { $0("@@").contains("@@") }, "\(language)")
        }
    }

    @Test("no refusal of a card says why")
    func noReason() {
        for language in PageLanguage.allCases {
            let declined = BankTexts.of(language).results.declined
            #expect(!declined.text.contains("05") && declined.text != BankTexts.of(language).results.failed.text)
        }
    }
}
