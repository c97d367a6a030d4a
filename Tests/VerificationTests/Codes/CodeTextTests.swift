// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Testing

@testable import Verification

@Suite("words around a code") struct CodeTextTests {
    @Test("they are there in five languages, each with the code and its minutes, and in English for all others")
    func languages() throws {
        var texts: Set<String> = []
        for language in ["en", "es", "fr", "de", "ar", "it", "zh"] {
            let message = CodeMessage(
                channel: .email(try Email("ada@example.test")), code: try OneTimeCode("012345"),
                language: try LanguageCode(language), purpose: .signIn, sentAt: Timestamp(seconds: 0),
                expiresAt: Timestamp(seconds: 600))
            #expect(message.text.contains("012345") && message.text.contains("10"), "\(language)")
            texts.insert(message.text)
        }
        #expect(texts.count == 5)
    }
}
