// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import WireJSON

/// What card management says of a card (processing 6.3). Its number is masked.
public struct CardContractState: Sendable, Hashable {
    public var cardContractId: Int64
    public var clientId: Int64?
    /// First six digits, six underscores, last four.
    public var cardContractNumber: String
    /// `YYMM`.
    public var cardExpiryDate: String
    /// `00` in order, `05` blocked, `41` lost, `43` stolen. Open.
    public var statusCode: String
    public var statusName: String?
    /// Nil when the answer does not say it.
    public var activated: Bool?

    init?(_ value: JSONValue) {
        guard let id = value["cardContractId"]?.int64, let status = value["statusCode"]?.string else { return nil }
        cardContractId = id
        statusCode = status
        clientId = value["clientId"]?.int64
        cardContractNumber = value["cardContractNumber"]?.string ?? ""
        cardExpiryDate = value["cardExpiryDate"]?.string ?? ""
        statusName = value["statusName"]?.string
        activated = value["activated"]?.boolean
    }

    /// Whether a token can be made of it: its status says so, it is activated and has not expired.
    public func isInOrder(_ today: CalendarMonth) -> Bool {
        guard statusCode == "00", activated != false else { return false }
        guard let year = Int(cardExpiryDate.prefix(2)), let month = Int(cardExpiryDate.dropFirst(2)),
            let expiry = Expiry(month: month, year: 2000 + year)
        else { return true }
        return !expiry.isPast(at: today)
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("cardContractId")
            writer.int(cardContractId)
            writer.member("cardContractNumber", cardContractNumber)
            writer.member("cardExpiryDate", cardExpiryDate)
            writer.member("statusCode", statusCode)
            writer.member("statusName", statusName)
            writer.member("activated", activated)
        }
        return writer.bytes
    }
}
