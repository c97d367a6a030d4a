// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import PhoneNumbers
internal import WireJSON

/// What was read of a consumer's identities.
struct ReadIdentities {
    var identities: IdentitySet
    /// Given by `linkedIdentities`, which only flexible programs may send.
    var isLinked: Bool
}

extension FaultCollector {
    /// The identities of a whole consumer; nil when anything about them is wrong.
    mutating func identities(_ members: ConsumerMembers, _ rule: IdentityRule) -> ReadIdentities? {
        if let linked = members.linkedIdentities, !linked.isNull {
            refuseClassic(members)
            return linkedIdentities(linked).map { ReadIdentities(identities: IdentitySet($0), isLinked: true) }
        }
        let hasEmail = members.consumerIdentity?.isNull == false || members.emailAddress?.isNull == false
        let hasMobile = members.mobileNumber?.isNull == false
        if rule == .flexible, !hasEmail, !hasMobile {
            add(.cannotBeNull, "linkedIdentities", "must not be null")
            return nil
        }
        let before = details.count
        let email = hasEmail || rule == .classic ? email(members) : nil
        let mobile = hasMobile || rule == .classic ? mobile(members.mobileNumber) : nil
        guard details.count == before else { return nil }
        return ReadIdentities(identities: IdentitySet(email: email, mobile: mobile), isLinked: false)
    }

    /// The classic members say the same thing in another way: beside the list they must be absent.
    mutating func refuseClassic(_ members: ConsumerMembers) {
        let classic: [(StaticString, JSONValue?)] = [
            ("consumerIdentity", members.consumerIdentity), ("emailAddress", members.emailAddress),
            ("mobileNumber", members.mobileNumber),
        ]
        for (name, member) in classic where member?.isNull == false {
            add(.invalidValue, name, "must not be sent together with linkedIdentities")
        }
    }

    /// An array of identities, or an object with `emailAddresses` and `mobileNumbers`; nil when anything about it is
    /// wrong.
    mutating func linkedIdentities(_ value: JSONValue) -> [LinkedIdentity]? {
        let before = details.count
        let read: [LinkedIdentity]
        switch value.kind {
        case .array: read = elements(value, "linkedIdentities") { $0.identity($1) }
        case .object:
            enter("linkedIdentities")
            read =
                elements(value["emailAddresses"], "emailAddresses") { $0.required($1, nil).map { .email($0) } }
                + elements(value["mobileNumbers"], "mobileNumbers") { $0.number($1).map { .mobile($0) } }
            leave()
        default:
            add(.invalidValue, "linkedIdentities", "must be an array or an object")
            return nil
        }
        guard details.count == before else { return nil }
        if read.isEmpty { add(.cannotBeNull, "linkedIdentities", "must not be empty") }
        if read.count > LinkedIdentity.countMax { refuseTooMany("linkedIdentities") }
        if Set(read).count != read.count {
            add(.cannotBeDuplicateOrNull, "linkedIdentities", "has an identity more than once")
        }
        return details.count == before ? read : nil
    }

    private mutating func refuseTooMany(_ name: StaticString) {
        add(.limitExceed, name, "has more than 10 identities")
    }

    private mutating func elements(
        _ value: JSONValue?, _ name: StaticString, _ read: (inout FaultCollector, JSONValue) -> LinkedIdentity?
    ) -> [LinkedIdentity] {
        guard let value, !value.isNull else { return [] }
        guard value.kind == .array else {
            add(.invalidValue, name, "must be an array")
            return []
        }
        guard value.count <= LinkedIdentity.countMax else {
            refuseTooMany(name)
            return []
        }
        var identities: [LinkedIdentity] = []
        for (index, element) in value.elements.enumerated() {
            enter(name, index)
            if let identity = read(&self, element) { identities.append(identity) }
            leave()
        }
        return identities
    }

    private mutating func identity(_ value: JSONValue) -> LinkedIdentity? {
        guard value.kind == .object else {
            add(.invalidValue, nil, "must be an object")
            return nil
        }
        guard let type = requiredText(value["identityType"], "identityType", max: 255) else { return nil }
        switch IdentityType(rawValue: type) {
        case .emailAddress: return required(value["identityValue"], "identityValue").map { .email($0) }
        case .mobilePhoneNumber: return mobile(value["mobileNumber"]).map { .mobile($0) }
        default:
            add(.invalidValue, "identityType", "must be EMAIL_ADDRESS or MOBILE_PHONE_NUMBER")
            return nil
        }
    }

    private mutating func number(_ member: JSONValue) -> MobileNumber? {
        guard member.kind == .object else {
            add(.invalidValue, nil, "must be an object")
            return nil
        }
        return phone(member)
    }
}
