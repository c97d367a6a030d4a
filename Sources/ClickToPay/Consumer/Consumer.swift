// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import PhoneNumbers

/// Who a card belongs to, as an issuer tells it (enrollment 5.1).
public struct Consumer: Sendable, Hashable, Confidential {
    public static let nameCharactersMax = 50
    public static let fullNameCharactersMax = 100
    public static let nationalIdentifierCharactersMax = 20

    /// The first email address and the first mobile number. Only in flexible programs one of them may be missing.
    public var email: Email?
    public var mobile: MobileNumber?
    public var firstName: String
    public var lastName: String
    public var fullName: String?
    public var countryCode: CountryCode
    public var languageCode: LanguageCode
    public var nationalIdentifier: String?
    /// Apart, because most consumers have none and it is larger than all the rest.
    private var rare: Boxed<RareMembers>?

    public var compliance: ComplianceSettings? {
        get { rare?.value.compliance }
        set { setRare { $0.compliance = newValue } }
    }

    /// Beside the first of each kind.
    public var moreIdentities: [LinkedIdentity] { rare?.value.moreIdentities ?? [] }

    /// What identifies the consumer. Several of a kind exist in flexible programs alone (enrollment 11).
    public var identities: IdentitySet {
        get { IdentitySet(email: email, mobile: mobile, more: rare?.value.moreIdentities ?? []) }
        set {
            email = newValue.email
            mobile = newValue.mobile
            setRare { $0.moreIdentities = newValue.more }
        }
    }

    /// Whether the identities are given by `linkedIdentities`, as flexible programs give them.
    public var isLinked: Bool {
        get { rare?.value.isLinked ?? false }
        set { setRare { $0.isLinked = newValue } }
    }

    private mutating func setRare(_ change: (inout RareMembers) -> Void) {
        var members = rare?.value ?? RareMembers()
        change(&members)
        rare = members == RareMembers() ? nil : Boxed(members)
    }

    public init(
        email: Email?, mobile: MobileNumber?, firstName: String, lastName: String, fullName: String? = nil,
        countryCode: CountryCode, languageCode: LanguageCode, nationalIdentifier: String? = nil,
        compliance: ComplianceSettings? = nil
    ) {
        self.email = email
        self.mobile = mobile
        self.firstName = firstName
        self.lastName = lastName
        self.fullName = fullName
        self.countryCode = countryCode
        self.languageCode = languageCode
        self.nationalIdentifier = nationalIdentifier
        if compliance != nil { self.compliance = compliance }
    }
}

private struct RareMembers: Sendable, Hashable {
    var compliance: ComplianceSettings?
    var moreIdentities: [LinkedIdentity] = []
    var isLinked = false
}

/// A value behind a reference.
private final class Boxed<Value: Sendable & Hashable>: Sendable, Hashable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    static func == (left: Boxed, right: Boxed) -> Bool { left.value == right.value }

    func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
