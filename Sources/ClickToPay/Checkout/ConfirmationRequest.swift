// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// What a shop tells of a checkout afterwards (checkout 4.10).
public struct ConfirmationRequest: Sendable, Hashable {
    public var srcClientId: SrcClientID
    public var srcCorrelationId: CorrelationID
    public var serviceId: ServiceID?
    /// `01` authorise, `02` capture, `03` refund, `04` cancel, `05` fraud, `06` chargeback, `07` other.
    public var checkoutEventType: String
    /// `01` created, `02` confirmed, `03` cancelled, `04` fraud cancelled, `05` others, up to `99`.
    public var checkoutEventStatus: String
    /// ISO 8601 UTC, as it came.
    public var confirmationTimestamp: String
    /// `01` success, `02` failure, `03` other.
    public var confirmationStatus: String?
    public var confirmationReason: String?
    public var networkAuthorizationCode: String?
    public var networkTransactionIdentifier: String?
    public var paymentNetworkReference: String?
    public var transactionAmount: TransactionOptions.Amount?

    /// Reads a request. Throws one error with every fault there is.
    ///
    /// - Parameter isTimestamp: whether a text is an instant in UTC.
    public static func decode(
        _ body: JSONValue, isTimestamp: (String) -> Bool
    ) throws(ServiceError) -> ConfirmationRequest {
        guard body.kind == .object else { throw ServiceError(.invalidArgument, details: [.bodyIsNoObject]) }
        var faults = FaultCollector()
        let request = faults.confirmation(body, isTimestamp)
        try faults.throwIfAny()
        guard let request else { throw ServiceError(.invalidArgument) }
        return request
    }

    /// The members beside type, status, result and timestamp, for whoever looks at what was confirmed.
    public var details: [UInt8] {
        var writer = JSONWriter(capacity: 192)
        writer.object { writer in
            writer.member("confirmationReason", confirmationReason)
            writer.member("networkAuthorizationCode", networkAuthorizationCode)
            writer.member("networkTransactionIdentifier", networkTransactionIdentifier)
            writer.member("paymentNetworkReference", paymentNetworkReference)
            if let transactionAmount {
                writer.key("transactionAmount")
                transactionAmount.write(to: &writer)
            }
        }
        return writer.bytes
    }
}

extension FaultCollector {
    fileprivate mutating func confirmation(
        _ body: JSONValue, _ isTimestamp: (String) -> Bool
    ) -> ConfirmationRequest? {
        let client: SrcClientID? = required(body["srcClientId"], "srcClientId")
        let correlation: CorrelationID? = required(body["srcCorrelationId"], "srcCorrelationId")
        let service: ServiceID? = optional(body["serviceId"], "serviceId")
        guard let data = requiredObject(body["confirmationData"], "confirmationData") else { return nil }
        enter("confirmationData")
        defer { leave() }
        let type = code(data["checkoutEventType"], "checkoutEventType", 1...7, isRequired: true)
        let status = code(data["checkoutEventStatus"], "checkoutEventStatus", 1...99, isRequired: true)
        let result = code(data["confirmationStatus"], "confirmationStatus", 1...3, isRequired: false)
        let at = requiredText(data["confirmationTimestamp"], "confirmationTimestamp", max: 32)
        if let at, !isTimestamp(at) {
            add(.invalidFormat, "confirmationTimestamp", "must look like 2026-11-20T12:00:00Z")
        }
        let reason = optionalText(data["confirmationReason"], "confirmationReason", max: 64)
        if let reason, !reason.utf8.allSatisfy(Self.isPlain) {
            add(.invalidFormat, "confirmationReason", "has characters that are not allowed")
        }
        let authorization = reference(data["networkAuthorizationCode"], "networkAuthorizationCode")
        let transaction = reference(data["networkTransactionIdentifier"], "networkTransactionIdentifier")
        if type == "01", transaction == nil, data["networkTransactionIdentifier"]?.isNull ?? true {
            add(
                .cannotBeNull, "networkTransactionIdentifier",
                "must not be null for an authorization: UNAVLB if unknown")
        }
        let network = reference(data["paymentNetworkReference"], "paymentNetworkReference")
        let amount = amount(data["transactionAmount"])
        _ = optionalObject(data["assuranceData"], "assuranceData")
        guard let client, let correlation, let type, let status, let at else { return nil }
        return ConfirmationRequest(
            srcClientId: client, srcCorrelationId: correlation, serviceId: service, checkoutEventType: type,
            checkoutEventStatus: status, confirmationTimestamp: at, confirmationStatus: result,
            confirmationReason: reason, networkAuthorizationCode: authorization,
            networkTransactionIdentifier: transaction, paymentNetworkReference: network, transactionAmount: amount)
    }

    /// Two digits.
    private mutating func code(
        _ member: JSONValue?, _ name: StaticString, _ range: ClosedRange<Int>, isRequired: Bool
    ) -> String? {
        let text = isRequired ? requiredText(member, name, max: 255) : optionalText(member, name, max: 255)
        guard let text else { return nil }
        guard text.utf8.count == 2, text.utf8.allSatisfy(\.isDigit), Int(text).map(range.contains) ?? false else {
            add(.invalidValue, name, "is not one of the allowed codes")
            return nil
        }
        return text
    }

    private mutating func reference(_ member: JSONValue?, _ name: StaticString) -> String? {
        guard let text = optionalText(member, name, max: 25) else { return nil }
        guard text.utf8.allSatisfy(\.isAlphanumeric) else {
            add(.invalidFormat, name, "must be letters and digits")
            return nil
        }
        return text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte.isAlphanumeric || " .,:;'()/_-#&+".utf8.contains(byte)
    }
}
