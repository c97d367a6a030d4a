// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Foundation
import WireJSON

/// Requests of the contract's own examples, to be changed in one place at a time.
enum Samples {
    static let today = CalendarMonth(year: 2026, month: 1)
    static let clientID = "0a1b2c3d-0000-4000-8000-0123456789ab"
    static let correlationID = "7f0f4c1e-1111-4222-8333-444455556667"
    static let serviceID = "ISSUER_C2P#EXAMPLEBANK#01"

    static func address() -> Tree {
        ["line1": "1 Sample Road", "city": "Testford", "state": "CA", "countryCode": "US", "zip": "90000"]
    }

    static func card(_ id: String = "card-9001") -> Tree {
        [
            "externalCardId": .text(id), "primaryAccountNumber": "5555555555554444", "panExpirationMonth": "08",
            "panExpirationYear": "2031", "billingAddress": address(),
        ]
    }

    static func consumer(_ id: String = "cust-000123", cards: [Tree] = [card()]) -> Tree {
        var consumer = person()
        consumer["externalConsumerId"] = .text(id)
        consumer["cards"] = .list(cards)
        return consumer
    }

    static func person() -> Tree {
        [
            "consumerIdentity": ["identityType": "EMAIL_ADDRESS", "identityValue": "ada@example.test"],
            "mobileNumber": ["countryCode": "1", "phoneNumber": "2025550123"],
            "firstName": "Ada", "lastName": "Example", "countryCode": "US", "languageCode": "en",
        ]
    }

    static func enrollmentData() -> Tree {
        ["consumers": .list([consumer()])]
    }

    static func envelope() -> Tree {
        [
            "srcClientId": .text(clientID), "serviceId": .text(serviceID), "srcCorrelationId": .text(correlationID),
            "externalBatchId": "bank-2026-01-05-0001", "enrollmentData": "eyJ.AAA.BBB.CCC.DDD",
        ]
    }

    static func enrollCard() -> Tree {
        [
            "srcClientId": .text(clientID), "serviceId": .text(serviceID), "srcCorrelationId": .text(correlationID),
            "cardSource": "ISSUER", "consumer": person(), "encryptedCard": "eyJ.AAA.BBB.CCC.DDD",
            "complianceSettings": [
                "tnc": ["latestVersionUri": "https://www.mastercard.com/terms.html"],
                "privacy": ["latestVersionUri": "https://www.mastercard.com/privacy.html"],
            ],
        ]
    }

    static func query() -> [(String, String)] {
        [("srcClientId", clientID), ("serviceId", serviceID), ("srcCorrelationId", correlationID)]
    }
}
