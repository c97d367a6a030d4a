// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import JOSE
internal import WireJSON

/// The clear part of a push (token-connect 5.1).
struct PushRequest: Sendable {
    /// Minutes that receipts may live.
    static let validity = 5...15
    private static let keyDigits = 32...512
    private static let fingerprintDigits = 32...64

    var tokenRequestorId: String
    /// Nil when the accounts come from the processor, which is trusted with them in clear.
    var payload: MDESPayload?
    var settings: PushSettings
    var wantsDigitizationData: Bool
    /// Minutes.
    var validityMinutes: Int
    var authenticationCode: String?

    /// - Parameter hasAccounts: whether it carries the accounts; nor has it a `requestId` when it does not.
    init(_ root: JSONValue, hasAccounts: Bool = true) throws(TokenConnectRefusal) {
        var reader = FieldReader()
        _ = reader.text(root, "requestId", ResponseID.lengths, isRequired: hasAccounts)
        let payload = hasAccounts ? Self.payload(root, &reader) : nil
        let requestor = reader.text(root, "tokenRequestorId", 11...11, isRequired: true, rule: FieldForm.isDigits)
        settings = PushSettings(reader.object(root, "signatureData"), &reader)
        wantsDigitizationData = reader.flag(root, "requestIssuerInitiatedDigitizationData") ?? false
        validityMinutes = Self.validity(root, &reader)
        authenticationCode = reader.text(root, "authenticationCode", 1...32)
        try reader.check()
        // Without an error both are there.
        guard payload != nil || !hasAccounts, let requestor else {
            throw TokenConnectRefusal([.missing("pushFundingAccounts")])
        }
        self.payload = payload
        tokenRequestorId = requestor
    }

    private static func payload(_ root: JSONValue, _ reader: inout FieldReader) -> MDESPayload? {
        guard let accounts = reader.object(root, "pushFundingAccounts", isRequired: true),
            let payload = reader.object(accounts, "encryptedPayload", isRequired: true)
        else { return nil }
        _ = reader.text(payload, "encryptedData", 1...Int.max, isRequired: true)
        _ = reader.text(payload, "encryptedKey", keyDigits, isRequired: true)
        _ = reader.text(payload, "publicKeyFingerprint", fingerprintDigits, isRequired: true)
        guard reader.errors.isEmpty else { return nil }
        do {
            return try MDESPayload(payload)
        } catch {
            reader.note(.cryptography)
            return nil
        }
    }

    /// Whole minutes, more than 4 and not more than 15.
    private static func validity(_ root: JSONValue, _ reader: inout FieldReader) -> Int {
        let name: StaticString = "pushAccountReceiptsValidityPeriod"
        guard let value = reader.member(root, name, isRequired: false) else { return validity.upperBound }
        guard value.kind == .number, let number = value.double, let minutes = Int(exactly: number) else {
            reader.note(.format(name.description))
            return validity.upperBound
        }
        if !validity.contains(minutes) { reader.note(.value(name.description)) }
        return minutes
    }
}
