// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ShopTexts {
    static let german = ShopTexts(
        frame: germanFrame,
        goods: germanGoods,
        basket: germanBasket,
        checkout: germanCheckout,
        preferences: germanPreferences,
        wallet: germanWallet,
        newCard: germanNewCard,
        problems: germanProblems,
        orders: germanOrders,
        faults: germanFaults)

    private static let germanFrame = Frame(
        skip: "Zum Inhalt",
        plants: "Pflanzen",
        basket: "Korb",
        orders: "Bestellungen",
        account: "Ihr Click-to-Pay-Konto",
        notice: "Eine Vorführung: Nichts wird verkauft, nichts verschickt, kein Geld bewegt.")

    private static let germanGoods = Goods(
        title: "Pflanzen, die verzeihen",
        lead: "Drei, die überall gedeihen, in einem Karton, der durch die Tür passt.",
        add: "In den Korb",
        fern: Plant(name: "Schwertfarn", text: "Überhängende Wedel für ein helles Bad."),
        monstera: Plant(name: "Monstera", text: "Geschlitzte Blätter, leicht zu halten."),
        olive: Plant(name: "Olivenbaum", text: "Achtzig Zentimeter Süden für den Balkon."))

    private static let germanBasket = BasketTexts(
        title: "Korb",
        empty: "Ihr Korb ist leer.",
        toPlants: "Zu den Pflanzen",
        more: "Eins mehr: {}",
        less: "Eins weniger: {}",
        remove: "{} entfernen",
        total: "Summe",
        delivery: "Lieferung",
        free: "kostenlos",
        checkout: "Zur Kasse")

    private static let germanCheckout = Checkout(
        title: "Kasse",
        summary: "Ihre Bestellung",
        noScript:
            "Click to Pay läuft in der Seite, wie in jedem Geschäft, das es anbietet. Bitte erlauben Sie "
            + "für diesen Schritt JavaScript.",
        byCard: "Mit Karte zahlen",
        byCardText: "Zahlen mit Karte gehört nicht zu dieser Vorführung.")

    private static let germanPreferences = PreferenceTexts(
        title: "Was dieser Laden verlangt",
        lead: "Ändern Sie es und sehen Sie, was Click to Pay tut.",
        shipping: "Lieferadresse",
        billing: "Rechnungsadresse",
        none: "nicht verlangt",
        full: "verlangt",
        postal: "Postleitzahl und Land",
        confirm: "Die Zahlung wird im Fenster von Click to Pay bestätigt",
        locale: "Sprache von Click to Pay",
        asPage: "wie diese Seite",
        declined: "Die Bank des Ladens lehnt die Zahlung ab",
        save: "So verwenden")

    private static let germanWallet = Wallet(
        title: "Mit Click to Pay zahlen",
        looking: "Ihre Karten werden gesucht …",
        lead: "Kennt Click to Pay Sie, trennt Sie nur ein Code von Ihren Karten.",
        identity: "E-Mail oder Mobilnummer",
        identityHint: "Eine Mobilnummer mit Landesvorwahl, etwa +49 151 23456789.",
        go: "Weiter",
        enterCard: "Stattdessen Karte eingeben",
        codeTitle: "Code eingeben",
        codeLead: "Er ging an {}.",
        code: "Code",
        remember: "In diesem Browser angemeldet bleiben. Nicht auf einem geteilten Gerät ankreuzen.",
        verify: "Meine Karten zeigen",
        resend: "Neuen Code senden",
        otherChannel: "An {} senden",
        switchIdentity: "Andere E-Mail oder Nummer",
        cardsTitle: "Karte wählen",
        signedIn: "Angemeldet als {}",
        notYou: "Nicht Sie?",
        pay: "{} zahlen",
        useNew: "Andere Karte",
        ending: "endet auf {}",
        expires: "Gültig bis {}",
        expired: "Abgelaufen",
        suspended: "Gesperrt",
        noCards: "In Click to Pay ist noch keine Karte.",
        claimTitle: "Von Ihrer Bank vorbereitet",
        claimLead: "Diese Karte liegt für Click to Pay bereit. Nehmen Sie sie an und zahlen Sie gleich damit.",
        claim: "Karte hinzufügen",
        claimed: "Die Karte gehört nun dazu.",
        accept: "Ich akzeptiere die {terms} und habe die {privacy} gelesen.",
        terms: "Bedingungen von Click to Pay",
        privacy: "Datenschutzhinweise",
        windowTitle: "Weiter im Fenster von Click to Pay",
        windowText:
            "Es ist neben dieser Seite offen. Was Sie dort eingeben, geht an Click to Pay, nicht an diesen "
            + "Laden.",
        windowShow: "Fenster zeigen",
        finishing: "Ihre Bestellung entsteht …")

    private static let germanNewCard = NewCard(
        title: "Eine neue Karte",
        lead: "Sie wird in dieser Seite verschlüsselt: Click to Pay kann sie lesen, dieser Laden nicht.",
        number: "Kartennummer",
        expiry: "Gültig bis",
        expiryHint: "Monat und Jahr, etwa 08/31",
        securityCode: "Prüfziffer",
        name: "Name auf der Karte",
        email: "E-Mail",
        back: "Zurück")

    private static let germanProblems = Problems(
        unreachable: "Click to Pay ist gerade nicht erreichbar. Versuchen Sie es in einer Minute wieder.",
        tooOften: "Das war zu oft. Warten Sie ein wenig.",
        locked: "Dieses Profil ist gerade nicht nutzbar. Fragen Sie Ihre Bank.",
        codeWrong: "Das ist nicht der Code.",
        codeOld: "Der Code ist zu alt. Lassen Sie einen neuen senden.",
        notSent:
            "Der Code konnte nicht gesendet werden. Wählen Sie einen anderen Weg oder geben Sie eine Karte "
            + "ein.",
        identity: "Das ist weder eine E-Mail-Adresse noch eine Mobilnummer mit Landesvorwahl.",
        unknown: "Click to Pay kennt das noch nicht. Geben Sie eine Karte ein und zahlen Sie damit.",
        card: "Diese Kartennummer kann nicht stimmen, oder Click to Pay nimmt sie nicht.",
        expiry: "Das Gültigkeitsdatum stimmt nicht oder ist vorbei.",
        securityCode: "Die Prüfziffer hat drei oder vier Stellen.",
        refused: "Die Karte wurde nicht angenommen. Nehmen Sie eine andere.",
        terms: "Dafür braucht Click to Pay Ihre Zustimmung.",
        signedOut: "Ihre Anmeldung ist vorbei. Bitte beginnen Sie neu.",
        window:
            "Der Browser hat kein Fenster geöffnet. Erlauben Sie es für diese Seite und versuchen Sie es "
            + "wieder.",
        closed: "Das Fenster wurde geschlossen. Nichts wurde bezahlt.",
        other: "Das ging nicht ({}). Nichts wurde bezahlt.")

    private static let germanOrders = Orders(
        title: "Bestellungen",
        empty: "In diesem Browser wurde noch nichts bestellt.",
        number: "Bestellung {}",
        begun: Result(
            title: "Bestellung begonnen",
            text: "Der Checkout ist fertig, die Zahlung noch nicht.",
            word: "begonnen"),
        unpaid: Result(
            title: "Die Bestellung wurde nicht bezahlt",
            text: "Die Zahlung konnte nicht geholt werden. Nichts wurde belastet.",
            word: "nicht bezahlt"),
        declined: Result(
            title: "Die Zahlung wurde abgelehnt",
            text: "Die Bank des Ladens sagte nein. Nichts wurde belastet.",
            word: "abgelehnt"),
        authorized: Result(
            title: "Danke",
            text: "Ihre Pflanzen werden für die Reise gegossen.",
            word: "bezahlt"),
        cancelled: Result(
            title: "Die Bestellung ist storniert",
            text: "Die Zahlung wurde zurückgenommen, bevor etwas belastet war.",
            word: "storniert"),
        refunded: Result(
            title: "Die Bestellung ist erstattet",
            text: "Der Betrag ist auf dem Weg zurück zur Karte.",
            word: "erstattet"),
        bought: "Gekauft",
        delivery: "Geht an",
        paid: "Bezahlt mit",
        card: "Karte",
        token: "Token",
        plainCard: "Kartennummer",
        expires: "Gültig bis",
        dynamicData: "Dynamische Daten",
        verified: "Geprüft",
        byCode: "Einmalcode",
        customer: "Kunde",
        notGiven: "nicht angegeben",
        reports: "Was das Netz erfuhr",
        reportsLead: "Ein Laden meldet, was aus jeder Zahlung wurde.",
        reported: "gemeldet",
        waiting: "noch nicht gemeldet",
        refusedReport: "nicht angenommen",
        neverAuthorized: "nie autorisiert",
        cancel: "Bestellung stornieren",
        refund: "Bestellung erstatten",
        staff: "Für die Leute im Laden")

    private static let germanFaults = Faults(
        notFound: Result(
            title: "Diese Seite gibt es nicht",
            text: "Die Adresse ist vielleicht alt.",
            word: ""),
        foreign: Result(
            title: "Dieses Formular kommt von anderswo",
            text: "Öffnen Sie die Seite neu und wiederholen Sie es dort.",
            word: ""),
        malformed: Result(
            title: "Das ist nicht lesbar",
            text: "Gehen Sie zurück und versuchen Sie es noch einmal.",
            word: ""),
        unreachable: Result(
            title: "Click to Pay ist nicht erreichbar",
            text: "Nichts wurde bezahlt. Versuchen Sie es in einer Minute wieder.",
            word: ""),
        inside: Result(
            title: "Hier ging etwas schief",
            text: "Nichts wurde bezahlt. Bitte versuchen Sie es noch einmal.",
            word: ""),
        foreignCheckout: Result(
            title: "Diese Zahlung gehört nicht zu diesem Korb",
            text: "Was die Seite brachte, ist kein Checkout dieses Kaufs. Nichts wurde bezahlt.",
            word: ""))
}
