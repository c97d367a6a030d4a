// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay

/// A consumer of a batch, written as JSON by the tests themselves.
struct Person {
    struct Card {
        var name: String
        var pan: String
        var year = "2031"
    }

    var name: String
    var email: String
    var phone: String
    var cards: [Card]
    /// In place of email and phone, for flexible programs: addresses, and numbers as in `phone`.
    var linked: [String]?

    init(_ name: String, email: String? = nil, phone: String, cards: [(String, String)]) {
        self.name = name
        self.email = email ?? name + "@example.test"
        self.phone = phone
        self.cards = cards.map { Card(name: $0.0, pan: $0.1) }
    }

    var json: String { json(.v1) }

    private func json(_ generation: APIGeneration) -> String {
        let (list, key) = generation == .v1 ? ("cards", "externalCardId") : ("credentials", "externalCredentialId")
        let cards = cards.map { card in
            """
            {"\(key)":"\(card.name)","primaryAccountNumber":"\(card.pan)","panExpirationMonth":"08",\
            "panExpirationYear":"\(card.year)"}
            """
        }
        return """
            {"externalConsumerId":"\(name)",\(identity),"firstName":"Ada","lastName":"Example",\
            "countryCode":"US","languageCode":"en","\(list)":[\(cards.joined(separator: ","))]}
            """
    }

    private var identity: String {
        guard let linked else {
            return """
                "consumerIdentity":{"identityType":"EMAIL_ADDRESS","identityValue":"\(email)"},\
                "mobileNumber":{"countryCode":"1","phoneNumber":"202555\(phone)"}
                """
        }
        let items = linked.map { value in
            value.contains("@")
                ? #"{"identityType":"EMAIL_ADDRESS","identityValue":"\#(value)"}"#
                : #"{"identityType":"MOBILE_PHONE_NUMBER","mobileNumber":{"countryCode":"1","#
                    + #""phoneNumber":"202555\#(value)"}}"#
        }
        return #""linkedIdentities":["# + items.joined(separator: ",") + "]"
    }

    static func plaintext(_ people: [Person], _ generation: APIGeneration = .v1) -> String {
        #"{"consumers":["# + people.map { $0.json(generation) }.joined(separator: ",") + "]}"
    }

    /// The n-th card number of a test range, with its check digit worked out here (ISO/IEC 7812-1).
    static func pan(_ number: Int) -> String {
        let middle = String(number)
        let digits = "520430" + String(repeating: "0", count: 8 - middle.count) + middle + "9"
        return digits + checkDigit(digits)
    }

    /// A card number with these last four digits.
    static func pan(ending: String) -> String {
        for filler in 0...9 {
            let digits = "52043000000\(filler)" + ending
            if checkDigit(String(digits.dropLast())) == digits.suffix(1) { return digits }
        }
        return ""
    }

    private static func checkDigit(_ digits: String) -> String {
        var sum = 0
        for (place, digit) in digits.reversed().enumerated() {
            let value = digit.wholeNumberValue ?? 0
            sum += place % 2 == 0 ? value * 2 / 10 + value * 2 % 10 : value
        }
        return String((10 - sum % 10) % 10)
    }
}
