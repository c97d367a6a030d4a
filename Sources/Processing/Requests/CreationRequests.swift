// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import WireJSON

/// A client that is to be made (processing 6.1).
public struct ClientRequest: Sendable, Equatable {
    /// The issuer's own number of the person, 1 to 32 characters.
    public var clientNumber: String
    /// For example `PR`, a private person; 1 to 8 characters.
    public var clientType: String
    public var firstName: String?
    public var lastName: String?
    /// 1 to 64 characters; shown with tokens.
    public var clientShortName: String?

    public init(_ root: JSONValue) throws(ProcessingError) {
        let fields = FieldReader(root)
        clientNumber = try fields.text("clientNumber", 1...32)
        clientType = try fields.text("clientType", 1...8)
        firstName = try fields.optionalText("firstName", 1...255)
        lastName = try fields.optionalText("lastName", 1...255)
        clientShortName = try fields.optionalText("clientShortName", 1...64)
    }
}

/// An account that is to be made (processing 6.1).
public struct AccountRequest: Sendable, Equatable {
    /// 1 to 64 characters.
    public var accountContractNumber: String
    public var client: Int64
    /// The account's product, 1 to 32 characters; cards have products of their own.
    public var productCode: String

    public init(_ root: JSONValue) throws(ProcessingError) {
        let fields = FieldReader(root)
        accountContractNumber = try fields.text("accountContractNumber", 1...64)
        client = try fields.id("clientId")
        productCode = try fields.text("productCode", 1...32)
    }
}

/// A card that is to be made (processing 6.2).
public struct CardRequest: Sendable {
    private static let customDataMax = 32

    public var account: Int64
    /// Who holds the card; nil: the account's owner.
    public var client: Int64?
    public var productCode: String
    /// Nil: by the product.
    public var expiry: Expiry?
    public var details: CardDetails

    /// - Parameter today: the card must not have expired before.
    public init(_ root: JSONValue, today: CalendarMonth) throws(ProcessingError) {
        let fields = FieldReader(root)
        account = try fields.id("accountContractId")
        client = try fields.optionalID("clientId")
        let card = FieldReader(try fields.object("cardContract"), path: "cardContract.")
        // Nobody gives a PAN here: issuers that may not see PANs have them made (processing 6.2).
        if card.present("cardContractNumber") != nil {
            throw card.fault("cardContractNumber", "must be omitted: card management makes the number")
        }
        productCode = try card.text("productCode", 1...32)
        if let date = try card.optionalText("cardExpiryDate", 4...4) {
            guard let expiry = Expiry(yymm: date) else { throw card.fault("cardExpiryDate", "must be YYMM") }
            if expiry.isPast(at: today) { throw card.fault("cardExpiryDate", "is past") }
            self.expiry = expiry
        }
        details = try CardDetails(card)
        details.customData = try Self.customData(fields)
    }

    private static func customData(_ fields: FieldReader) throws(ProcessingError) -> String? {
        let name = "cardContractCustomData"
        guard let value = fields.present(name) else { return nil }
        for element in try fields.array(name, 0...customDataMax) {
            guard element.kind == .object else { throw fields.fault(name, "must be an array of objects") }
            let tag = FieldReader(element, path: name + ".")
            _ = try tag.optionalText("tagContainer", 1...64)
            _ = try tag.text("tagName", 1...64)
            _ = try tag.optionalText("tagValue", 0...255)
            if tag.present("removeTag") != nil { _ = try tag.flag("removeTag") }
        }
        let json = value.canonicalBytes()
        guard json.count <= 16 << 10 else { throw fields.fault(name, "is too long") }
        return String(decoding: json, as: UTF8.self)
    }
}

extension Expiry {
    /// `YYMM` in this century (processing 1); nil when it is none.
    public init?(yymm text: String) {
        guard text.utf8.count == 4, text.utf8.allSatisfy({ (48...57).contains($0) }),
            let year = Int(text.prefix(2)), let month = Int(text.suffix(2))
        else { return nil }
        self.init(month: month, year: 2000 + year)
    }

    /// `YYMM`.
    public var yymm: String { yearText.suffix(2) + monthText }
}
