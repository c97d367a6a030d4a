// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ShopTexts {
    static let french = ShopTexts(
        frame: frenchFrame,
        goods: frenchGoods,
        basket: frenchBasket,
        checkout: frenchCheckout,
        preferences: frenchPreferences,
        wallet: frenchWallet,
        newCard: frenchNewCard,
        problems: frenchProblems,
        orders: frenchOrders,
        faults: frenchFaults)

    private static let frenchFrame = Frame(
        skip: "Aller au contenu",
        plants: "Plantes",
        basket: "Panier",
        orders: "Commandes",
        account: "Votre compte Click to Pay",
        notice: "Une démonstration : rien n’est vendu ni envoyé, aucun argent ne circule.")

    private static let frenchGoods = Goods(
        title: "Des plantes qui pardonnent",
        lead: "Trois qui poussent partout, dans un carton qui passe la porte.",
        add: "Ajouter au panier",
        fern: Plant(name: "Fougère de Boston", text: "Des frondes retombantes pour une salle de bains claire."),
        monstera: Plant(name: "Monstera", text: "Des feuilles découpées, facile à vivre."),
        olive: Plant(name: "Olivier", text: "Quatre-vingts centimètres de Midi pour le balcon."))

    private static let frenchBasket = BasketTexts(
        title: "Panier",
        empty: "Votre panier est vide.",
        toPlants: "Voir les plantes",
        more: "Un de plus : {}",
        less: "Un de moins : {}",
        remove: "Retirer {}",
        total: "Total",
        delivery: "Livraison",
        free: "offerte",
        checkout: "Passer la commande")

    private static let frenchCheckout = Checkout(
        title: "Paiement",
        summary: "Votre commande",
        noScript:
            "Click to Pay fonctionne dans la page, comme dans toute boutique qui le propose. Autorisez "
            + "JavaScript pour cette étape.",
        byCard: "Payer par carte",
        byCardText: "Payer par carte ne fait pas partie de cette démonstration.")

    private static let frenchPreferences = PreferenceTexts(
        title: "Ce que demande cette boutique",
        lead: "Changez-le et voyez ce que fait Click to Pay.",
        shipping: "Adresse de livraison",
        billing: "Adresse de facturation",
        none: "non demandée",
        full: "demandée",
        postal: "code postal et pays",
        confirm: "Le paiement est confirmé dans la fenêtre de Click to Pay",
        locale: "Langue de Click to Pay",
        asPage: "comme cette page",
        declined: "La banque de la boutique refuse le paiement",
        save: "Utiliser")

    private static let frenchWallet = Wallet(
        title: "Payer avec Click to Pay",
        looking: "Recherche de vos cartes…",
        lead: "Si Click to Pay vous connaît, un code suffit pour voir vos cartes.",
        identity: "E-mail ou numéro de mobile",
        identityHint: "Un numéro avec son indicatif, comme +33 6 12 34 56 78.",
        go: "Continuer",
        enterCard: "Saisir plutôt une carte",
        codeTitle: "Saisissez le code",
        codeLead: "Il a été envoyé à {}.",
        code: "Code",
        remember: "Se souvenir de moi dans ce navigateur. Ne pas cocher sur un appareil partagé.",
        verify: "Voir mes cartes",
        resend: "Envoyer un autre code",
        otherChannel: "L’envoyer à {}",
        switchIdentity: "Utiliser une autre adresse ou un autre numéro",
        cardsTitle: "Choisissez une carte",
        signedIn: "Connecté : {}",
        notYou: "Ce n’est pas vous ?",
        pay: "Payer {}",
        useNew: "Utiliser une autre carte",
        ending: "se terminant par {}",
        expires: "Expire {}",
        expired: "Expirée",
        suspended: "Suspendue",
        noCards: "Il n’y a pas encore de carte dans Click to Pay.",
        claimTitle: "Préparée par votre banque",
        claimLead: "Cette carte est prête pour Click to Pay. Prenez-la et payez aussitôt.",
        claim: "Ajouter cette carte",
        claimed: "La carte est à vous.",
        accept: "J’accepte les {terms} et j’ai lu l’{privacy}.",
        terms: "conditions de Click to Pay",
        privacy: "avis de confidentialité",
        windowTitle: "Continuez dans la fenêtre de Click to Pay",
        windowText:
            "Elle est ouverte à côté de cette page. Ce que vous y saisissez va à Click to Pay, pas à cette "
            + "boutique.",
        windowShow: "Montrer la fenêtre",
        finishing: "Votre commande se prépare…")

    private static let frenchNewCard = NewCard(
        title: "Une nouvelle carte",
        lead: "Elle est chiffrée dans cette page : Click to Pay peut la lire, cette boutique non.",
        number: "Numéro de carte",
        expiry: "Date d’expiration",
        expiryHint: "Mois et année, comme 08/31",
        securityCode: "Code de sécurité",
        name: "Nom sur la carte",
        email: "E-mail",
        back: "Retour")

    private static let frenchProblems = Problems(
        unreachable: "Click to Pay est injoignable pour le moment. Réessayez dans une minute.",
        tooOften: "Trop d’essais. Attendez un peu.",
        locked: "Ce profil est inutilisable pour le moment. Demandez à votre banque.",
        codeWrong: "Ce n’est pas le code.",
        codeOld: "Le code est trop ancien. Demandez-en un autre.",
        notSent: "Le code n’a pas pu être envoyé. Essayez autrement ou saisissez une carte.",
        identity: "Ce n’est ni une adresse e-mail ni un numéro de mobile avec son indicatif.",
        unknown: "Click to Pay ne connaît pas encore cela. Saisissez une carte et payez.",
        card: "Ce numéro de carte est inexact, ou Click to Pay ne la prend pas.",
        expiry: "La date d’expiration est inexacte ou passée.",
        securityCode: "Le code de sécurité a trois ou quatre chiffres.",
        refused: "La carte n’a pas été acceptée. Utilisez-en une autre.",
        terms: "Click to Pay a besoin de votre accord pour cela.",
        signedOut: "Votre connexion est terminée. Recommencez.",
        window: "Le navigateur n’a pas ouvert de fenêtre. Autorisez-la pour cette page et réessayez.",
        closed: "La fenêtre a été fermée. Rien n’a été payé.",
        other: "Cela n’a pas marché ({}). Rien n’a été payé.")

    private static let frenchOrders = Orders(
        title: "Commandes",
        empty: "Aucune commande dans ce navigateur.",
        number: "Commande {}",
        begun: Result(
            title: "Commande commencée",
            text: "Le parcours est terminé, le paiement pas encore.",
            word: "commencée"),
        unpaid: Result(
            title: "La commande n’a pas été payée",
            text: "Le paiement n’a pas pu être obtenu. Rien n’a été débité.",
            word: "non payée"),
        declined: Result(
            title: "Le paiement a été refusé",
            text: "La banque de la boutique a dit non. Rien n’a été débité.",
            word: "refusée"),
        authorized: Result(
            title: "Merci",
            text: "On arrose vos plantes pour le voyage.",
            word: "payée"),
        cancelled: Result(
            title: "La commande est annulée",
            text: "Le paiement a été retiré avant tout débit.",
            word: "annulée"),
        refunded: Result(
            title: "La commande est remboursée",
            text: "Le montant revient vers la carte.",
            word: "remboursée"),
        bought: "Achats",
        delivery: "Livraison à",
        paid: "Payé avec",
        card: "Carte",
        token: "Jeton",
        plainCard: "Numéro de carte",
        expires: "Expire",
        dynamicData: "Données dynamiques",
        verified: "Vérification",
        byCode: "code à usage unique",
        customer: "Client",
        notGiven: "non indiqué",
        reports: "Ce que le réseau a appris",
        reportsLead: "Une boutique dit ce qu’est devenu chaque paiement.",
        reported: "dit",
        waiting: "pas encore dit",
        refusedReport: "pas accepté",
        neverAuthorized: "jamais autorisé",
        cancel: "Annuler la commande",
        refund: "Rembourser la commande",
        staff: "Pour l’équipe de la boutique")

    private static let frenchFaults = Faults(
        notFound: Result(
            title: "Cette page n’existe pas",
            text: "L’adresse est peut-être ancienne.",
            word: ""),
        foreign: Result(
            title: "Ce formulaire vient d’ailleurs",
            text: "Rouvrez la page et recommencez-y.",
            word: ""),
        malformed: Result(
            title: "Ceci est illisible",
            text: "Revenez en arrière et réessayez.",
            word: ""),
        unreachable: Result(
            title: "Click to Pay est injoignable",
            text: "Rien n’a été payé. Réessayez dans une minute.",
            word: ""),
        inside: Result(
            title: "Un problème est survenu ici",
            text: "Rien n’a été payé. Réessayez.",
            word: ""),
        foreignCheckout: Result(
            title: "Ce paiement n’est pas pour ce panier",
            text: "Ce que la page a apporté n’est pas un paiement de cet achat. Rien n’a été payé.",
            word: ""))
}
