// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension AccountText {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    static let english = AccountText(
        frame: Frame(
            account: "Your Click to Pay account", cards: "Cards", browsers: "Browsers", data: "My data",
            signOut: "Sign out", date: { "\($2) \(months[$1 - 1]) \($0)" }),
        signIn: SignIn(
            title: "Your cards in Click to Pay",
            lead: "See your cards, take one out, and see what is kept about you. You sign in with a code.",
            label: "Email address or mobile number",
            hint: "A number with its country code, such as +44\u{A0}7400\u{A0}123456.",
            fault: "Enter an email address, or a mobile number with its country code.",
            unknown: "Click to Pay does not know this address or number. Check it, or use another one of yours.",
            tooSoon: { "A code was sent a moment ago. Another one can be sent in \($0) seconds." },
            blocked: "This account cannot be used at the moment. Your bank can tell you more.",
            tooMany: "That was too often. Wait a moment, and try again.",
            wrong: "That is not the code. Check it, or ask for a new one.",
            void: "That was tried too often. Ask for a new code.", tooLate: "This code is too old. Ask for a new one.",
            other: "Use another address or number",
            again: ("Is it still you?", { "Before you go on, we send a code to \($0)." })),
        notes: Notes(
            signedOut: "You are signed out.",
            ended: "You were signed out, because nothing happened for a while. Sign in again.",
            removed: "The card was taken out of Click to Pay.", added: "Added. It is among your cards now.",
            forgotten: "The browser is forgotten.", forgottenAll: "All browsers are forgotten.",
            addressRemoved: "The address was removed.",
            stale: "Something had changed meanwhile, so nothing was done. This is how it is now."),
        cards: Cards(
            title: "Your cards", lead: { "Signed in as \($0)" },
            none: Message(
                "No cards yet",
                "Your bank can add your cards here, or you add one when you next pay with Click to Pay in a shop."),
            ready: Message("Ready", "You can pay with it wherever you see Click to Pay."),
            pending: Message("One step first", "When you next pay with it, you confirm that it is yours."),
            pendingAddress: "When you next pay with it, its billing address is asked for.",
            suspended: Message("Stopped by the bank", "It cannot be used. Your bank can tell you why."),
            expired: Message("Expired", "It cannot be used any more. You can take it out."), expires: "Expires",
            remove: "Take out", removeNamed: { "Take out the card ending in \($0)" }),
        claims: Claims(
            title: "Waiting for you", lead: "Your bank has prepared this for you. Add it, and you can pay with it.",
            cards: "Which cards?", add: "Add to my cards", choose: "Choose a card to add.",
            declined: "Your bank did not agree. It can tell you more.", ineligible: "This card cannot be used here.",
            failed: "That did not work. Try again later."),
        removal: Removal(
            title: "Take this card out?",
            lead:
                "Nobody can pay with it through Click to Pay any more, and your bank is told. The card itself stays as "
                + "it is.",
            confirm: "Take it out", keep: "Keep it"),
        browsers: Browsers(
            title: "Remembered browsers",
            lead: "In these browsers nobody asks you for a code. Forget those that are not yours.",
            none: "No browser is remembered. You are asked for a code each time.", here: "Your Click to Pay account",
            adding: "Click to Pay, adding cards", shop: "A shop", since: { "Remembered on \($0)" },
            this: "This browser", forget: "Forget", forgetNamed: { "Forget the browser of \($0)" },
            forgetAll: "Forget all browsers", code: "You are asked for a code before a browser is forgotten."),
        data: Data(
            title: "What is kept about you",
            lead: "It is kept encrypted. You see parts of it only, so that nobody reads it over your shoulder.",
            none: "Nothing is kept but the cards that wait for you.", at: { "From \($0)" }, name: "Name",
            email: "Email address", mobile: "Mobile number", country: "Country", language: "Language", since: "Since",
            consents: "What you have agreed to", terms: "Terms of use", privacy: "Privacy notice", cookies: "Cookies",
            location: "Use of your location", messages: "Messages from your bank",
            storage: "Keeping your address with your bank", rememberMe: "Remembering a browser",
            version: { "version \($0)" }, addresses: "Addresses",
            billing: { "Billing address of the card ending in \($0)" }, shipping: "Shipping address",
            typed: "You typed it when you paid.", given: "Your bank gave it.", removeAddress: "Remove address",
            leave: Message("Leave Click to Pay", "You can have your profile deleted at any time.")),
        leaving: Leaving(
            title: "Leave Click to Pay?",
            points: [
                "Your profile is deleted, with all its cards and addresses.",
                "Shops do not know you any more, and every browser is forgotten.",
                "Your bank is told. Your cards themselves, and what you have bought, stay as they are.",
            ],
            back: "You can come back whenever you like, but what was deleted cannot be brought back.",
            confirm: "Delete my profile", stay: "Stay",
            left: Message("You have left Click to Pay", "Your profile is deleted, and you are signed out."),
            blocked: "A profile that is blocked has stayed. Your bank can tell you more."),
        refusals: Refusals(
            gone: Message(
                "You are not in Click to Pay any more",
                "Your profile was deleted. Your bank can add your cards again, or you add one when you pay."),
            inaccessible: Message(
                "This account cannot be used", "It was stopped. Your bank can tell you more."),
            missing: Message("There is no such page", "It may have been moved, or the card is gone."),
            failed: Message("That did not work", "Try again in a moment.")))
}
