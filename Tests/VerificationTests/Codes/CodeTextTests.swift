// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import PhoneNumbers
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

    @Test(
        "a mail has the code in its text and not in its subject, how long it is good, and what to do if it was not you")
    func mails() throws {
        var subjects: Set<String> = []
        for (language, shown, hint) in [
            ("en", "en", "ignore"), ("es", "es", "no haga caso"), ("fr", "fr", "ignorez"), ("de", "de", "nicht"),
            ("ar", "ar", "تجاهل"), ("it", "en", "ignore"),
        ] {
            let message = CodeMessage(
                channel: .email(try Email("ada@example.test")), code: try OneTimeCode("012345"),
                language: try LanguageCode(language), purpose: .signIn, sentAt: Timestamp(seconds: 0),
                expiresAt: Timestamp(seconds: 420))
            let mail = message.mail
            #expect(mail.language == shown)
            #expect(mail.body.split(separator: "\n").contains("012345"), "\(language)")
            #expect(mail.body.contains("7 ") && mail.body.contains(hint), "\(language)")
            #expect(!mail.subject.contains("012345") && !mail.subject.isEmpty)
            subjects.insert(mail.subject)
        }
        #expect(subjects.count == 5)
    }

    @Test("a mail about a card has its text, in its language, and no digits in its subject")
    func cardMails() throws {
        var subjects: Set<String> = []
        for language in ["en", "es", "fr", "de", "ar", "it"] {
            let message = CardMessage(
                channel: .email(try Email("ada@example.test")), bank: "Harbour Bank", lastFour: "9726",
                language: try LanguageCode(language), sentAt: Timestamp(seconds: 0))
            #expect(message.mail.body == message.text && message.mail.body.contains("9726"))
            #expect(!message.mail.subject.contains { $0.isNumber } && message.mail.subject.contains("Click to Pay"))
            #expect(message.mail.language == (language == "it" ? "en" : language))
            subjects.insert(message.mail.subject)
        }
        #expect(subjects.count == 5)
    }

    @Test("channels that cannot be sent to are not offered, unless there is no other")
    func offered() throws {
        let email = CodeChannel.email(try Email("ada@example.test"))
        let mobile = CodeChannel.mobile(try PhoneNumberRules.normalise(countryCode: "1", phoneNumber: "2025550100"))
        #expect(CodeChannel.offered([mobile, email], reach: [.emailAddress]) == [email])
        #expect(CodeChannel.offered([mobile, email], reach: [.emailAddress, .mobilePhoneNumber]) == [mobile, email])
        #expect(CodeChannel.offered([mobile], reach: [.emailAddress]) == [mobile])
        #expect(CodeChannel.offered([mobile, email], reach: []) == [mobile, email])
        #expect(CodeChannel.offered([], reach: [.emailAddress]) == [])
    }
}
