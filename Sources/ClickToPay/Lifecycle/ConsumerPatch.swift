// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import PhoneNumbers
public import WireJSON

/// A change of a profile: what was sent replaces what is stored, what was not sent stays, and null clears a member that
/// need not be there (enrollment 10.2). Email and mobile cannot be cleared.
public struct ConsumerPatch: Sendable, Hashable, Confidential {
    /// All identities at once, in flexible programs (enrollment 11); `email` and `mobile` are then kept.
    public var identities: FieldChange<IdentitySet> = .keep
    /// In a flexible program it takes the place of every email address; `mobile` likewise.
    public var email: FieldChange<Email> = .keep
    public var mobile: FieldChange<MobileNumber> = .keep
    public var firstName: FieldChange<String> = .keep
    public var lastName: FieldChange<String> = .keep
    public var fullName: FieldChange<String> = .keep
    public var countryCode: FieldChange<CountryCode> = .keep
    public var languageCode: FieldChange<LanguageCode> = .keep
    public var nationalIdentifier: FieldChange<String> = .keep
    /// The consents that were sent inside the consumer; they replace those of the same name.
    public var compliance: ComplianceSettings?

    public init() {}

    /// Reads the plaintext of `encryptedConsumer`. Throws one error with every fault there is.
    public static func decode(_ plaintext: JSONValue) throws(ServiceError) -> ConsumerPatch {
        guard plaintext.kind == .object else { throw .corruptData("encryptedConsumer") }
        var faults = FaultCollector()
        faults.enter("consumer")
        let patch = faults.patch(plaintext)
        try faults.throwIfAny()
        return patch
    }

    /// The consumer after the change.
    public func applied(to consumer: Consumer) -> Consumer {
        var changed = Consumer(
            email: nil, mobile: nil, firstName: firstName.applied(to: consumer.firstName),
            lastName: lastName.applied(to: consumer.lastName),
            fullName: fullName.applied(to: consumer.fullName),
            countryCode: countryCode.applied(to: consumer.countryCode),
            languageCode: languageCode.applied(to: consumer.languageCode),
            nationalIdentifier: nationalIdentifier.applied(to: consumer.nationalIdentifier),
            compliance: compliance.map { (consumer.compliance ?? ComplianceSettings()).replacing(with: $0) }
                ?? consumer.compliance)
        changed.identities = applied(to: consumer.identities)
        changed.isLinked = consumer.isLinked || isLinked
        return changed
    }

    /// The identities after the change.
    public func applied(to identities: IdentitySet) -> IdentitySet {
        if case .set(let all) = self.identities { return all }
        var changed = identities
        if case .set(let email) = email { changed = changed.replacing(email: email) }
        if case .set(let mobile) = mobile { changed = changed.replacing(mobile: mobile) }
        return changed
    }

    /// Whether the change is given by `linkedIdentities`, which only flexible programs may send.
    public var isLinked: Bool { identities != .keep }
}

extension FaultCollector {
    mutating func patch(_ consumer: JSONValue) -> ConsumerPatch {
        guard consumer.kind == .object else {
            add(.invalidValue, nil, "must be an object")
            return ConsumerPatch()
        }
        return consumer.withMembers(ConsumerMembers.v1) { members in
            let members = ConsumerMembers(members: members)
            var patch = ConsumerPatch()
            if members.linkedIdentities != nil {
                patch.identities = .setting(identityChange(members))
            } else {
                if members.consumerIdentity != nil || members.emailAddress != nil {
                    patch.email = .setting(emailChange(members))
                }
                if members.mobileNumber != nil { patch.mobile = .setting(mobile(members.mobileNumber)) }
            }
            if members.firstName != nil {
                patch.firstName = .setting(
                    requiredText(members.firstName, "firstName", max: Consumer.nameCharactersMax))
            }
            if members.lastName != nil {
                patch.lastName = .setting(requiredText(members.lastName, "lastName", max: Consumer.nameCharactersMax))
            }
            patch.fullName = change(members.fullName, "fullName", max: Consumer.fullNameCharactersMax)
            patch.nationalIdentifier = change(
                members.nationalIdentifier, "nationalIdentifier", max: Consumer.nationalIdentifierCharactersMax)
            let locale: Locale? = optional(members.locale, "locale")
            patch.countryCode = place(members.countryCode, "countryCode", locale?.country)
            patch.languageCode = place(members.languageCode, "languageCode", locale?.language)
            patch.compliance = compliance(members.complianceSettings)
            return patch
        }
    }

    /// All identities, which take the place of those that were there.
    private mutating func identityChange(_ members: ConsumerMembers) -> IdentitySet? {
        guard let linked = members.linkedIdentities, !linked.isNull else {
            add(.cannotBeNull, "linkedIdentities", "must not be null")
            return nil
        }
        refuseClassic(members)
        return linkedIdentities(linked).map(IdentitySet.init)
    }

    /// An identifier that is mentioned must have a value.
    private mutating func emailChange(_ members: ConsumerMembers) -> Email? {
        if members.consumerIdentity == nil { return required(members.emailAddress, "emailAddress") }
        if members.consumerIdentity?.isNull == true {
            add(.cannotBeNull, "consumerIdentity", "must not be null")
            return nil
        }
        return email(members)
    }

    private mutating func change(_ member: JSONValue?, _ name: StaticString, max: Int) -> FieldChange<String> {
        guard let member else { return .keep }
        return member.isNull ? .clear : .setting(optionalText(member, name, max: max))
    }

    private mutating func place<Value: WireText>(
        _ member: JSONValue?, _ name: StaticString, _ fromLocale: Value?
    ) -> FieldChange<Value> {
        member != nil ? .setting(required(member, name)) : .setting(fromLocale)
    }
}

extension FieldChange {
    /// Sets a value that was read; one that could not be read has left its fault behind.
    fileprivate static func setting(_ value: Value?) -> FieldChange {
        value.map { .set($0) } ?? .keep
    }
}
