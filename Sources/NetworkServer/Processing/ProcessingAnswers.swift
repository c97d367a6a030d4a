// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Processing
internal import Store
internal import WireJSON

/// The shapes of what card management answers (processing 6.3, 9.1).
extension JSONWriter {
    /// A card contract: its number masked.
    mutating func write(_ view: ContractView) {
        object { writer in
            writer.number("cardContractId", view.row.number)
            writer.member("cardContractNumber", view.card.maskedNumber)
            writer.member("cardContractName", view.card.details.name)
            writer.member("cardExpiryDate", view.card.expiry.yymm)
            writer.number("accountContractId", view.row.account)
            writer.number("clientId", view.row.client)
            writer.member("productCode", view.row.productCode)
            writer.member("productionCode", view.card.details.productionCode)
            writer.member("statusCode", view.row.statusCode)
            writer.member("statusName", CardStatus(rawValue: view.row.statusCode)?.name)
            writer.member("activated", view.row.isActivated)
        }
    }

    /// The changes of a card's status, the newest first.
    mutating func write(changesOf view: ContractView) {
        object { writer in
            writer.array("cardContractStatuses") { writer in
                for change in view.card.changes.reversed() { writer.write(change) }
            }
        }
    }

    private mutating func write(_ change: StatusChange) {
        object { writer in
            writer.member("statusCode", change.status.rawValue)
            writer.member("statusName", change.status.name)
            writer.member("externalStatusCode", change.status.rawValue)
            writer.member("externalStatusName", change.status.name)
            writer.member("previousStatusCode", change.previous?.rawValue)
            writer.member("previousStatusName", change.previous?.name)
            writer.member("changeDate", change.changed.iso8601)
            writer.member("statusChangeReason", change.reason)
            writer.member("officerId", change.officer)
            writer.member("officerName", "API")
        }
    }

    mutating func write(_ cards: AccountCards) {
        object { writer in
            writer.member("count", cards.cards.count)
            writer.member("limit", cards.limit)
            writer.member("offset", cards.offset)
            writer.member("total", cards.total)
            writer.array("accountContractCardContracts") { writer in for card in cards.cards { writer.write(card) } }
        }
    }

    mutating func write(_ tokens: [ContractToken], as name: StaticString) {
        object { writer in
            writer.array(name) { writer in for token in tokens { writer.write(token) } }
        }
    }

    /// A token. Its own number is what the caller manages it by.
    mutating func write(_ token: ContractToken) {
        object { writer in
            writer.number("cardContractId", token.cardContractId)
            writer.member("cardContractNumber", token.cardContractNumber)
            writer.number("clientId", token.clientId)
            writer.member("clientShortName", token.clientShortName)
            writer.member("panUniqueReference", token.panUniqueReference)
            writer.member("tokenCreationDate", token.created.iso8601)
            writer.member("tokenExpiryDate", token.expiry)
            writer.member("tokenNumber", token.clearNumber)
            writer.member("tokenRequestorId", token.requestorId)
            writer.member("tokenStatus", token.status.rawValue)
            writer.member("tokenType", token.type)
            writer.member("tokenUniqueReference", token.uniqueReference)
            writer.member("walletName", token.walletName)
        }
    }

    private mutating func number(_ name: StaticString, _ value: Int64) {
        key(name)
        int(value)
    }
}
