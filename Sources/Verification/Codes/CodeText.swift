// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay

/// The words around a code.
extension CodeMessage {
    /// How long the code is good, in whole minutes.
    var minutes: Int64 { max(1, (expiresAt.milliseconds - sentAt.milliseconds) / 60_000) }

    /// One line for the consumer, in the language of the message when there is a text in it, otherwise in English.
    public var text: String {
        let code = code.revealDigits()
        return switch language.value {
        case "es": "\(code) es su código de verificación. Es válido durante \(minutes) min. No lo comparta con nadie."
        case "fr":
            "\(code) est votre code de vérification. Il est valable \(minutes) min. Ne le communiquez à personne."
        case "de": "\(code) ist Ihr Bestätigungscode. Er gilt \(minutes) Min. Geben Sie ihn niemandem weiter."
        case "ar": "رمز التحقق الخاص بك هو \(code). صالح لمدة \(minutes) دقيقة. لا تشاركه مع أحد."
        default: "\(code) is your verification code. It is valid for \(minutes) min. Do not share it with anyone."
        }
    }
}
