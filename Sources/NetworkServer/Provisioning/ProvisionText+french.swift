// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ProvisionText {
    static let french = ProvisionText(
        frame: Frame(
            skip: "Aller au contenu", terms: "Conditions d’utilisation", privacy: "Avis de confidentialité",
            cancel: "Annuler", change: "Modifier mes coordonnées", backTo: { "Retour à \($0)" },
            step: { "Étape \($0) sur \($1)" },
            card: { "Carte se terminant par \($0)" }),
        details: Details(
            title: "Ajoutez votre carte à Click to Pay",
            lead: { "\($0) vous envoie ici. Vérifiez vos coordonnées et payez en ligne sans ressaisir votre numéro." },
            firstName: "Prénom", lastName: "Nom", email: "Adresse e-mail",
            emailHint: "C’est par elle que les boutiques vous reconnaissent.", dialCode: "Indicatif",
            mobile: "Numéro de mobile",
            nameFault: "Saisissez un nom de 50 caractères au plus.",
            emailFault: "Saisissez une adresse telle que nom@example.com.",
            dialCodeFault: "Saisissez l’indicatif d’un pays, tel que +33.",
            mobileFault: "Saisissez un numéro de mobile de ce pays.", next: "Continuer"),
        code: Code(
            choose: Message("Confirmez que c’est vous", "Nous envoyons un code à six chiffres. Où doit-il arriver ?"),
            byEmail: "E-mail à", byMessage: "SMS au", send: "Envoyer le code", enterTitle: "Saisissez votre code",
            enterLead: { "Il a été envoyé à \($0)." }, label: "Code à six chiffres",
            formFault: "Le code a six chiffres.",
            wrong: { "Ce n’est pas le code. \($0 == 1 ? "Il reste un essai." : "Il reste \($0) essais.")" },
            confirm: "Confirmer", again: "Envoyer un nouveau code",
            tooSoon: "Un code est en route. Vous pourrez en demander un autre dans un instant.",
            failed: "Le code n’a pas pu être envoyé. Essayez l’autre moyen, ou le même dans une minute.",
            noChannel: "Ces coordonnées ne vont pas ensemble. Vérifiez-les et réessayez."),
        consent: Consent(
            title: "Ajouter cette carte ?", known: { "Elle rejoint votre profil Click to Pay \($0)." },
            new: "Un profil Click to Pay est créé pour vous.", notMe: "Ce n’est pas moi",
            accept: ("J’accepte les ", " et j’ai lu l’", "."),
            acceptFault: "Click to Pay a besoin de votre accord pour continuer.",
            remember: "Se souvenir de moi sur ce navigateur",
            rememberHint: "Aucun code ne sera demandé ici la prochaine fois. À éviter sur un appareil partagé.",
            add: "Ajouter la carte"),
        activation: Activation(
            title: "Encore une étape à votre banque",
            lead: { "\($0) veut s’assurer que c’est vous. Confirmez-le chez elle, puis revenez sur cette page." },
            app: "Ouvrir l’application de la banque", website: "Aller sur le site de la banque",
            done: "C’est confirmé", waiting: "Votre banque ne l’a pas encore confirmé. Réessayez dans un instant.",
            later: "Plus tard"),
        results: Results(
            approved: Message("Votre carte est prête", "Payez avec Click to Pay partout où vous le voyez."),
            duplicate: Message("Cette carte est déjà dans Click to Pay", "Il n’y a rien d’autre à faire."),
            declined: Message(
                "La carte n’a pas pu être ajoutée", "Votre banque n’a pas accepté. Elle peut vous dire plus."),
            cancelled: Message(
                "Vous êtes parti avant l’ajout", "Vous pouvez recommencer à votre banque quand vous voulez."),
            authenticate: Message(
                "Votre banque doit le confirmer",
                "La carte est en place ; elle servira dès que votre banque l’aura confirmé."),
            error: Message("Cela n’a pas marché", "La carte n’a pas été ajoutée. Recommencez à votre banque.")),
        refusals: Refusals(
            link: Message("Ce lien ne fonctionne pas", "Rien n’a changé. Recommencez à votre banque."),
            callback: Message(
                "Ce lien mène à un endroit inconnu",
                "Pour votre sécurité, nous ne le suivons pas. Recommencez à votre banque."),
            receipt: Message("Ce lien n’est pas connu", "Il est peut-être trop ancien. Recommencez à votre banque."),
            expired: Message("Ce lien est trop ancien", "Il valait quelques minutes. Recommencez à votre banque."),
            used: Message("Ce lien a déjà servi", "Chaque lien sert une fois. Recommencez à votre banque."),
            cancelled: Message("Ce lien a été abandonné", "Recommencez à votre banque."),
            several: Message("Une carte à la fois", "Ce lien en nomme plusieurs. Recommencez avec une seule."),
            lost: Message(
                "Cette page n’est plus ouverte",
                "Elle a été fermée, ou ouverte dans un autre navigateur. Recommencez à votre banque."),
            form: Message("Le formulaire n’a pas pu être lu", "Revenez en arrière et renvoyez-le depuis la page."),
            busy: Message("Il y a trop de monde en ce moment", "Réessayez dans un instant."),
            developers: "Pour les développeurs"))
}
