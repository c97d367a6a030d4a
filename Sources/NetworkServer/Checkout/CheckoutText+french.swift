// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CheckoutText {
    static let french = CheckoutText(
        terms: Terms(
            title: "Avant de payer",
            lead: {
                "Click to Pay a besoin une fois de votre accord, pour payer chez \($0) et dans d’autres boutiques."
            },
            next: "Continuer"),
        data: DataForm(
            title: "Il manque quelque chose", lead: { "\($0) a besoin de ces informations pour votre achat." },
            billing: "Adresse de facturation", shipping: "Adresse de livraison", contact: "À propos de vous",
            name: "Nom", line1: "Numéro et rue", line2: "Complément d’adresse (facultatif)", city: "Ville",
            state: "État ou région", zip: "Code postal", country: "Pays", countryHint: "Deux lettres, par exemple FR.",
            consent: { "Enregistrer les adresses auprès de \($0), pour ne pas avoir à les saisir de nouveau" },
            consentHint: "Sinon, elles ne servent qu’à cet achat.",
            fault: "Veuillez vérifier cette information.", next: "Continuer"),
        securityCode: SecurityCode(
            title: "Le code de sécurité de votre carte",
            lead: "Il est transmis une seule fois à la boutique et n’est conservé nulle part.",
            label: "Trois ou quatre chiffres sur la carte", fault: "Le code comporte de 3 à 6 chiffres."),
        confirm: Confirm(
            title: "Payer avec cette carte ?", lead: { "Vous payez chez \($0)." }, pay: "Payer",
            payAmount: { "Payer \($0)" }, otherCard: "Utiliser une autre carte", notMe: "Ce n’est pas moi"),
        results: Results(
            complete: Message("C’est fait", "Vous pouvez fermer cette fenêtre : la boutique continue."),
            cancelled: Message(
                "Vous avez quitté le paiement", "Rien n’a été débité. Vous pouvez fermer cette fenêtre."),
            elsewhere: Message("Retour à la boutique", "La suite s’y passe. Vous pouvez fermer cette fenêtre."),
            error: Message(
                "Cela n’a pas fonctionné", "Rien n’a été débité. Choisissez une autre carte dans la boutique."),
            lost: Message(
                "Cette fenêtre a expiré", "Elle est restée ouverte trop longtemps. Recommencez dans la boutique."),
            form: Message(
                "Le formulaire n’a pas pu être lu", "Revenez en arrière et renvoyez-le depuis la page elle-même."),
            busy: Message("Il y a trop de monde en ce moment", "Réessayez dans un instant.")))
}
