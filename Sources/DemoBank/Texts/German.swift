// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension BankTexts {
    static let german = BankTexts(
        frame: Frame(
            skip: "Zum Inhalt", cards: "Karten", activity: "Verlauf", profile: "Profil", signIn: "Anmelden",
            signOut: "Abmelden",
            notice: "Eine Vorführung. Bank, Kunden und Karten sind erfunden; es fließt kein Geld.",
            back: "Zurück", cancel: "Abbrechen"),
        signIn: SignIn(
            title: "Willkommen bei der Harbour Bank",
            lead: "Melden Sie sich an, um Ihre Karten zu sehen und zu Click to Pay hinzuzufügen.",
            goOn: "Bitte melden Sie sich an. Danach geht es dort weiter, wo Sie waren.", userName: "Benutzername",
            password: "Passwort", submit: "Anmelden", refused: "Benutzername und Passwort passen nicht zusammen.",
            people: "Beispielkunden",
            peopleLead: "Melden Sie sich als einer von ihnen an. Alle haben dasselbe Passwort:",
            person: "Kunde", what: "Was es zu sehen gibt",
            everyday: "Eine Kreditkarte, eine Debitkarte und eine virtuelle Karte",
            outcomes: "Eine Karte für jeden möglichen Ausgang"),
        cards: CardList(
            greeting: { "Guten Tag, \($0)" }, lead: "Ihre Karten bei der Harbour Bank", credit: "Kreditkarte",
            debit: "Debitkarte", virtual: "Virtuelle Karte", ending: { "Karte mit der Endung \($0)" },
            unseen: "Ihre Nummer kennt allein der Kartenabwickler.",
            notMade: "Diese Karte wird gerade vorbereitet. Bitte schauen Sie gleich noch einmal.",
            notAdded: "Nicht in Click to Pay", processing: "In Bearbeitung", active: "In Click to Pay",
            suspended: "Gesperrt", needsAuthentication: "Bestätigung nötig", declined: "Nicht möglich",
            elsewhere: "Schon in Click to Pay", ineligible: "Für Click to Pay nicht verfügbar",
            pitch: { "Mit \($0) zahlen Sie online, ohne Ihre Kartennummer einzutippen." },
            add: { "Zu \($0) hinzufügen" }, manage: "Verwalten", look: "Stand ansehen",
            authenticate: "Bestätigen, dass Sie es sind",
            unreachable: "Click to Pay ist gerade nicht erreichbar. Die Angaben können veraltet sein."),
        offer: Offer(
            title: { "Diese Karte zu \($0) hinzufügen" },
            lead: { "In \($0) wählen Sie die Karte an der Kasse aus und sind fertig: keine Nummer, kein Formular." },
            shared: "Was wir weitergeben",
            sharedLead: { "Diese Angaben geben wir verschlüsselt an \($0), damit Sie sie nicht eintippen müssen." },
            name: "Name", email: "E-Mail", mobile: "Mobilnummer", address: "Rechnungsanschrift", card: "Karte",
            cardText: { "Nummer mit der Endung \($0) und Ablaufdatum" }, go: "Weiter in Click to Pay",
            goText: { "Wir bringen Sie zu \($0). Wenn Sie dort fertig sind, kommen Sie hierher zurück." },
            goButton: { "Weiter zu \($0)" }, here: "Bei der Harbour Bank bleiben",
            hereText: "Wir fügen die Karte für Sie hinzu. Sie bleiben hier.",
            terms: { "Ich nehme die \($0) an." }, termsLink: "Nutzungsbedingungen von Click to Pay",
            privacy: { "Ich habe die \($0) gelesen." }, privacyLink: "Datenschutzhinweise von Click to Pay",
            tick: "Bitte setzen Sie hier ein Häkchen.", hereButton: "Hier hinzufügen, ohne die Bank zu verlassen",
            notNow: "Jetzt nicht"),
        results: Results(
            added: Result(
                title: "Ihre Karte ist in Click to Pay",
                text: "Ab jetzt können Sie sie überall wählen, wo Sie das Zeichen von Click to Pay sehen.",
                word: "Hinzugefügt"),
            processing: Result(
                title: "In Bearbeitung",
                text: "Click to Pay meldet, dass Ihre Karte hinzugefügt ist. Wir warten auf die Bestätigung.",
                word: "In Bearbeitung"),
            stillProcessing: Result(
                title: "Das dauert länger als sonst",
                text: "Wir haben noch keine Bestätigung. Sie müssen nichts tun; schauen Sie später noch einmal.",
                word: "In Bearbeitung"),
            duplicate: Result(
                title: "Ihre Karte ist schon in Click to Pay",
                text: "Es war nichts zu tun: Sie können sie an der Kasse benutzen.", word: "War schon da"),
            cancelled: Result(
                title: "Sie haben die Karte nicht hinzugefügt",
                text: "Sie sind vorher gegangen, und nichts hat sich geändert. Versuchen Sie es, wann Sie mögen.",
                word: "Abgebrochen"),
            declined: Result(
                title: "Diese Karte kann nicht hinzugefügt werden",
                text: "Ihre Karte selbst funktioniert wie bisher. Bei Fragen rufen Sie uns bitte an.",
                word: "Nicht möglich"),
            authenticate: Result(
                title: "Noch ein Schritt: Bestätigen Sie, dass Sie es sind",
                text: "Ihre Karte ist in Click to Pay, aber noch nicht freigeschaltet. Ihr Passwort schaltet sie frei.",
                word: "Bestätigung nötig"),
            failed: Result(
                title: "Das hat nicht geklappt", text: "Unterwegs ging etwas schief. Bitte versuchen Sie es erneut.",
                word: "Nicht geklappt"),
            waiting: Result(
                title: "Warten auf Click to Pay",
                text: "Sie haben begonnen, diese Karte hinzuzufügen, und sind noch nicht zurück. "
                    + "Falls Sie aufgehört haben, beginnen Sie neu.", word: "Begonnen"),
            unknown: Result(
                title: "Wir wissen nicht, wie es ausging",
                text: "Sie kamen nicht von Click to Pay zurück, oder uns erreichte keine Antwort. "
                    + "Sehen Sie bei der Karte nach oder versuchen Sie es erneut.", word: "Unbekannt"),
            refused: Result(
                title: "Mit diesem Link können wir nichts anfangen",
                text: "Er gehört zu nichts, das Sie hier begonnen haben. Es hat sich nichts geändert.",
                word: "Abgewiesen"),
            password: "Ihr Passwort", confirm: "Bestätigen und freischalten",
            wrongPassword: "Das ist nicht Ihr Passwort. Bitte versuchen Sie es erneut.",
            notActivated: "Die Karte konnte nicht freigeschaltet werden. Bitte versuchen Sie es später.",
            toCards: "Zu meinen Karten", again: "Erneut versuchen", lookAgain: "Noch einmal nachsehen",
            manage: "Diese Karte verwalten"),
        manage: Manage(
            state: "Stand", token: "Steht für die Karte", tokenText: { "Nummer mit der Endung \($0)" },
            expires: "Karte gültig bis", asOf: "Stand vom", suspend: "In Click to Pay sperren",
            suspendText: "Solange sie gesperrt ist, kann niemand über Click to Pay mit ihr zahlen. "
                + "Die Karte selbst funktioniert weiter.",
            resume: "Entsperren", remove: "Aus Click to Pay entfernen",
            removeTitle: "Diese Karte aus Click to Pay entfernen?",
            removeText: "Sie verschwindet sofort aus Click to Pay. Die Karte selbst funktioniert weiter, "
                + "und Sie können sie später wieder hinzufügen.",
            removeConfirm: "Entfernen", keep: "Behalten",
            elsewhereText: "Diese Karte kam auf anderem Weg zu Click to Pay. Sie verwalten sie dort.",
            suspended: "Die Karte ist in Click to Pay gesperrt.", resumed: "Die Karte ist wieder benutzbar.",
            removed: "Die Karte ist nicht mehr in Click to Pay.",
            failed: "Das hat nicht geklappt. Es hat sich nichts geändert; bitte versuchen Sie es erneut."),
        profile: Profile(
            title: "Ihr Profil",
            lead: "Das wissen wir von Ihnen, und das können wir an Click to Pay weitergeben.",
            language: "Sprache", activityTitle: "Verlauf mit Click to Pay",
            activityEmpty: "Sie haben noch keine Karte zu Click to Pay hinzugefügt.", when: "Wann", card: "Karte",
            result: "Ergebnis"),
        activation: Activation(
            title: "Karte für Click to Pay bestätigen",
            text: "Click to Pay bittet uns, sicher zu gehen, dass Sie es sind. Ihr Passwort schaltet die Karte frei.",
            done: "Ihre Karte ist freigeschaltet.", nothing: "Keine Karte wartet auf Ihre Bestätigung.",
            goOn: "Zurück zu Click to Pay"),
        faults: Faults(
            notFound: Result(
                title: "Hier ist nichts", text: "Die Adresse stimmt nicht, oder was hier war, ist fort.",
                word: "Nicht gefunden"),
            foreign: Result(
                title: "Dieses Formular können wir nicht annehmen",
                text: "Es kam nicht von einer Seite dieser Bank. Beginnen Sie bitte bei Ihren Karten.",
                word: "Abgewiesen"),
            malformed: Result(
                title: "Das können wir nicht lesen", text: "Bitte gehen Sie zurück und versuchen Sie es erneut.",
                word: "Abgewiesen"),
            unreachable: Result(
                title: "Click to Pay ist nicht erreichbar",
                text: "Es hat sich nichts geändert. Bitte versuchen Sie es in ein paar Minuten erneut.",
                word: "Nicht erreichbar"),
            inside: Result(
                title: "Bei uns stimmt etwas nicht", text: "Bitte versuchen Sie es in ein paar Minuten erneut.",
                word: "Nicht geklappt")))
}
