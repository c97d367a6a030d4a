// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension AccountText {
    private static let months = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ]

    static let german = AccountText(
        frame: Frame(
            account: "Ihr Click-to-Pay-Konto", cards: "Karten", browsers: "Browser", data: "Meine Daten",
            signOut: "Abmelden", date: { "\($2). \(months[$1 - 1]) \($0)" }),
        signIn: SignIn(
            title: "Ihre Karten in Click to Pay",
            lead: "Sehen Sie Ihre Karten, nehmen Sie eine heraus und sehen Sie, was über Sie aufbewahrt wird. Sie "
                + "melden sich mit einem Code an.",
            label: "E-Mail-Adresse oder Mobilnummer", hint: "Eine Nummer mit Vorwahl, etwa +49\u{A0}1512\u{A0}3456789.",
            fault: "Geben Sie eine E-Mail-Adresse ein oder eine Mobilnummer mit Landesvorwahl.",
            unknown: "Click to Pay kennt diese Adresse oder Nummer nicht. Prüfen Sie sie, oder nehmen Sie eine andere.",
            tooSoon: { "Gerade wurde ein Code gesendet. In \($0) Sekunden kann ein weiterer gesendet werden." },
            blocked: "Dieses Konto kann gerade nicht benutzt werden. Ihre Bank kann Ihnen mehr sagen.",
            tooMany: "Das war zu oft. Warten Sie einen Moment und versuchen Sie es noch einmal.",
            wrong: "Das ist nicht der Code. Prüfen Sie ihn, oder fordern Sie einen neuen an.",
            void: "Das wurde zu oft versucht. Fordern Sie einen neuen Code an.",
            tooLate: "Dieser Code ist zu alt. Fordern Sie einen neuen an.",
            other: "Andere Adresse oder Nummer verwenden",
            again: ("Sind Sie es noch?", { "Bevor es weitergeht, senden wir einen Code an \($0)." })),
        notes: Notes(
            signedOut: "Sie sind abgemeldet.",
            ended: "Sie wurden abgemeldet, weil eine Weile nichts geschah. Melden Sie sich wieder an.",
            removed: "Die Karte ist nicht mehr in Click to Pay.",
            added: "Hinzugefügt. Sie finden sie bei Ihren Karten.",
            forgotten: "Der Browser ist vergessen.", forgottenAll: "Alle Browser sind vergessen.",
            addressRemoved: "Die Adresse wurde entfernt.",
            stale: "Inzwischen hatte sich etwas geändert, darum geschah nichts. So ist es jetzt."),
        cards: Cards(
            title: "Ihre Karten", lead: { "Angemeldet als \($0)" },
            none: Message(
                "Noch keine Karten",
                "Ihre Bank kann Karten hinzufügen, oder Sie tun es, wenn Sie das nächste Mal mit Click to Pay zahlen."),
            ready: Message("Bereit", "Zahlen Sie damit, wo immer Sie Click to Pay sehen."),
            pending: Message("Noch ein Schritt", "Beim nächsten Zahlen bestätigen Sie, dass sie Ihnen gehört."),
            pendingAddress: "Beim nächsten Zahlen werden Sie nach der Rechnungsadresse gefragt.",
            suspended: Message("Von der Bank gesperrt", "Sie kann nicht benutzt werden. Ihre Bank kennt den Grund."),
            expired: Message("Abgelaufen", "Sie gilt nicht mehr. Sie können sie herausnehmen."), expires: "Gültig bis",
            remove: "Herausnehmen", removeNamed: { "Karte mit den Endziffern \($0) herausnehmen" }),
        claims: Claims(
            title: "Für Sie bereit",
            lead: "Ihre Bank hat das für Sie vorbereitet. Fügen Sie es hinzu, und Sie können damit zahlen.",
            cards: "Welche Karten?", add: "Zu meinen Karten", choose: "Wählen Sie eine Karte aus.",
            declined: "Ihre Bank hat nicht zugestimmt. Sie kann Ihnen mehr sagen.",
            ineligible: "Diese Karte kann hier nicht benutzt werden.",
            failed: "Das hat nicht geklappt. Versuchen Sie es später noch einmal."),
        removal: Removal(
            title: "Diese Karte herausnehmen?",
            lead: "Mit Click to Pay kann dann niemand mehr damit zahlen, und Ihre Bank erfährt es. Die Karte selbst "
                + "bleibt, wie sie ist.",
            confirm: "Herausnehmen", keep: "Behalten"),
        browsers: Browsers(
            title: "Wiedererkannte Browser",
            lead: "In diesen Browsern werden Sie nicht nach einem Code gefragt. Vergessen Sie, was nicht Ihres ist.",
            none: "Kein Browser wird wiedererkannt. Sie werden jedes Mal nach einem Code gefragt.",
            here: "Ihr Click-to-Pay-Konto", adding: "Click to Pay, Karten hinzufügen", shop: "Ein Geschäft",
            since: { "Wiedererkannt seit \($0)" }, this: "Dieser Browser", forget: "Vergessen",
            forgetNamed: { "Browser von \($0) vergessen" }, forgetAll: "Alle Browser vergessen",
            code: "Bevor ein Browser vergessen wird, fragen wir nach einem Code."),
        data: Data(
            title: "Was über Sie aufbewahrt wird",
            lead: "Es wird verschlüsselt aufbewahrt. Sie sehen nur Teile davon, damit niemand mitliest.",
            none: "Nur die Karten, die auf Sie warten.", at: { "Von \($0)" }, name: "Name",
            email: "E-Mail-Adresse", mobile: "Mobilnummer", country: "Land", language: "Sprache", since: "Seit",
            consents: "Wozu Sie zugestimmt haben", terms: "Nutzungsbedingungen", privacy: "Datenschutzhinweis",
            cookies: "Cookies", location: "Nutzung Ihres Standorts", messages: "Nachrichten Ihrer Bank",
            storage: "Ihre Adresse bei der Bank aufbewahren", rememberMe: "Einen Browser wiedererkennen",
            version: { "Fassung \($0)" }, addresses: "Adressen",
            billing: { "Rechnungsadresse der Karte mit den Endziffern \($0)" }, shipping: "Lieferadresse",
            typed: "Sie haben sie beim Zahlen eingegeben.", given: "Ihre Bank hat sie angegeben.",
            removeAddress: "Adresse entfernen",
            leave: Message("Click to Pay verlassen", "Sie können Ihr Profil jederzeit löschen lassen.")),
        leaving: Leaving(
            title: "Click to Pay verlassen?",
            points: [
                "Ihr Profil wird gelöscht, mit allen Karten und Adressen.",
                "Die Geschäfte kennen Sie nicht mehr, und alle Browser werden vergessen.",
                "Ihre Bank erfährt es. Ihre Karten selbst und Ihre Einkäufe bleiben, wie sie sind.",
            ],
            back: "Sie können jederzeit wiederkommen, aber Gelöschtes lässt sich nicht zurückholen.",
            confirm: "Mein Profil löschen", stay: "Bleiben",
            left: Message("Sie haben Click to Pay verlassen", "Ihr Profil ist gelöscht, und Sie sind abgemeldet."),
            blocked: "Ein gesperrtes Profil ist geblieben. Ihre Bank kann Ihnen mehr sagen."),
        refusals: Refusals(
            gone: Message(
                "Sie sind nicht mehr in Click to Pay",
                "Ihr Profil wurde gelöscht. Ihre Bank kann Karten neu hinzufügen, oder Sie tun es beim Zahlen."),
            inaccessible: Message(
                "Dieses Konto kann nicht benutzt werden", "Es wurde angehalten. Ihre Bank kann Ihnen mehr sagen."),
            missing: Message("Diese Seite gibt es nicht", "Vielleicht ist die Karte nicht mehr da."),
            failed: Message("Das hat nicht geklappt", "Versuchen Sie es gleich noch einmal.")))
}
