// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import Directory

/// A card that was pushed, and what was said with it, as it is sealed with its receipt. A security code that somebody
/// sends is never read.
public struct PushedCard: Sendable, Equatable {
    /// The PAN's digits. Named so that a reader of the code sees where clear PANs are.
    public var clearPAN: String
    /// Two digits; nil: the card has no end.
    public var expirationMonth: String?
    /// Four digits; nil: the card has no end.
    public var expirationYear: String?
    public var holder: AccountHolder?
    public var settings: PushSettings
    /// What the issuer says of having authenticated the holder.
    public var authenticationCode: String?

    public init(
        clearPAN: String, expirationMonth: String?, expirationYear: String?, holder: AccountHolder?,
        settings: PushSettings, authenticationCode: String?
    ) {
        self.clearPAN = clearPAN
        self.expirationMonth = expirationMonth
        self.expirationYear = expirationYear
        self.holder = holder
        self.settings = settings
        self.authenticationCode = authenticationCode
    }

    /// The plaintext to seal.
    var encoded: [UInt8] {
        var writer = RecordWriter(version: 1, capacity: 512)
        writer.add(clearPAN)
        writer.add(expirationMonth)
        writer.add(expirationYear)
        writer.add(authenticationCode)
        writer.add(settings.callbackURL)
        writer.add(settings.locale)
        writer.add(settings.completeIssuerAppActivation ? 1 : 0 as UInt8)
        writer.add(settings.completeWebsiteActivation ? 1 : 0 as UInt8)
        writer.add(settings.accountHolderDataSupplied ? 1 : 0 as UInt8)
        writer.add(holder == nil ? 0 : 1 as UInt8)
        guard let holder else { return writer.bytes }
        writer.add(holder.name)
        writer.add(holder.emailAddress)
        writer.add(holder.mobilePhone?.countryDialInCode)
        writer.add(holder.mobilePhone?.phoneNumber)
        writer.add(holder.address == nil ? 0 : 1 as UInt8)
        guard let address = holder.address else { return writer.bytes }
        writer.add(address.line1)
        writer.add(address.line2)
        writer.add(address.city)
        writer.add(address.countrySubdivision)
        writer.add(address.postalCode)
        writer.add(address.country)
        return writer.bytes
    }

    /// Reads a plaintext.
    init(encoded: [UInt8]) throws(RecordError) {
        var reader = try RecordReader(encoded, version: 1, record: "pushed card")
        clearPAN = try reader.required()
        expirationMonth = try reader.text()
        expirationYear = try reader.text()
        authenticationCode = try reader.text()
        settings = PushSettings()
        settings.callbackURL = try reader.text()
        settings.locale = try reader.text()
        settings.completeIssuerAppActivation = try reader.byte() == 1
        settings.completeWebsiteActivation = try reader.byte() == 1
        settings.accountHolderDataSupplied = try reader.byte() == 1
        guard try reader.byte() == 1 else { return }
        var holder = AccountHolder()
        holder.name = try reader.text()
        holder.emailAddress = try reader.text()
        let (code, number) = (try reader.text(), try reader.text())
        if let code, let number {
            holder.mobilePhone = AccountHolder.Phone(countryDialInCode: code, phoneNumber: number)
        }
        if try reader.byte() == 1 {
            var address = AccountHolder.Address()
            address.line1 = try reader.text()
            address.line2 = try reader.text()
            address.city = try reader.text()
            address.countrySubdivision = try reader.text()
            address.postalCode = try reader.text()
            address.country = try reader.text()
            holder.address = address
        }
        self.holder = holder
    }
}

extension PushedCard: CustomStringConvertible, CustomReflectable {
    /// Never personal data or the PAN.
    public var description: String { "PushedCard(…)" }

    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
