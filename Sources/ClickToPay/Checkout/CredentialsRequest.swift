// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// A shop's call for the credentials of a transaction (checkout 4.9). Its data for risk decisions is checked, and not
/// kept.
public struct CredentialsRequest: Sendable, Hashable {
    public var srcClientId: SrcClientID
    public var srcDpaId: String
    public var srcCorrelationId: CorrelationID
    public var srcDigitalCardId: String
    public var serviceId: ServiceID?
    public var srciTransactionId: TransactionID?
    public var keyFingerprintId: KeyFingerprintID?

    public static let dpaCharactersMax = 255
    /// Both shapes of a card's id have no more (checkout 2.4).
    public static let cardCharactersMax = 36

    /// Reads a request. Throws one error with every fault there is.
    public static func decode(_ body: JSONValue) throws(ServiceError) -> CredentialsRequest {
        guard body.kind == .object else { throw ServiceError(.invalidArgument, details: [.bodyIsNoObject]) }
        var faults = FaultCollector()
        let client: SrcClientID? = faults.required(body["srcClientId"], "srcClientId")
        let dpa = faults.requiredText(body["srcDpaId"], "srcDpaId", max: dpaCharactersMax)
        let correlation: CorrelationID? = faults.required(body["srcCorrelationId"], "srcCorrelationId")
        let card = faults.requiredText(body["srcDigitalCardId"], "srcDigitalCardId", max: cardCharactersMax)
        let service: ServiceID? = faults.optional(body["serviceId"], "serviceId")
        let transaction: TransactionID? = faults.optional(body["srciTransactionId"], "srciTransactionId")
        let fingerprint: KeyFingerprintID? = faults.optional(body["keyFingerprintId"], "keyFingerprintId")
        faults.riskAddress(body["shippingAddress"], "shippingAddress")
        faults.riskAddress(body["billingAddress"], "billingAddress")
        faults.digitalTransactionData(body["digitalTransactionData"])
        try faults.throwIfAny()
        guard let client, let dpa, let correlation, let card else { throw ServiceError(.invalidArgument) }
        return CredentialsRequest(
            srcClientId: client, srcDpaId: dpa, srcCorrelationId: correlation, srcDigitalCardId: card,
            serviceId: service, srciTransactionId: transaction, keyFingerprintId: fingerprint)
    }
}

extension FaultCollector {
    /// `RequestAddress` (checkout 2.7).
    fileprivate mutating func riskAddress(_ member: JSONValue?, _ name: StaticString) {
        guard let object = optionalObject(member, name) else { return }
        enter(name)
        defer { leave() }
        _ = optionalText(object["line1"], "line1", max: Address.lineCharactersMax, emptyIsAbsent: true)
        _ = optionalText(object["city"], "city", max: Address.cityCharactersMax, emptyIsAbsent: true)
        _ = optionalText(object["state"], "state", max: Address.stateCharactersMax, emptyIsAbsent: true)
        let _: CountryCode? = optional(object["countryCode"], "countryCode")
        _ = optionalText(object["zip"], "zip", max: Address.zipCharactersMax, emptyIsAbsent: true)
    }

    fileprivate mutating func digitalTransactionData(_ member: JSONValue?) {
        guard let object = optionalObject(member, "digitalTransactionData") else { return }
        enter("digitalTransactionData")
        defer { leave() }
        _ = optionalText(object["consumerEmailAddress"], "consumerEmailAddress", max: 320, emptyIsAbsent: true)
        for name in ["consumerEmailAddressFormat", "consumerPhoneNumberFormat"] as [StaticString] {
            guard let flag = object[name], !flag.isNull else { continue }
            let text = flag.string ?? flag.int64.map { "\($0)" }
            // In clear, or hashed by SHA-256.
            if text != "0", text != "1" { add(.invalidValue, name, "must be 0 or 1") }
        }
        _ = optionalText(object["deviceLocation"], "deviceLocation", max: 9, emptyIsAbsent: true)
        _ = optionalText(object["ipAddress"], "ipAddress", max: 39, emptyIsAbsent: true)
    }
}
