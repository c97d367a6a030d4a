// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import WireJSON

extension ContractConsumer {
    /// Reads `{"consumers": […]}`: consumers like those of a batch, whose cards have `externalCardId` and
    /// `cardContractId`, a number or digits, in place of card data (processing 4).
    ///
    /// - Throws: one error that names the place of the first fault, and no value.
    public static func decode(_ root: JSONValue) throws(ServiceError) -> [ContractConsumer] {
        guard let list = root["consumers"], list.kind == .array, list.count > 0 else {
            throw ServiceError.at("consumers", "must be an array with consumers")
        }
        var consumers: [ContractConsumer] = []
        for element in list.elements {
            let place = "consumers[\(consumers.count)]"
            let consumer = try at(place) { () throws(ServiceError) in try Consumer.decode(element, rule: .flexible) }
            consumers.append(
                ContractConsumer(
                    externalConsumerId: try id(element["externalConsumerId"], place + ".externalConsumerId"),
                    consumer: consumer, cards: try cards(element["cards"], place)))
        }
        return consumers
    }

    private static func cards(
        _ list: JSONValue?, _ parent: String
    ) throws(ServiceError) -> [(externalCardId: ExternalID, card: ContractCard)] {
        guard let list, list.kind == .array, list.count > 0 else {
            throw ServiceError.at(parent + ".cards", "must be an array with cards")
        }
        var cards: [(externalCardId: ExternalID, card: ContractCard)] = []
        for element in list.elements {
            let place = parent + ".cards[\(cards.count)]"
            let card = try ContractCard.decode(
                element, cardContractId: try number(element["cardContractId"], place + ".cardContractId"), place)
            cards.append((try id(element["externalCardId"], place + ".externalCardId"), card))
        }
        return cards
    }

    private static func number(_ value: JSONValue?, _ place: String) throws(ServiceError) -> CardContractID {
        try text(value?.int64.map { String($0) } ?? value?.string, place)
    }

    private static func id(_ value: JSONValue?, _ place: String) throws(ServiceError) -> ExternalID {
        try text(value?.string, place)
    }

    private static func text<Value: WireText>(_ text: String?, _ place: String) throws(ServiceError) -> Value {
        guard let text else { throw ServiceError.at(place, "must not be null") }
        do throws(ValueFault) {
            return try Value(text)
        } catch {
            throw ServiceError.at(place, error.description)
        }
    }

    /// The same faults, at their place in the list.
    private static func at<Value>(
        _ place: String, _ body: () throws(ServiceError) -> Value
    ) throws(ServiceError) -> Value {
        do throws(ServiceError) {
            return try body()
        } catch {
            var error = error
            for index in error.details.indices {
                error.details[index].source = error.details[index].source.map { source in
                    source.hasPrefix("consumer") ? place + source.dropFirst("consumer".count) : place + "." + source
                }
            }
            throw error
        }
    }
}

extension ContractCard {
    private static let nameCharacters = 256
    private static let forbidden = [
        "primaryAccountNumber", "panExpirationMonth", "panExpirationYear", "cardSecurityCode",
    ]

    /// Reads what goes along with a card: `cardholderFullName`, `cardholderFirstName`, `cardholderLastName` and
    /// `billingAddress`, none of which must be there.
    ///
    /// - Parameter place: of the object, for what is wrong with it.
    /// - Throws: an error that names the place of a fault, and no value.
    public static func decode(
        _ object: JSONValue, cardContractId: CardContractID, _ place: String
    ) throws(ServiceError) -> ContractCard {
        guard object.kind == .object else { throw ServiceError.at(place, "must be an object") }
        for name in forbidden where object[name] != nil {
            throw ServiceError.at(place + "." + name, "must not be there: the processor has it")
        }
        var card = ContractCard(cardContractId: cardContractId)
        card.cardholderFullName = try name(object, "cardholderFullName", place)
        card.cardholderFirstName = try name(object, "cardholderFirstName", place)
        card.cardholderLastName = try name(object, "cardholderLastName", place)
        do throws(ServiceError) {
            card.billingAddress = try Address.decode(object)
        } catch {
            throw error.moved(to: place)
        }
        return card
    }

    private static func name(
        _ object: JSONValue, _ member: String, _ place: String
    ) throws(ServiceError) -> String? {
        guard let value = object[member], !value.isNull else { return nil }
        guard let text = value.string, (1...nameCharacters).contains(text.unicodeScalars.count) else {
            throw ServiceError.at(place + "." + member, "must be a text of 1 to \(nameCharacters) characters")
        }
        return text
    }
}

extension ServiceError {
    fileprivate static func at(_ place: String, _ message: String) -> ServiceError {
        ServiceError(.invalidArgument, details: [ErrorDetail(.invalidValue, .body, place, message)])
    }

    /// The same faults, inside the object at `place`.
    fileprivate func moved(to place: String) -> ServiceError {
        var error = self
        for index in error.details.indices {
            error.details[index].source = error.details[index].source.map { place + "." + $0 }
        }
        return error
    }
}
