// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay

/// A consumer's personal data as it is sealed.
public struct StoredConsumer: Sendable, Equatable {
    /// The first address as it was given; matching uses its blind index. Only in flexible programs there may be none.
    public var email: String?
    /// Of the first mobile number: 1 to 4 digits, no plus sign.
    public var mobileCountryCode: String?
    /// The national number, digits.
    public var mobileNumber: String?
    public var firstName: String
    public var lastName: String
    public var fullName: String?
    /// ISO 3166-1 alpha-2.
    public var countryCode: String
    /// ISO 639-1, lower case.
    public var languageCode: String
    /// What the issuer asserted (enrollment 5.6); nil: acceptance is outstanding.
    public var compliance: ComplianceSettings?
    /// When `compliance` was asserted, milliseconds since 1970; 0 without.
    public var complianceTime: Int64
    /// Beside the first of each kind (enrollment 11).
    public var moreIdentities: [StoredIdentity] = []
    /// Where purchases go, once a checkout has stored it.
    public var shippingAddress: StoredAddress?
    /// Where it comes from.
    public var shippingCapture: StoredCapture?

    public init(
        email: String?, mobileCountryCode: String?, mobileNumber: String?, firstName: String, lastName: String,
        fullName: String?, countryCode: String, languageCode: String, compliance: ComplianceSettings?,
        complianceTime: Int64
    ) {
        self.email = email
        self.mobileCountryCode = mobileCountryCode
        self.mobileNumber = mobileNumber
        self.firstName = firstName
        self.lastName = lastName
        self.fullName = fullName
        self.countryCode = countryCode
        self.languageCode = languageCode
        self.compliance = compliance
        self.complianceTime = complianceTime
    }

    /// The plaintext to seal. Layout 2 has more identities at its end; the first of each kind may be missing.
    /// Layout 3 has the shipping address behind them.
    public var encoded: [UInt8] {
        let version: UInt8 = shippingAddress != nil ? 3 : isClassic ? 1 : 2
        var writer = RecordWriter(version: version, capacity: 192)
        writer.add(email)
        writer.add(mobileCountryCode)
        writer.add(mobileNumber)
        writer.add(firstName)
        writer.add(lastName)
        writer.add(fullName)
        writer.add(countryCode)
        writer.add(languageCode)
        writer.add(complianceTime)
        writer.add(compliance == nil ? 0 : 1 as UInt8)
        if let compliance { writer.add(compliance) }
        if version > 1 { writer.add(moreIdentities) }
        guard let shippingAddress else { return writer.bytes }
        writer.add(shippingAddress)
        writer.add(shippingCapture == nil ? 0 : 1 as UInt8)
        if let shippingCapture { writer.add(shippingCapture) }
        return writer.bytes
    }

    /// Reads a plaintext.
    public init(encoded: [UInt8]) throws(RecordError) {
        let version: UInt8 = encoded.first.flatMap { (2...3).contains($0) ? $0 : nil } ?? 1
        var reader = try RecordReader(encoded, version: version, record: "consumer")
        email = try reader.text()
        mobileCountryCode = try reader.text()
        mobileNumber = try reader.text()
        firstName = try reader.required()
        lastName = try reader.required()
        fullName = try reader.text()
        countryCode = try reader.required()
        languageCode = try reader.required()
        complianceTime = try reader.number()
        if try reader.byte() == 1 { compliance = try reader.compliance() }
        if version == 1, !isClassic { throw RecordError(record: "consumer") }
        if version > 1 { moreIdentities = try reader.identities() }
        guard version == 3 else { return }
        shippingAddress = try reader.address()
        if try reader.byte() == 1 { shippingCapture = try reader.capture() }
    }
}
