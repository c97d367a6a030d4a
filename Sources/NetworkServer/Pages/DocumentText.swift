// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// The paragraphs of the network's own documents.
struct DocumentText: Sendable {
    var terms: [String]
    var privacy: [String]

    static func of(_ language: PageLanguage) -> DocumentText {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .arabic: arabic
        }
    }

    private static let english = DocumentText(
        terms: [
            "Click to Pay keeps your cards in one profile, so that you can pay in shops that show its mark without "
                + "typing a card number.",
            "Add only cards of your own. Whoever can receive codes at your email address or mobile number can use "
                + "your profile: tell your bank when you lose one of them.",
            "You can take a card out of Click to Pay at your bank at any time. Your purchases stay between you, the "
                + "shop and your bank.",
        ],
        privacy: [
            "We keep your name, email address, mobile number, the country and language you use, and your cards. They "
                + "are encrypted, and serve to recognise you when you pay and to hand the payment on.",
            "Your bank learns that its card was added, changed or removed. A shop gets what a payment needs and "
                + "nothing else. Nobody gets your data for advertising.",
            "When you take your last card out, your profile goes as well. Your bank can tell you what is kept.",
        ])

    private static let spanish = DocumentText(
        terms: [
            "Click to Pay guarda sus tarjetas en un solo perfil, para que pague sin escribir el número en las tiendas "
                + "que muestran su marca.",
            "Añada solo tarjetas suyas. Quien reciba códigos en su correo o en su móvil puede usar su perfil: avise a "
                + "su banco si pierde uno de ellos.",
            "Puede retirar una tarjeta de Click to Pay en su banco cuando quiera. Sus compras quedan entre usted, la "
                + "tienda y su banco.",
        ],
        privacy: [
            "Guardamos su nombre, correo electrónico, móvil, país e idioma, y sus tarjetas. Están cifrados y sirven "
                + "para reconocerle al pagar y para tramitar el pago.",
            "Su banco sabe cuándo se añade, cambia o retira su tarjeta. Una tienda recibe lo que un pago necesita y "
                + "nada más. Nadie recibe sus datos para publicidad.",
            "Cuando retira la última tarjeta, su perfil se borra también. Su banco puede decirle qué se guarda.",
        ])

    private static let french = DocumentText(
        terms: [
            "Click to Pay réunit vos cartes dans un seul profil, pour payer sans saisir de numéro dans les boutiques "
                + "qui en affichent la marque.",
            "N’ajoutez que vos propres cartes. Qui reçoit des codes à votre adresse ou à votre numéro peut se servir "
                + "de votre profil : prévenez votre banque si vous perdez l’un d’eux.",
            "Vous pouvez retirer une carte de Click to Pay à votre banque à tout moment. Vos achats restent entre "
                + "vous, la boutique et votre banque.",
        ],
        privacy: [
            "Nous gardons votre nom, votre adresse e-mail, votre numéro de mobile, votre pays et votre langue, et vos "
                + "cartes. Ces données sont chiffrées ; elles servent à vous reconnaître et à transmettre le paiement.",
            "Votre banque apprend que sa carte a été ajoutée, changée ou retirée. Une boutique reçoit ce qu’il faut à "
                + "un paiement, et rien d’autre. Personne ne reçoit vos données pour de la publicité.",
            "Quand vous retirez votre dernière carte, votre profil est effacé aussi. Votre banque peut vous dire ce "
                + "qui est gardé.",
        ])

    private static let german = DocumentText(
        terms: [
            "Click to Pay führt Ihre Karten in einem Profil, damit Sie in Geschäften mit diesem Zeichen zahlen können, "
                + "ohne eine Kartennummer zu tippen.",
            "Fügen Sie nur eigene Karten hinzu. Wer Codes an Ihrer E-Mail-Adresse oder Mobilnummer empfängt, kann Ihr "
                + "Profil benutzen: Sagen Sie Ihrer Bank, wenn Sie eine davon verlieren.",
            "Sie können eine Karte jederzeit bei Ihrer Bank aus Click to Pay nehmen. Ihre Einkäufe bleiben zwischen "
                + "Ihnen, dem Geschäft und Ihrer Bank.",
        ],
        privacy: [
            "Wir bewahren Ihren Namen, Ihre E-Mail-Adresse, Ihre Mobilnummer, Land und Sprache sowie Ihre Karten auf. "
                + "Sie sind verschlüsselt und dienen dazu, Sie beim Zahlen zu erkennen und die Zahlung weiterzugeben.",
            "Ihre Bank erfährt, dass ihre Karte hinzugefügt, geändert oder entfernt wurde. Ein Geschäft erhält, was "
                + "eine Zahlung braucht, und nichts sonst. Niemand erhält Ihre Daten für Werbung.",
            "Nehmen Sie die letzte Karte heraus, so wird auch Ihr Profil gelöscht. Ihre Bank kann Ihnen sagen, was "
                + "aufbewahrt wird.",
        ])

    private static let arabic = DocumentText(
        terms: [
            "يجمع Click to Pay بطاقاتك في ملف واحد، لتدفع في المتاجر التي تعرض علامته دون كتابة رقم بطاقة.",
            "أضف بطاقاتك أنت فقط. من يستطيع استلام الرموز على بريدك أو هاتفك يستطيع استخدام ملفك: أخبر مصرفك إذا "
                + "فقدت أحدهما.",
            "يمكنك إخراج بطاقة من Click to Pay لدى مصرفك في أي وقت. تبقى مشترياتك بينك وبين المتجر ومصرفك.",
        ],
        privacy: [
            "نحفظ اسمك وبريدك الإلكتروني ورقم هاتفك وبلدك ولغتك وبطاقاتك. وهي مشفّرة، وتُستخدم للتعرف عليك عند الدفع "
                + "ولتمرير عملية الدفع.",
            "يعلم مصرفك أن بطاقته أضيفت أو تغيرت أو أزيلت. ويحصل المتجر على ما تحتاجه عملية الدفع لا غير. ولا يحصل "
                + "أحد على بياناتك للإعلان.",
            "عندما تخرج بطاقتك الأخيرة يُحذف ملفك أيضًا. ويمكن لمصرفك أن يخبرك بما هو محفوظ.",
        ])
}
