// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension BankTexts {
    static let english = BankTexts(
        frame: Frame(
            skip: "Skip to content", cards: "Cards", activity: "Activity", profile: "Profile", signIn: "Sign in",
            signOut: "Sign out",
            notice: "A demonstration. The bank, its customers and their cards are made up; no money moves.",
            back: "Back", cancel: "Cancel"),
        signIn: SignIn(
            title: "Welcome to Harbour Bank", lead: "Sign in to see your cards and add them to Click to Pay.",
            goOn: "Sign in to go on. What you came for is shown right after.", userName: "User name",
            password: "Password", submit: "Sign in", refused: "This user name and password do not go together.",
            people: "Demo customers", peopleLead: "Sign in as any of them. They all have the same password:",
            person: "Customer", what: "What to see", everyday: "A credit, a debit and a virtual card",
            outcomes: "One card for each way it can end"),
        cards: CardList(
            greeting: { "Hello, \($0)" }, lead: "Your cards at Harbour Bank", credit: "Credit card",
            debit: "Debit card", virtual: "Virtual card", ending: { "Card ending in \($0)" },
            unseen: "Its number is known to the card processor alone.",
            notMade: "This card is being prepared. Please look again in a moment.",
            notAdded: "Not in Click to Pay", processing: "Being processed", active: "In Click to Pay",
            suspended: "Suspended", needsAuthentication: "Needs your confirmation", declined: "Not possible",
            elsewhere: "In Click to Pay already", ineligible: "Not available for Click to Pay",
            pitch: { "With \($0) you pay online without typing your card number." }, add: { "Add to \($0)" },
            manage: "Manage", look: "See how it stands", authenticate: "Confirm that it is you",
            unreachable: "Click to Pay cannot be reached right now. What you see may be out of date."),
        offer: Offer(
            title: { "Add this card to \($0)" },
            lead: { "Once it is in \($0), you choose the card at checkout and are done: no number, no form." },
            shared: "What we share",
            sharedLead: { "We hand these details to \($0), encrypted, so that you need not type them." },
            name: "Name", email: "Email", mobile: "Mobile number", address: "Billing address", card: "Card",
            cardText: { "Number ending in \($0), and expiry date" }, go: "Continue in Click to Pay",
            goText: { "We take you to \($0). When you are done there, you come back here." },
            goButton: { "Continue to \($0)" }, here: "Stay at Harbour Bank",
            hereText: "We add the card for you. You stay here.", terms: { "I accept the \($0)." },
            termsLink: "terms of use of Click to Pay", privacy: { "I have read the \($0)." },
            privacyLink: "privacy notice of Click to Pay", tick: "Please tick this box to go on.",
            hereButton: "Add here without leaving the bank", notNow: "Not now"),
        results: Results(
            added: Result(
                title: "Your card is in Click to Pay",
                text: "From now on you can choose it wherever you see the Click to Pay sign.", word: "Added"),
            processing: Result(
                title: "Being processed",
                text: "Click to Pay says that your card was added. We are waiting for its confirmation.",
                word: "Being processed"),
            stillProcessing: Result(
                title: "This is taking longer than usual",
                text: "We have no confirmation yet. There is nothing that you need to do; look again later.",
                word: "Being processed"),
            duplicate: Result(
                title: "Your card is in Click to Pay already",
                text: "Nothing had to be done: you can use it at checkout.", word: "Was there already"),
            cancelled: Result(
                title: "You did not add the card",
                text: "You left before it was done, and nothing has changed. You can try again whenever you like.",
                word: "Cancelled"),
            declined: Result(
                title: "This card cannot be added",
                text: "Your card itself works as before. If you have questions, please call us.",
                word: "Not possible"),
            authenticate: Result(
                title: "One more step: confirm that it is you",
                text: "Your card is in Click to Pay but not switched on yet. Enter your password to switch it on.",
                word: "Needs your confirmation"),
            failed: Result(
                title: "That did not work", text: "Something went wrong on the way. Please try again.",
                word: "Did not work"),
            waiting: Result(
                title: "Waiting for Click to Pay",
                text: "You started to add this card and have not come back yet. If you gave up, start again.",
                word: "Started"),
            unknown: Result(
                title: "We do not know how it ended",
                text:
                    "You did not come back from Click to Pay, or no answer reached us. Look at the card, or try again.",
                word: "Not known"),
            refused: Result(
                title: "We cannot use this link",
                text: "It does not belong to anything that you started here. Nothing has changed.", word: "Refused"),
            password: "Your password", confirm: "Confirm and switch on",
            wrongPassword: "This is not your password. Please try again.",
            notActivated: "The card could not be switched on. Please try again later.", toCards: "To my cards",
            again: "Try again", lookAgain: "Look again", manage: "Manage this card"),
        manage: Manage(
            state: "State", token: "Stands in for the card", tokenText: { "Number ending in \($0)" },
            expires: "Card expires", asOf: "As of", suspend: "Suspend in Click to Pay",
            suspendText:
                "While it is suspended nobody can pay with this card by Click to Pay. The card itself works on.",
            resume: "Resume", remove: "Remove from Click to Pay", removeTitle: "Remove this card from Click to Pay?",
            removeText:
                "It disappears from Click to Pay at once. The card itself works on, and you can add it again later.",
            removeConfirm: "Remove", keep: "Keep it",
            elsewhereText: "This card was added to Click to Pay in another way. You manage it in Click to Pay itself.",
            suspended: "The card is suspended in Click to Pay.", resumed: "The card can be used again.",
            removed: "The card is no longer in Click to Pay.",
            failed: "That did not work. Nothing has changed; please try again."),
        profile: Profile(
            title: "Your profile", lead: "This is what we know of you, and what we can share with Click to Pay.",
            language: "Language", activityTitle: "Click to Pay activity",
            activityEmpty: "You have not added a card to Click to Pay yet.", when: "When", card: "Card",
            result: "Result"),
        activation: Activation(
            title: "Confirm your card for Click to Pay",
            text: "Click to Pay asks us to make sure that it is you. Enter your password to switch the card on.",
            done: "Your card is switched on.", nothing: "There is no card that waits for your confirmation.",
            goOn: "Back to Click to Pay"),
        faults: Faults(
            notFound: Result(
                title: "There is nothing here", text: "The address is wrong, or what was here is gone.",
                word: "Not found"),
            foreign: Result(
                title: "We cannot take this form",
                text: "It was not sent from a page of this bank. Go back to your cards and start there.",
                word: "Refused"),
            malformed: Result(
                title: "We cannot read this", text: "Please go back and try again.", word: "Refused"),
            unreachable: Result(
                title: "Click to Pay cannot be reached",
                text: "Nothing has changed. Please try again in a few minutes.", word: "Not reachable"),
            inside: Result(
                title: "Something is wrong on our side", text: "Please try again in a few minutes.",
                word: "Did not work")))
}
