// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ProvisionText {
    static let english = ProvisionText(
        frame: Frame(
            skip: "Skip to content", terms: "Terms of use", privacy: "Privacy notice",
            cancel: "Cancel", change: "Change my details", backTo: { "Back to \($0)" }, step: { "Step \($0) of \($1)" },
            card: { "Card ending in \($0)" }),
        details: Details(
            title: "Add your card to Click to Pay",
            lead: { "\($0) sent you here. Check your details, and pay online without typing your card number again." },
            firstName: "First name", lastName: "Last name", email: "Email address",
            emailHint: "Shops recognise you by it.", dialCode: "Country code", mobile: "Mobile number",
            nameFault: "Enter a name of at most 50 characters.",
            emailFault: "Enter an email address such as name@example.com.",
            dialCodeFault: "Enter the code of a country, such as +44.",
            mobileFault: "Enter a mobile number of that country.", next: "Continue"),
        code: Code(
            choose: Message("Confirm that it is you", "We send a six-digit code. Where should it go?"),
            byEmail: "Email to", byMessage: "Text message to", send: "Send the code", enterTitle: "Enter your code",
            enterLead: { "We sent it to \($0)." }, label: "Six-digit code",
            formFault: "The code has six digits.",
            wrong: { "That is not the code. \($0 == 1 ? "One more try is left." : "\($0) more tries are left.")" },
            confirm: "Confirm", again: "Send a new code",
            tooSoon: "A code is on its way. A new one can be sent in a moment.",
            failed: "The code could not be sent. Try the other way, or the same again in a minute.",
            noChannel: "These details do not belong together. Check them and try again."),
        consent: Consent(
            title: "Add this card?", known: { "It goes into your Click to Pay profile \($0)." },
            new: "A Click to Pay profile is made for you.", notMe: "That is not me",
            accept: ("I accept the ", " and have read the ", "."),
            acceptFault: "Click to Pay needs your agreement to go on.", remember: "Remember me on this browser",
            rememberHint: "You will not need a code here next time. Leave it out on a device that others use.",
            add: "Add card"),
        activation: Activation(
            title: "One more step at your bank",
            lead: { "\($0) wants to be sure that it is you. Confirm it there, and come back to this page." },
            app: "Open the bank's app", website: "Go to the bank's website", done: "I have confirmed it",
            waiting: "Your bank has not confirmed it yet. Try again in a moment.",
            later: "Not now"),
        results: Results(
            approved: Message("Your card is ready", "You can pay with Click to Pay wherever you see it."),
            duplicate: Message("This card is in Click to Pay already", "There is nothing left to do."),
            declined: Message("The card could not be added", "Your bank did not agree. It can tell you more."),
            cancelled: Message("You left before the card was added", "You can start again at your bank at any time."),
            authenticate: Message(
                "Your bank has to confirm it", "The card is in place and can be used once your bank has confirmed it."),
            error: Message("That did not work", "The card was not added. Start again at your bank.")),
        refusals: Refusals(
            link: Message("This link does not work", "Nothing was changed. Start again at your bank."),
            callback: Message(
                "This link leads to an unknown place",
                "For your safety we do not follow it. Start again at your bank."),
            receipt: Message("This link is not known", "It may be too old. Start again at your bank."),
            expired: Message("This link is too old", "It was good for a few minutes. Start again at your bank."),
            used: Message("This link was used", "Each link works once. Start again at your bank."),
            cancelled: Message("This link was given up", "Start again at your bank."),
            several: Message("One card at a time", "This link names several cards. Start again with one of them."),
            lost: Message(
                "This page is not open any more",
                "It was closed or opened in another browser. Start again at your bank."),
            form: Message("The form could not be read", "Go back, and send it again from the page itself."),
            busy: Message("Too many people are here right now", "Try again in a moment."),
            developers: "For developers"))
}
