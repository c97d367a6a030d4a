// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension CheckoutText {
    static let german = CheckoutText(
        terms: Terms(
            title: "Bevor Sie bezahlen",
            lead: {
                "Click to Pay braucht einmal Ihre Zustimmung, um bei \($0) und in anderen Geschäften zu bezahlen."
            },
            next: "Weiter"),
        data: DataForm(
            title: "Es fehlt noch etwas", lead: { "\($0) braucht diese Angaben für Ihren Einkauf." },
            billing: "Rechnungsadresse", shipping: "Lieferadresse", contact: "Über Sie", name: "Name",
            line1: "Straße und Hausnummer", line2: "Adresszusatz (freiwillig)", city: "Ort",
            state: "Bundesland oder Region", zip: "Postleitzahl", country: "Land",
            countryHint: "Zwei Buchstaben, zum Beispiel DE.",
            consent: { "Die Adressen bei \($0) speichern, damit ich sie nicht noch einmal eingeben muss" },
            consentHint: "Sonst werden sie nur für diesen Einkauf verwendet.",
            fault: "Bitte prüfen Sie diese Angabe.", next: "Weiter"),
        securityCode: SecurityCode(
            title: "Die Prüfziffer Ihrer Karte",
            lead: "Sie wird einmal an das Geschäft weitergegeben und nirgends aufbewahrt.",
            label: "Drei oder vier Ziffern auf der Karte", fault: "Die Prüfziffer hat 3 bis 6 Stellen."),
        confirm: Confirm(
            title: "Mit dieser Karte bezahlen?", lead: { "Sie bezahlen bei \($0)." }, pay: "Bezahlen",
            payAmount: { "\($0) bezahlen" }, otherCard: "Andere Karte verwenden", notMe: "Das bin ich nicht"),
        results: Results(
            complete: Message("Fertig", "Sie können dieses Fenster schließen: Im Geschäft geht es weiter."),
            cancelled: Message(
                "Sie haben die Zahlung abgebrochen", "Es wurde nichts abgebucht. Sie können dieses Fenster schließen."),
            elsewhere: Message("Zurück zum Geschäft", "Dort geht es weiter. Sie können dieses Fenster schließen."),
            error: Message(
                "Das hat nicht geklappt", "Es wurde nichts abgebucht. Wählen Sie im Geschäft eine andere Karte."),
            lost: Message("Dieses Fenster ist abgelaufen", "Es war zu lange offen. Beginnen Sie im Geschäft von vorn."),
            form: Message(
                "Das Formular war nicht lesbar", "Gehen Sie zurück und senden Sie es von der Seite noch einmal."),
            busy: Message("Gerade ist viel los", "Versuchen Sie es gleich noch einmal.")))
}
