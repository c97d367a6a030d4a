// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension BankTexts {
    static let french = BankTexts(
        frame: Frame(
            skip: "Aller au contenu", cards: "Cartes", activity: "Activité", profile: "Profil",
            signIn: "Se connecter", signOut: "Se déconnecter",
            notice:
                "Une démonstration. La banque, ses clients et leurs cartes sont inventés ; aucun argent ne circule.",
            back: "Retour", cancel: "Annuler"),
        signIn: SignIn(
            title: "Bienvenue chez Harbour Bank",
            lead: "Connectez-vous pour voir vos cartes et les ajouter à Click to Pay.",
            goOn: "Connectez-vous pour continuer. La suite s’affiche juste après.", userName: "Identifiant",
            password: "Mot de passe", submit: "Se connecter",
            refused: "Cet identifiant et ce mot de passe ne correspondent pas.", people: "Clients d’exemple",
            peopleLead: "Connectez-vous comme l’un d’eux. Ils ont tous le même mot de passe :",
            person: "Client", what: "À voir", everyday: "Une carte de crédit, une de débit et une virtuelle",
            outcomes: "Une carte pour chaque issue possible"),
        cards: CardList(
            greeting: { "Bonjour, \($0)" }, lead: "Vos cartes chez Harbour Bank", credit: "Carte de crédit",
            debit: "Carte de débit", virtual: "Carte virtuelle", ending: { "Carte se terminant par \($0)" },
            unseen: "Son numéro n’est connu que du gestionnaire de cartes.",
            notMade: "Cette carte est en préparation. Revenez dans un instant.",
            notAdded: "Pas dans Click to Pay", processing: "En cours", active: "Dans Click to Pay",
            suspended: "Suspendue", needsAuthentication: "À confirmer", declined: "Impossible",
            elsewhere: "Déjà dans Click to Pay", ineligible: "Non disponible pour Click to Pay",
            pitch: { "Avec \($0), vous payez en ligne sans saisir votre numéro de carte." },
            add: { "Ajouter à \($0)" }, manage: "Gérer", look: "Voir où cela en est",
            authenticate: "Confirmer que c’est vous",
            unreachable: "Click to Pay est injoignable pour le moment. L’affichage peut ne pas être à jour."),
        offer: Offer(
            title: { "Ajouter cette carte à \($0)" },
            lead: { "Une fois dans \($0), vous choisissez la carte au moment de payer : ni numéro, ni formulaire." },
            shared: "Ce que nous partageons",
            sharedLead: { "Nous transmettons ces données chiffrées à \($0), pour vous éviter de les saisir." },
            name: "Nom", email: "E-mail", mobile: "Numéro de mobile", address: "Adresse de facturation",
            card: "Carte", cardText: { "Numéro se terminant par \($0) et date d’expiration" },
            go: "Continuer dans Click to Pay",
            goText: { "Nous vous conduisons à \($0). Une fois terminé, vous revenez ici." },
            goButton: { "Continuer vers \($0)" }, here: "Rester chez Harbour Bank",
            hereText: "Nous ajoutons la carte pour vous. Vous restez ici.", terms: { "J’accepte les \($0)." },
            termsLink: "conditions d’utilisation de Click to Pay", privacy: { "J’ai lu la \($0)." },
            privacyLink: "notice de confidentialité de Click to Pay", tick: "Cochez cette case pour continuer.",
            hereButton: "Ajouter ici sans quitter la banque", notNow: "Pas maintenant"),
        results: Results(
            added: Result(
                title: "Votre carte est dans Click to Pay",
                text: "Vous pouvez désormais la choisir partout où vous voyez le signe Click to Pay.",
                word: "Ajoutée"),
            processing: Result(
                title: "En cours",
                text: "Click to Pay indique que votre carte est ajoutée. Nous attendons sa confirmation.",
                word: "En cours"),
            stillProcessing: Result(
                title: "Cela prend plus de temps que d’habitude",
                text: "Nous n’avons pas encore de confirmation. Vous n’avez rien à faire ; revenez plus tard.",
                word: "En cours"),
            duplicate: Result(
                title: "Votre carte est déjà dans Click to Pay",
                text: "Il n’y avait rien à faire : vous pouvez l’utiliser pour payer.", word: "Déjà là"),
            cancelled: Result(
                title: "Vous n’avez pas ajouté la carte",
                text: "Vous êtes parti avant la fin et rien n’a changé. Réessayez quand vous le souhaitez.",
                word: "Annulé"),
            declined: Result(
                title: "Cette carte ne peut pas être ajoutée",
                text: "Votre carte fonctionne comme avant. Pour toute question, appelez-nous.", word: "Impossible"),
            authenticate: Result(
                title: "Encore une étape : confirmez que c’est vous",
                text: "Votre carte est dans Click to Pay mais pas encore activée. Votre mot de passe l’active.",
                word: "À confirmer"),
            failed: Result(
                title: "Cela n’a pas fonctionné", text: "Un problème est survenu en chemin. Veuillez réessayer.",
                word: "Échec"),
            waiting: Result(
                title: "En attente de Click to Pay",
                text: "Vous avez commencé à ajouter cette carte et n’êtes pas encore revenu. "
                    + "Si vous avez abandonné, recommencez.", word: "Commencé"),
            unknown: Result(
                title: "Nous ne savons pas comment cela s’est terminé",
                text: "Vous n’êtes pas revenu de Click to Pay, ou aucune réponse ne nous est parvenue. "
                    + "Regardez la carte ou réessayez.", word: "Inconnu"),
            refused: Result(
                title: "Nous ne pouvons pas utiliser ce lien",
                text: "Il ne correspond à rien que vous ayez commencé ici. Rien n’a changé.", word: "Refusé"),
            password: "Votre mot de passe", confirm: "Confirmer et activer",
            wrongPassword: "Ce n’est pas votre mot de passe. Veuillez réessayer.",
            notActivated: "La carte n’a pas pu être activée. Réessayez plus tard.", toCards: "Vers mes cartes",
            again: "Réessayer", lookAgain: "Regarder à nouveau", manage: "Gérer cette carte"),
        manage: Manage(
            state: "État", token: "Tient lieu de la carte", tokenText: { "Numéro se terminant par \($0)" },
            expires: "La carte expire", asOf: "À jour le", suspend: "Suspendre dans Click to Pay",
            suspendText: "Tant qu’elle est suspendue, personne ne peut payer avec elle par Click to Pay. "
                + "La carte elle-même fonctionne.",
            resume: "Réactiver", remove: "Retirer de Click to Pay",
            removeTitle: "Retirer cette carte de Click to Pay ?",
            removeText: "Elle disparaît aussitôt de Click to Pay. La carte elle-même fonctionne, "
                + "et vous pourrez l’ajouter à nouveau.",
            removeConfirm: "Retirer", keep: "La garder",
            elsewhereText: "Cette carte est arrivée dans Click to Pay par une autre voie. Vous la gérez là-bas.",
            suspended: "La carte est suspendue dans Click to Pay.", resumed: "La carte est à nouveau utilisable.",
            removed: "La carte n’est plus dans Click to Pay.",
            failed: "Cela n’a pas fonctionné. Rien n’a changé ; veuillez réessayer."),
        profile: Profile(
            title: "Votre profil",
            lead: "Voici ce que nous savons de vous et ce que nous pouvons partager avec Click to Pay.",
            language: "Langue", activityTitle: "Activité Click to Pay",
            activityEmpty: "Vous n’avez pas encore ajouté de carte à Click to Pay.", when: "Quand", card: "Carte",
            result: "Résultat"),
        activation: Activation(
            title: "Confirmez votre carte pour Click to Pay",
            text: "Click to Pay nous demande de vérifier que c’est vous. Votre mot de passe active la carte.",
            done: "Votre carte est activée.", nothing: "Aucune carte n’attend votre confirmation.",
            goOn: "Retour à Click to Pay"),
        faults: Faults(
            notFound: Result(
                title: "Il n’y a rien ici", text: "L’adresse est fausse, ou ce qui était ici a disparu.",
                word: "Introuvable"),
            foreign: Result(
                title: "Nous ne pouvons pas accepter ce formulaire",
                text: "Il n’a pas été envoyé depuis une page de cette banque. Repartez de vos cartes.",
                word: "Refusé"),
            malformed: Result(
                title: "Nous ne pouvons pas lire ceci", text: "Revenez en arrière et réessayez.", word: "Refusé"),
            unreachable: Result(
                title: "Click to Pay est injoignable",
                text: "Rien n’a changé. Veuillez réessayer dans quelques minutes.", word: "Injoignable"),
            inside: Result(
                title: "Quelque chose ne va pas de notre côté", text: "Veuillez réessayer dans quelques minutes.",
                word: "Échec")))
}
