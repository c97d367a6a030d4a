// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay

/// What a mail says, in one language. The subject stands in lists and on locked screens: there is no code in it, and no
/// number of a card.
public struct MailText: Sendable {
    public var subject: String
    /// Lines with a line feed between them.
    public var body: String
    /// What both are in.
    public var language: String

    fileprivate init(_ wanted: LanguageCode, subject: String, body: String) {
        self.subject = subject
        self.body = body
        language = ["es", "fr", "de", "ar"].contains(wanted.value) ? wanted.value : "en"
    }
}

extension CodeMessage {
    /// In the language of the message when there is a text in it, otherwise in English.
    public var mail: MailText {
        let code = code.revealDigits()
        return switch language.value {
        case "es":
            MailText(
                language,
                subject: "Su código de verificación de Click to Pay",
                body: """
                    Su código de verificación es:

                    \(code)

                    Es válido durante \(minutes) minutos. No lo comparta con nadie; nosotros nunca se lo pediremos.

                    ¿No ha sido usted? Entonces no haga caso de este mensaje: sin el código nadie puede hacer nada.
                    """)
        case "fr":
            MailText(
                language,
                subject: "Votre code de vérification Click to Pay",
                body: """
                    Votre code de vérification est :

                    \(code)

                    Il est valable \(minutes) minutes. Ne le communiquez à personne : nous ne le demandons jamais.

                    Ce n’était pas vous ? Alors ignorez ce message : sans le code, personne ne peut rien faire.
                    """)
        case "de":
            MailText(
                language,
                subject: "Ihr Bestätigungscode für Click to Pay",
                body: """
                    Ihr Bestätigungscode lautet:

                    \(code)

                    Er gilt \(minutes) Minuten. Geben Sie ihn niemandem weiter; wir fragen Sie nie danach.

                    Waren Sie das nicht? Dann beachten Sie diese Nachricht nicht: Ohne den Code kann niemand etwas tun.
                    """)
        case "ar":
            MailText(
                language,
                subject: "رمز التحقق الخاص بك في Click to Pay",
                body: """
                    رمز التحقق الخاص بك هو:

                    \(code)

                    الرمز صالح لمدة \(minutes) دقيقة. لا تشاركه مع أحد؛ لن نطلبه منك أبدًا.

                    لم تكن أنت؟ تجاهل هذه الرسالة: لا يمكن لأحد أن يفعل شيئًا من دون الرمز.
                    """)
        default:
            MailText(
                language,
                subject: "Your Click to Pay verification code",
                body: """
                    Your verification code is:

                    \(code)

                    It is valid for \(minutes) minutes. Do not share it with anyone; we will never ask you for it.

                    Was it not you? Then ignore this message: without the code nobody can do anything.
                    """)
        }
    }
}

extension CardMessage {
    /// In the language of the message when there is a text in it, otherwise in English.
    public var mail: MailText {
        let subject =
            switch language.value {
            case "es": "Una tarjeta se ha añadido a Click to Pay"
            case "fr": "Une carte a été ajoutée à Click to Pay"
            case "de": "Eine Karte wurde zu Click to Pay hinzugefügt"
            case "ar": "تمت إضافة بطاقة إلى Click to Pay"
            default: "A card was added to Click to Pay"
            }
        return MailText(language, subject: subject, body: text)
    }
}
