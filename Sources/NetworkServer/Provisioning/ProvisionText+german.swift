// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ProvisionText {
    static let german = ProvisionText(
        frame: Frame(
            skip: "Zum Inhalt", terms: "Nutzungsbedingungen", privacy: "Datenschutzhinweise",
            cancel: "Abbrechen", change: "Angaben ändern", backTo: { "Zurück zu \($0)" },
            step: { "Schritt \($0) von \($1)" },
            card: { "Karte mit den Endziffern \($0)" }),
        details: Details(
            title: "Ihre Karte zu Click to Pay hinzufügen",
            lead: { "Sie kommen von \($0). Prüfen Sie Ihre Angaben und zahlen Sie online, ohne die Nummer zu tippen." },
            firstName: "Vorname", lastName: "Nachname", email: "E-Mail-Adresse",
            emailHint: "Daran erkennen Sie die Geschäfte.", dialCode: "Vorwahl", mobile: "Mobilnummer",
            nameFault: "Geben Sie einen Namen mit höchstens 50 Zeichen ein.",
            emailFault: "Geben Sie eine Adresse wie name@example.com ein.",
            dialCodeFault: "Geben Sie eine Ländervorwahl wie +49 ein.",
            mobileFault: "Geben Sie eine Mobilnummer dieses Landes ein.", next: "Weiter"),
        code: Code(
            choose: Message("Bestätigen Sie, dass Sie es sind", "Wir senden einen sechsstelligen Code. Wohin?"),
            byEmail: "E-Mail an", byMessage: "SMS an", send: "Code senden", enterTitle: "Code eingeben",
            enterLead: { "Er ging an \($0)." }, label: "Sechsstelliger Code",
            formFault: "Der Code hat sechs Ziffern.",
            wrong: { "Das ist nicht der Code. \($0 == 1 ? "Ein Versuch ist übrig." : "\($0) Versuche sind übrig.")" },
            confirm: "Bestätigen", again: "Neuen Code senden",
            tooSoon: "Ein Code ist unterwegs. Gleich kann ein neuer gesendet werden.",
            failed:
                "Der Code konnte nicht gesendet werden. Nehmen Sie den anderen Weg oder versuchen Sie es gleich noch "
                + "einmal.",
            noChannel: "Diese Angaben gehören nicht zusammen. Prüfen Sie sie und versuchen Sie es noch einmal."),
        consent: Consent(
            title: "Diese Karte hinzufügen?", known: { "Sie kommt in Ihr Click-to-Pay-Profil \($0)." },
            new: "Ein Click-to-Pay-Profil wird für Sie angelegt.", notMe: "Das bin ich nicht",
            accept: ("Ich akzeptiere die ", " und habe die ", " gelesen."),
            acceptFault: "Ohne Ihre Zustimmung geht es nicht weiter.",
            remember: "In diesem Browser wiedererkennen",
            rememberHint: "Beim nächsten Mal brauchen Sie hier keinen Code. Nicht auf geteilten Geräten verwenden.",
            add: "Karte hinzufügen"),
        activation: Activation(
            title: "Noch ein Schritt bei Ihrer Bank",
            lead: { "\($0) möchte sicher sein, dass Sie es sind. Bestätigen Sie es dort und kommen Sie zurück." },
            app: "App der Bank öffnen", website: "Zur Website der Bank", done: "Ich habe es bestätigt",
            waiting: "Ihre Bank hat es noch nicht bestätigt. Versuchen Sie es gleich noch einmal.",
            later: "Jetzt nicht"),
        results: Results(
            approved: Message("Ihre Karte ist bereit", "Zahlen Sie mit Click to Pay, wo immer Sie es sehen."),
            duplicate: Message("Diese Karte ist schon in Click to Pay", "Es ist nichts weiter zu tun."),
            declined: Message(
                "Die Karte konnte nicht hinzugefügt werden",
                "Ihre Bank hat nicht zugestimmt. Sie kann Ihnen mehr sagen."),
            cancelled: Message(
                "Sie sind gegangen, bevor die Karte hinzugefügt war",
                "Bei Ihrer Bank können Sie jederzeit neu beginnen."),
            authenticate: Message(
                "Ihre Bank muss es bestätigen",
                "Die Karte ist eingerichtet und gilt, sobald Ihre Bank sie bestätigt hat."),
            error: Message(
                "Das hat nicht geklappt", "Die Karte wurde nicht hinzugefügt. Beginnen Sie bei Ihrer Bank neu.")
        ),
        refusals: Refusals(
            link: Message("Dieser Link funktioniert nicht", "Nichts wurde geändert. Beginnen Sie bei Ihrer Bank neu."),
            callback: Message(
                "Dieser Link führt an einen unbekannten Ort",
                "Zu Ihrer Sicherheit folgen wir ihm nicht. Beginnen Sie bei Ihrer Bank neu."),
            receipt: Message(
                "Dieser Link ist nicht bekannt", "Vielleicht ist er zu alt. Beginnen Sie bei Ihrer Bank neu."),
            expired: Message("Dieser Link ist zu alt", "Er galt einige Minuten. Beginnen Sie bei Ihrer Bank neu."),
            used: Message("Dieser Link wurde benutzt", "Jeder Link gilt einmal. Beginnen Sie bei Ihrer Bank neu."),
            cancelled: Message("Dieser Link wurde aufgegeben", "Beginnen Sie bei Ihrer Bank neu."),
            several: Message("Eine Karte nach der anderen", "Dieser Link nennt mehrere. Beginnen Sie mit einer neu."),
            lost: Message(
                "Diese Seite ist nicht mehr offen",
                "Sie wurde geschlossen oder in einem anderen Browser geöffnet. Beginnen Sie bei Ihrer Bank neu."),
            form: Message(
                "Das Formular konnte nicht gelesen werden", "Gehen Sie zurück und senden Sie es von der Seite selbst."),
            busy: Message("Gerade sind zu viele hier", "Versuchen Sie es gleich noch einmal."),
            developers: "Für Entwickler"))
}
