// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

extension ShopTexts {
    static let english = ShopTexts(
        frame: englishFrame,
        goods: englishGoods,
        basket: englishBasket,
        checkout: englishCheckout,
        preferences: englishPreferences,
        wallet: englishWallet,
        newCard: englishNewCard,
        problems: englishProblems,
        orders: englishOrders,
        faults: englishFaults)

    private static let englishFrame = Frame(
        skip: "Skip to content",
        plants: "Plants",
        basket: "Basket",
        orders: "Orders",
        account: "Your Click to Pay account",
        notice: "A demo: nothing is sold, nothing is sent, no money moves.")

    private static let englishGoods = Goods(
        title: "Plants that forgive you",
        lead: "Three that grow in any home, sent in a box that fits through the door.",
        add: "Add to basket",
        fern: Plant(name: "Boston fern", text: "Arching fronds for a bright bathroom."),
        monstera: Plant(name: "Monstera", text: "Split leaves, easy to keep."),
        olive: Plant(name: "Olive tree", text: "Eighty centimetres of south for the balcony."))

    private static let englishBasket = BasketTexts(
        title: "Basket",
        empty: "Your basket is empty.",
        toPlants: "Look at the plants",
        more: "One more: {}",
        less: "One less: {}",
        remove: "Remove {}",
        total: "Total",
        delivery: "Delivery",
        free: "free",
        checkout: "Go to checkout")

    private static let englishCheckout = Checkout(
        title: "Checkout",
        summary: "Your order",
        noScript:
            "Click to Pay runs in the page, as in every shop that offers it. Please allow JavaScript for "
            + "this step.",
        byCard: "Pay by card",
        byCardText: "Pay by card is not part of this demo.")

    private static let englishPreferences = PreferenceTexts(
        title: "What this shop asks for",
        lead: "Change it, and see what Click to Pay does.",
        shipping: "Delivery address",
        billing: "Billing address",
        none: "not asked for",
        full: "asked for",
        postal: "postal code and country",
        confirm: "The payment is confirmed in the Click to Pay window",
        locale: "Language of Click to Pay",
        asPage: "as this page",
        declined: "The shop’s bank declines the payment",
        save: "Use this")

    private static let englishWallet = Wallet(
        title: "Pay with Click to Pay",
        looking: "Looking for your cards …",
        lead: "If Click to Pay knows you, your cards are one code away.",
        identity: "Email or mobile number",
        identityHint: "A mobile number with its country code, such as +1 202 555 0123.",
        go: "Continue",
        enterCard: "Enter a card instead",
        codeTitle: "Enter the code",
        codeLead: "It was sent to {}.",
        code: "Code",
        remember: "Remember me in this browser. Do not tick this on a shared device.",
        verify: "Show my cards",
        resend: "Send a new code",
        otherChannel: "Send it to {}",
        switchIdentity: "Use another email or number",
        cardsTitle: "Choose a card",
        signedIn: "Signed in as {}",
        notYou: "Not you?",
        pay: "Pay {}",
        useNew: "Use another card",
        ending: "ending in {}",
        expires: "Expires {}",
        expired: "Expired",
        suspended: "Suspended",
        noCards: "There is no card in Click to Pay yet.",
        claimTitle: "Prepared by your bank",
        claimLead: "This is ready for Click to Pay. Take it, and pay with it at once.",
        claim: "Add this card",
        claimed: "The card is yours now.",
        accept: "I accept the {terms} and have read the {privacy}.",
        terms: "terms of Click to Pay",
        privacy: "privacy notice",
        windowTitle: "Go on in the Click to Pay window",
        windowText: "It is open beside this page. What you type there goes to Click to Pay, not to this shop.",
        windowShow: "Show the window",
        finishing: "Making your order …")

    private static let englishNewCard = NewCard(
        title: "A new card",
        lead: "It is encrypted in this page: Click to Pay can read it, this shop cannot.",
        number: "Card number",
        expiry: "Expiry date",
        expiryHint: "Month and year, such as 08/31",
        securityCode: "Security code",
        name: "Name on the card",
        email: "Email",
        back: "Back")

    private static let englishProblems = Problems(
        unreachable: "Click to Pay cannot be reached at the moment. Try again in a minute.",
        tooOften: "That was tried too often. Wait a little.",
        locked: "This profile cannot be used at the moment. Ask your bank.",
        codeWrong: "That is not the code.",
        codeOld: "The code is too old. Have a new one sent.",
        notSent: "The code could not be sent. Try another way, or enter a card.",
        identity: "That is neither an email address nor a mobile number with its country code.",
        unknown: "Click to Pay does not know this yet. Enter a card, and pay with it.",
        card: "This card number cannot be right, or it is not one that Click to Pay takes.",
        expiry: "The expiry date is not right, or is over.",
        securityCode: "The security code has three or four digits.",
        refused: "The card was not accepted. Use another one.",
        terms: "Click to Pay needs your agreement for that.",
        signedOut: "Your sign-in is over. Please begin again.",
        window: "The browser opened no window. Allow it for this page, and try again.",
        closed: "The window was closed. Nothing was paid.",
        other: "That did not work ({}). Nothing was paid.")

    private static let englishOrders = Orders(
        title: "Orders",
        empty: "No order was made in this browser yet.",
        number: "Order {}",
        begun: Result(
            title: "Order begun",
            text: "The checkout is complete; the payment is not settled yet.",
            word: "begun"),
        unpaid: Result(
            title: "The order was not paid",
            text: "The payment could not be fetched. Nothing was charged.",
            word: "not paid"),
        declined: Result(
            title: "The payment was declined",
            text: "The shop’s bank said no. Nothing was charged.",
            word: "declined"),
        authorized: Result(
            title: "Thank you",
            text: "Your plants are being watered for the journey.",
            word: "paid"),
        cancelled: Result(
            title: "The order is cancelled",
            text: "The payment was taken back before anything was charged.",
            word: "cancelled"),
        refunded: Result(
            title: "The order is refunded",
            text: "The amount is on its way back to the card.",
            word: "refunded"),
        bought: "Bought",
        delivery: "Goes to",
        paid: "Paid with",
        card: "Card",
        token: "Token",
        plainCard: "Card number",
        expires: "Expires",
        dynamicData: "Dynamic data",
        verified: "Verified",
        byCode: "one-time code",
        customer: "Customer",
        notGiven: "not given",
        reports: "What the network was told",
        reportsLead: "A shop tells what became of each payment.",
        reported: "told",
        waiting: "not told yet",
        refusedReport: "not taken",
        neverAuthorized: "never authorised",
        cancel: "Cancel the order",
        refund: "Refund the order",
        staff: "For the shop’s staff")

    private static let englishFaults = Faults(
        notFound: Result(
            title: "There is no such page",
            text: "The address may be old.",
            word: ""),
        foreign: Result(
            title: "This form comes from elsewhere",
            text: "Open the page again and repeat it there.",
            word: ""),
        malformed: Result(
            title: "This cannot be read",
            text: "Go back and try again.",
            word: ""),
        unreachable: Result(
            title: "Click to Pay cannot be reached",
            text: "Nothing was paid. Try again in a minute.",
            word: ""),
        inside: Result(
            title: "Something went wrong here",
            text: "Nothing was paid. Please try again.",
            word: ""),
        foreignCheckout: Result(
            title: "This payment is not for this basket",
            text: "What the page brought is no checkout of this purchase. Nothing was paid.",
            word: ""))
}
