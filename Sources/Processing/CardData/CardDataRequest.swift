// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// Which cards' data is wanted, and what of the caller goes along with it (processing 3.2, 4).
public struct CardDataRequest: Sendable {
    /// Cards of one call at most.
    public static let cardsMax = 250
    /// What goes along with one card, in bytes of JSON: an enrollment takes no longer card (enrollment 3.2).
    private static let memberBytesMax = 8 << 10
    /// No security code and no PAN comes in here, by accident neither.
    private static let forbidden = [
        "primaryAccountNumber", "panExpirationMonth", "panExpirationYear", "cardSecurityCode",
    ]

    /// One card: its number, and the members that are copied.
    struct Card: Sendable {
        var number: Int64
        var members: JSONValue
    }

    /// A person and the cards that are asked for.
    struct Person: Sendable {
        var members: JSONValue
        var cards: [Card]
    }

    enum Content: Sendable {
        /// One card, for an enrollment while the caller waits.
        case card(Card)
        /// The persons of a batch.
        case persons([Person])
    }

    let content: Content

    /// Every card that is asked for, in order.
    var numbers: [Int64] {
        switch content {
        case .card(let card): [card.number]
        case .persons(let persons): persons.flatMap { $0.cards.map(\.number) }
        }
    }

    public init(_ root: JSONValue) throws(ProcessingError) {
        let fields = FieldReader(root)
        let type = try fields.text("enrollType", 1...32)
        let (wanted, other) = ("synchronousRequest", "asynchronousRequest")
        switch type {
        case "SYNCHRONOUS":
            if fields.present(other) != nil { throw fields.fault(other, "does not go with this enrollType") }
            content = .card(try Self.card(try fields.object(wanted), path: wanted + "."))
        case "ASYNCHRONOUS":
            if fields.present(wanted) != nil { throw fields.fault(wanted, "does not go with this enrollType") }
            content = .persons(try Self.persons(try fields.object(other), path: other + "."))
        default: throw fields.fault("enrollType", "must be SYNCHRONOUS or ASYNCHRONOUS")
        }
    }

    private static func persons(_ object: JSONValue, path: String) throws(ProcessingError) -> [Person] {
        var persons: [Person] = []
        var count = 0
        for element in try FieldReader(object, path: path).array("consumers", 1...cardsMax) {
            let place = path + "consumers[\(persons.count)]"
            guard element.kind == .object else { throw .validation(place, "must be an object") }
            var cards: [Card] = []
            for card in try FieldReader(element, path: place + ".").array("cards", 1...cardsMax) {
                let place = place + ".cards[\(cards.count)]"
                guard card.kind == .object else { throw .validation(place, "must be an object") }
                cards.append(try Self.card(card, path: place + "."))
            }
            count += cards.count
            guard count <= cardsMax else {
                throw .validation(path + "consumers", "must have at most \(cardsMax) cards")
            }
            persons.append(Person(members: element, cards: cards))
        }
        return persons
    }

    private static func card(_ object: JSONValue, path: String) throws(ProcessingError) -> Card {
        let fields = FieldReader(object, path: path)
        for name in forbidden where object[name] != nil { throw fields.fault(name, "must not be sent") }
        let number = try fields.id("cardContractId")
        for name in ["cardholderFullName", "cardholderFirstName", "cardholderLastName", "paymentAccountReference"] {
            _ = try fields.optionalText(name, 1...256)
        }
        if let address = try fields.optionalObject("billingAddress") {
            let address = FieldReader(address, path: path + "billingAddress.")
            for name in ["name", "line1", "line2", "line3", "city", "state", "zip"] {
                _ = try address.optionalText(name, 0...256)
            }
            _ = try address.optionalText("countryCode", 2...2)
        }
        guard object.canonicalBytes().count <= memberBytesMax else {
            throw .validation(String(path.dropLast()), "is too long")
        }
        return Card(number: number, members: object)
    }
}
