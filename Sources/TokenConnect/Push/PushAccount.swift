// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import WireJSON

/// One account of a push: its label, and the card, or what is wrong with it (token-connect 5.2).
struct PushAccount {
    static let idLengths = 1...36
    static let accountDigits = 9...19
    static let dataValidDaysMax: Int64 = 30

    var id: String
    var card: Result<(card: PushedCard, product: PushProduct), TokenConnectRefusal>

    /// What the accounts of one push have in common.
    struct Context {
        var now: Timestamp
        var ranges: PushRanges
        var requestor: TokenRequestor
        var request: PushRequest

        var today: CalendarMonth { CalendarMonth(year: now.day.year, month: now.day.month) }
    }

    /// Reads the decrypted accounts.
    ///
    /// - Throws: what concerns the request as a whole: not an array, the wrong number of accounts, labels that are
    ///   missing or not told apart.
    static func all(_ root: JSONValue, _ context: Context) throws(TokenConnectRefusal) -> [PushAccount] {
        guard root.kind == .array else { throw TokenConnectRefusal([.format("pushFundingAccounts")]) }
        guard root.count > 0 else { throw TokenConnectRefusal([.length("pushFundingAccounts")]) }
        guard root.count <= context.requestor.accountsMax else {
            throw TokenConnectRefusal([.value("pushFundingAccounts")])
        }
        var labels = FieldReader()
        var ids: [String] = []
        for element in root.elements {
            guard element.kind == .object else {
                labels.note(.format("pushFundingAccounts"))
                continue
            }
            guard let id = labels.text(element, "pushAccountId", idLengths, isRequired: true) else { continue }
            if ids.contains(id) { labels.note(.value("pushAccountId")) }
            ids.append(id)
        }
        try labels.check()
        return zip(ids, root.elements).map { id, element in PushAccount(id: id, element, context) }
    }

    private init(id: String, _ element: JSONValue, _ context: Context) {
        self.id = id
        card = Result { () throws(TokenConnectRefusal) in try Self.card(element, context) }
    }

    private static func card(
        _ element: JSONValue, _ context: Context
    ) throws(TokenConnectRefusal) -> (card: PushedCard, product: PushProduct) {
        var reader = FieldReader()
        guard let data = reader.object(element, "fundingAccountData", isRequired: true) else {
            throw TokenConnectRefusal(reader.errors)
        }
        if let text = reader.text(data, "dataValidUntilTimestamp", CalendarInstant.lengths) {
            let latest = context.now.advanced(by: .seconds(dataValidDaysMax * 86_400))
            switch CalendarInstant.read(text) {
            case nil: reader.note(.format("dataValidUntilTimestamp"))
            case let until? where until <= context.now || until > latest:
                reader.note(.value("dataValidUntilTimestamp"))
            default: break
            }
        }
        // An account that is no card, or a card and something else at once, is nobody's here.
        if let other = data["financialAccountData"], !other.isNull { throw TokenConnectRefusal([.ineligible]) }
        let holder = reader.object(data, "accountHolderData").map { AccountHolder($0, &reader) }
        guard let object = reader.object(data, "cardAccountData", isRequired: true) else {
            throw TokenConnectRefusal(reader.errors)
        }
        let digits = reader.text(object, "accountNumber", accountDigits, isRequired: true, rule: FieldForm.isDigits)
        let expiry = expiry(object, &reader, today: context.today)
        try reader.check()
        guard let digits else { throw TokenConnectRefusal([.missing("accountNumber")]) }
        let product = try product(of: digits, context)
        return (
            PushedCard(
                clearPAN: digits, expirationMonth: expiry?.monthText, expirationYear: expiry?.yearText, holder: holder,
                settings: context.request.settings, authenticationCode: context.request.authenticationCode), product
        )
    }

    /// Nil for a card without an end, and when something is wrong with it.
    private static func expiry(_ object: JSONValue, _ reader: inout FieldReader, today: CalendarMonth) -> Expiry? {
        let month = reader.text(object, "expiryMonth", 2...2, rule: FieldForm.isDigits)
        let year = reader.text(object, "expiryYear", 2...2, rule: FieldForm.isDigits)
        let isGiven = ["expiryMonth", "expiryYear"].map { name in object[name].map { !$0.isNull } ?? false }
        if isGiven[0] != isGiven[1] { reader.note(.missing(isGiven[0] ? "expiryYear" : "expiryMonth")) }
        guard let month = month.flatMap(Int.init), let year = year.flatMap(Int.init) else { return nil }
        guard let expiry = Expiry(month: month, year: 2000 + year) else {
            reader.note(.value("expiryMonth"))
            return nil
        }
        if expiry.isPast(at: today) { reader.note(.value("expiryYear")) }
        return expiry
    }

    private static func product(
        of digits: String, _ context: Context
    ) throws(TokenConnectRefusal) -> PushProduct {
        do {
            _ = try PAN(digits)
        } catch let fault where fault.reason == .invalidPAN {
            throw TokenConnectRefusal([.value("accountNumber")])
        } catch {
            // Too short for a card of the scheme, or another scheme's.
            throw TokenConnectRefusal([.ineligible])
        }
        guard let product = context.ranges.product(ofAccount: digits, for: context.requestor) else {
            throw TokenConnectRefusal([.ineligible])
        }
        return product
    }
}
