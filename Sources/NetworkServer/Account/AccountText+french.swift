// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension AccountText {
    private static let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
    ]

    static let french = AccountText(
        frame: Frame(
            account: "Votre compte Click to Pay", cards: "Cartes", browsers: "Navigateurs", data: "Mes données",
            signOut: "Se déconnecter",
            date: { "\($2 == 1 ? "1er" : String($2)) \(months[$1 - 1]) \($0)" }),
        signIn: SignIn(
            title: "Vos cartes dans Click to Pay",
            lead: "Voyez vos cartes, retirez-en une, et voyez ce qui est gardé de vous. On se connecte avec un code.",
            label: "Adresse e-mail ou numéro de mobile",
            hint: "Un numéro avec son indicatif, tel que +33\u{A0}6\u{A0}12\u{A0}34\u{A0}56\u{A0}78.",
            fault: "Saisissez une adresse e-mail, ou un numéro de mobile avec l’indicatif du pays.",
            unknown: "Click to Pay ne connaît pas cette adresse ou ce numéro. Vérifiez, ou essayez-en un autre.",
            tooSoon: { "Un code vient d’être envoyé. Un autre pourra l’être dans \($0) secondes." },
            blocked: "Ce compte ne peut pas servir pour le moment. Votre banque peut vous en dire plus.",
            tooMany: "C’est trop souvent. Attendez un instant et réessayez.",
            wrong: "Ce n’est pas le code. Vérifiez-le, ou demandez-en un autre.",
            void: "Trop d’essais. Demandez un nouveau code.",
            tooLate: "Ce code est trop ancien. Demandez-en un autre.",
            other: "Utiliser une autre adresse ou un autre numéro",
            again: ("Est-ce toujours vous ?", { "Avant de continuer, nous envoyons un code à \($0)." })),
        notes: Notes(
            signedOut: "Vous êtes déconnecté.",
            ended: "Vous avez été déconnecté, car rien ne s’est passé pendant un moment. Reconnectez-vous.",
            removed: "La carte a été retirée de Click to Pay.", added: "C’est ajouté : la voici parmi vos cartes.",
            forgotten: "Le navigateur est oublié.", forgottenAll: "Tous les navigateurs sont oubliés.",
            addressRemoved: "L’adresse a été supprimée.",
            stale: "Quelque chose avait changé entre-temps : rien n’a été fait. Voici ce qu’il en est."),
        cards: Cards(
            title: "Vos cartes", lead: { "Connecté : \($0)" },
            none: Message(
                "Pas encore de carte",
                "Votre banque peut ajouter vos cartes, ou vous le faites quand vous payez avec Click to Pay."),
            ready: Message("Prête", "Payez avec elle partout où vous voyez Click to Pay."),
            pending: Message("Encore une étape", "Au prochain paiement, vous confirmerez qu’elle est à vous."),
            pendingAddress: "Au prochain paiement, son adresse de facturation sera demandée.",
            suspended: Message("Bloquée par la banque", "Elle ne peut pas servir. Votre banque peut dire pourquoi."),
            expired: Message("Expirée", "Elle ne peut plus servir. Vous pouvez la retirer."), expires: "Expire fin",
            remove: "Retirer", removeNamed: { "Retirer la carte se terminant par \($0)" }),
        claims: Claims(
            title: "Elles vous attendent",
            lead: "Votre banque a préparé ceci pour vous. Ajoutez-le, et vous pourrez payer avec.",
            cards: "Quelles cartes ?", add: "Ajouter à mes cartes", choose: "Choisissez une carte.",
            declined: "Votre banque n’a pas accepté. Elle peut vous en dire plus.",
            ineligible: "Cette carte ne peut pas servir ici.", failed: "Cela n’a pas marché. Réessayez plus tard."),
        removal: Removal(
            title: "Retirer cette carte ?",
            lead:
                "Elle ne servira plus avec Click to Pay, et votre banque en est informée. La carte elle-même reste.",
            confirm: "La retirer", keep: "La garder"),
        browsers: Browsers(
            title: "Navigateurs reconnus",
            lead: "Dans ces navigateurs, aucun code ne vous est demandé. Oubliez ceux qui ne sont pas à vous.",
            none: "Aucun navigateur n’est reconnu. Un code vous est demandé à chaque fois.",
            here: "Votre compte Click to Pay", adding: "Click to Pay, ajout de cartes", shop: "Une boutique",
            since: { "Reconnu depuis le \($0)" }, this: "Ce navigateur", forget: "Oublier",
            forgetNamed: { "Oublier le navigateur de \($0)" }, forgetAll: "Oublier tous les navigateurs",
            code: "Un code vous est demandé avant d’oublier un navigateur."),
        data: Data(
            title: "Ce qui est gardé de vous",
            lead: "C’est gardé chiffré. Vous n’en voyez qu’une partie, pour que personne d’autre ne lise.",
            none: "Rien, hormis les cartes qui vous attendent.", at: { "De \($0)" }, name: "Nom",
            email: "Adresse e-mail", mobile: "Numéro de mobile", country: "Pays", language: "Langue",
            since: "Depuis le",
            consents: "Ce que vous avez accepté", terms: "Conditions d’utilisation",
            privacy: "Avis de confidentialité", cookies: "Cookies", location: "Usage de votre position",
            messages: "Messages de votre banque", storage: "Garder votre adresse à votre banque",
            rememberMe: "Reconnaître un navigateur", version: { "version \($0)" }, addresses: "Adresses",
            billing: { "Adresse de facturation de la carte se terminant par \($0)" }, shipping: "Adresse de livraison",
            typed: "Vous l’avez saisie en payant.", given: "Votre banque l’a donnée.",
            removeAddress: "Supprimer l’adresse",
            leave: Message("Quitter Click to Pay", "Vous pouvez faire effacer votre profil à tout moment.")),
        leaving: Leaving(
            title: "Quitter Click to Pay ?",
            points: [
                "Votre profil est effacé, avec toutes ses cartes et adresses.",
                "Les boutiques ne vous connaissent plus, et tous les navigateurs sont oubliés.",
                "Votre banque en est informée. Vos cartes elles-mêmes et vos achats ne changent pas.",
            ],
            back: "Vous pourrez revenir quand vous voulez, mais ce qui est effacé ne revient pas.",
            confirm: "Effacer mon profil", stay: "Rester",
            left: Message("Vous avez quitté Click to Pay", "Votre profil est effacé, et vous êtes déconnecté."),
            blocked: "Un profil bloqué est resté. Votre banque peut vous en dire plus."),
        refusals: Refusals(
            gone: Message(
                "Vous n’êtes plus dans Click to Pay",
                "Votre profil a été effacé. Votre banque peut ajouter vos cartes, ou vous en ajoutez une en payant."),
            inaccessible: Message(
                "Ce compte ne peut pas servir", "Il a été arrêté. Votre banque peut vous en dire plus."),
            missing: Message("Cette page n’existe pas", "La carte n’est peut-être plus là."),
            failed: Message("Cela n’a pas marché", "Réessayez dans un instant.")))
}
