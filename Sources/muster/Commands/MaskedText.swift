// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// Masked consumers and cards as lines for people.
enum MaskedText {
    static func profile(_ response: ProfileResponse) -> String {
        var text = consumer(response.maskedConsumer)
        for card in response.maskedCards ?? [] { text += "\n" + self.card(card) }
        return text
    }

    /// The cards alone.
    static func cards(_ response: ProfileResponse) -> String {
        (response.maskedCards ?? []).map(card).joined(separator: "\n")
    }

    static func consumer(_ consumer: MaskedConsumer) -> String {
        var lines = LabelledLines()
        lines.add("consumer", consumer.srcConsumerId)
        lines.add("your id", consumer.externalConsumerId)
        lines.add("status", consumer.status.rawValue)
        if consumer.maskedLinkedIdentities.isEmpty {
            lines.add("email", consumer.maskedEmailAddress)
            lines.add("mobile", consumer.maskedMobileNumber.map { phone(consumer.maskedMobileCountryCode, $0) })
        }
        for identity in consumer.maskedLinkedIdentities {
            lines.add("email", identity.maskedIdentityValue)
            lines.add("mobile", identity.maskedPhoneNumber.map { phone(identity.countryCode, $0) })
        }
        let names = [consumer.maskedFirstName, consumer.maskedLastName].compactMap { $0 }
        lines.add("name", consumer.maskedFullName ?? names.joined(separator: " "))
        lines.add("country", consumer.countryCode)
        lines.add("language", consumer.languageCode)
        lines.add("added", consumer.dateConsumerAdded)
        lines.add("last used", consumer.dateConsumerLastUsed)
        return lines.text
    }

    private static func phone(_ countryCode: String?, _ number: String) -> String {
        (countryCode.map { "+\($0) " } ?? "") + number
    }

    static func card(_ card: MaskedCard) -> String {
        var lines = LabelledLines()
        lines.add("card", card.srcDigitalCardId)
        lines.add("your id", card.externalCredentialId)
        lines.add("status", card.digitalCardData.status.rawValue)
        lines.add("number", "\(card.panBin)…\(card.panLastFour)")
        let expiry = [card.panExpirationMonth, card.panExpirationYear].compactMap { $0 }
        lines.add("expires", expiry.joined(separator: "/"))
        lines.add("product", card.digitalCardData.descriptorName)
        lines.add("token", card.tokenUniqueReference)
        lines.add("address", card.maskedBillingAddress.map(address))
        lines.add("created", card.dateOfCardCreated)
        lines.add("last used", card.dateOfCardLastUsed)
        return lines.text
    }

    private static func address(_ address: MaskedAddress) -> String {
        [
            address.name, address.line1, address.line2, address.line3, address.city, address.state, address.zip,
            address.countryCode,
        ].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
