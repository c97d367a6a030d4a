// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay

/// Tells a cardholder that a card was added (processing 1.1, step 17).
public struct CardMessage: Sendable {
    public var channel: CodeChannel
    /// The name of the bank that issued the card.
    public var bank: String
    /// The last four digits of its number.
    public var lastFour: String
    /// What the cardholder reads.
    public var language: LanguageCode
    public var sentAt: Timestamp

    public init(channel: CodeChannel, bank: String, lastFour: String, language: LanguageCode, sentAt: Timestamp) {
        self.channel = channel
        self.bank = bank
        self.lastFour = lastFour
        self.language = language
        self.sentAt = sentAt
    }

    /// One line, in the language of the message when there is a text in it, otherwise in English.
    public var text: String {
        switch language.value {
        case "es": "\(bank): su tarjeta terminada en \(lastFour) ya está en Click to Pay. ¿No ha sido usted? Avísenos."
        case "fr":
            "\(bank) : votre carte se terminant par \(lastFour) est dans Click to Pay. Ce n’était pas vous ? "
                + "Prévenez-nous."
        case "de":
            "\(bank): Ihre Karte mit den Endziffern \(lastFour) ist nun in Click to Pay. Nicht Sie? Melden Sie sich."
        case "ar": "\(bank): أصبحت بطاقتك المنتهية بالأرقام \(lastFour) في Click to Pay. لست أنت؟ اتصل بنا."
        default: "\(bank): your card ending in \(lastFour) is now in Click to Pay. Was it not you? Tell us."
        }
    }
}

/// Takes messages to cardholders, once: nobody waits for them.
public protocol CardMessageDelivery: MessageDelivery {
    func deliver(_ message: CardMessage)
}
