// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Pages

/// What the sign-in page says, in one language. What it has in common with the provisioning page and the window of a
/// checkout stands there.
struct AuthenticationText: Sendable {
    typealias Message = ProvisionText.Message

    /// With the shop's name.
    var lead: @Sendable (String) -> String
    var passkey: String
    var passkeyFault: String
    var wrong: String
    /// The code takes no more guesses.
    var used: String
    var old: String
    var closed: Message
    var inaccessible: Message
    var failed: Message

    static func of(_ language: PageLanguage) -> AuthenticationText {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .arabic: arabic
        }
    }

    private static let english = AuthenticationText(
        lead: { "Click to Pay shows your cards to \($0) once it knows that it is you." },
        passkey: "Continue with passkey",
        passkeyFault: "The passkey did not work. Use a code.",
        wrong: "That is not the code. Check it and try again.",
        used: "This code takes no more tries. Send a new one.",
        old: "This code is too old. Send a new one.",
        closed: Message("You left the sign-in", "Nobody was signed in. You can close this window."),
        inaccessible: Message(
            "You cannot sign in now",
            "The account is locked for a while. In the shop you can pay with your card number."),
        failed: Message("That did not work", "Start again in the shop."))

    private static let spanish = AuthenticationText(
        lead: { "Click to Pay mostrará sus tarjetas a \($0) en cuanto sepa que es usted." },
        passkey: "Continuar con la clave de acceso",
        passkeyFault: "La clave de acceso no ha funcionado. Use un código.",
        wrong: "Ese no es el código. Compruébelo e inténtelo de nuevo.",
        used: "Este código no admite más intentos. Pida otro.",
        old: "Este código ha caducado. Pida otro.",
        closed: Message("Ha abandonado el acceso", "Nadie ha accedido. Puede cerrar esta ventana."),
        inaccessible: Message(
            "Ahora no puede acceder",
            "La cuenta está bloqueada por un tiempo. En la tienda puede pagar con el número de su tarjeta."),
        failed: Message("No ha funcionado", "Empiece de nuevo en la tienda."))

    private static let french = AuthenticationText(
        lead: { "Click to Pay montre vos cartes à \($0) dès qu’il sait que c’est vous." },
        passkey: "Continuer avec la clé d’accès",
        passkeyFault: "La clé d’accès n’a pas fonctionné. Utilisez un code.",
        wrong: "Ce n’est pas le code. Vérifiez-le et réessayez.",
        used: "Ce code n’accepte plus d’essais. Demandez-en un nouveau.",
        old: "Ce code a expiré. Demandez-en un nouveau.",
        closed: Message(
            "Vous avez quitté la connexion", "Personne n’a été connecté. Vous pouvez fermer cette fenêtre."),
        inaccessible: Message(
            "Connexion impossible pour l’instant",
            "Le compte est bloqué pour un moment. Dans la boutique, vous pouvez payer avec le numéro de votre carte."),
        failed: Message("Cela n’a pas fonctionné", "Recommencez dans la boutique."))

    private static let german = AuthenticationText(
        lead: { "Click to Pay zeigt \($0) Ihre Karten, sobald feststeht, dass Sie es sind." },
        passkey: "Weiter mit Passkey",
        passkeyFault: "Der Passkey hat nicht funktioniert. Nehmen Sie einen Code.",
        wrong: "Das ist nicht der Code. Prüfen Sie ihn und versuchen Sie es noch einmal.",
        used: "Dieser Code nimmt keine Versuche mehr an. Fordern Sie einen neuen an.",
        old: "Dieser Code ist abgelaufen. Fordern Sie einen neuen an.",
        closed: Message(
            "Sie haben die Anmeldung verlassen", "Niemand wurde angemeldet. Sie können dieses Fenster schließen."),
        inaccessible: Message(
            "Anmeldung zurzeit nicht möglich",
            "Das Konto ist eine Weile gesperrt. Im Geschäft können Sie mit Ihrer Kartennummer bezahlen."),
        failed: Message("Das hat nicht geklappt", "Beginnen Sie im Geschäft von vorn."))

    private static let arabic = AuthenticationText(
        lead: { "يعرض Click to Pay بطاقاتك على \($0) بعد التأكد من هويتك." },
        passkey: "المتابعة بمفتاح المرور",
        passkeyFault: "لم يعمل مفتاح المرور. استخدم رمزاً.",
        wrong: "هذا ليس الرمز. تحقق منه وحاول مرة أخرى.",
        used: "لم يعد هذا الرمز يقبل محاولات. اطلب رمزاً جديداً.",
        old: "انتهت صلاحية هذا الرمز. اطلب رمزاً جديداً.",
        closed: Message("لقد غادرت تسجيل الدخول", "لم يُسجَّل دخول أحد. يمكنك إغلاق هذه النافذة."),
        inaccessible: Message(
            "لا يمكنك تسجيل الدخول الآن", "الحساب مقفل لبعض الوقت. يمكنك في المتجر الدفع برقم بطاقتك."),
        failed: Message("لم تنجح العملية", "ابدأ من جديد في المتجر."))
}
