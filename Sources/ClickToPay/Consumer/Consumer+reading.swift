// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

package import PhoneNumbers
internal import WireJSON

/// The members of a consumer, looked up in one walk. In a batch the same object carries the cards.
struct ConsumerMembers {
    let members: JSONMembers

    static let v1 = JSONNames(
        "externalConsumerId", "consumerIdentity", "emailAddress", "mobileNumber", "firstName", "lastName",
        "fullName", "countryCode", "languageCode", "locale", "nationalIdentifier", "linkedIdentities",
        "complianceSettings", "cards")
    static let v2 = JSONNames(
        "externalConsumerId", "consumerIdentity", "emailAddress", "mobileNumber", "firstName", "lastName",
        "fullName", "countryCode", "languageCode", "locale", "nationalIdentifier", "linkedIdentities",
        "complianceSettings", "credentials")

    static func names(_ generation: APIGeneration) -> JSONNames {
        generation == .v1 ? v1 : v2
    }

    var externalConsumerId: JSONValue? { members[0] }
    var consumerIdentity: JSONValue? { members[1] }
    var emailAddress: JSONValue? { members[2] }
    var mobileNumber: JSONValue? { members[3] }
    var firstName: JSONValue? { members[4] }
    var lastName: JSONValue? { members[5] }
    var fullName: JSONValue? { members[6] }
    var countryCode: JSONValue? { members[7] }
    var languageCode: JSONValue? { members[8] }
    var locale: JSONValue? { members[9] }
    var nationalIdentifier: JSONValue? { members[10] }
    var linkedIdentities: JSONValue? { members[11] }
    var complianceSettings: JSONValue? { members[12] }
    var cards: JSONValue? { members[13] }
}

extension FaultCollector {
    /// A whole consumer; nil when anything about it is wrong.
    mutating func consumer(_ members: ConsumerMembers, _ rule: IdentityRule) -> Consumer? {
        let before = details.count
        let who = identities(members, rule)
        let firstName = requiredText(members.firstName, "firstName", max: Consumer.nameCharactersMax)
        let lastName = requiredText(members.lastName, "lastName", max: Consumer.nameCharactersMax)
        let fullName = optionalText(members.fullName, "fullName", max: Consumer.fullNameCharactersMax)
        let place = countryAndLanguage(members)
        let national = optionalText(
            members.nationalIdentifier, "nationalIdentifier", max: Consumer.nationalIdentifierCharactersMax)
        let compliance = compliance(members.complianceSettings)
        guard details.count == before, let who, let firstName, let lastName,
            let country = place.country, let language = place.language
        else { return nil }
        var consumer = Consumer(
            email: who.identities.email, mobile: who.identities.mobile, firstName: firstName, lastName: lastName,
            fullName: fullName, countryCode: country, languageCode: language, nationalIdentifier: national,
            compliance: compliance)
        if who.isLinked {
            consumer.identities = who.identities
            consumer.isLinked = true
        }
        return consumer
    }

    /// The email address of `consumerIdentity`, or of its alias `emailAddress`. Both must agree.
    mutating func email(_ members: ConsumerMembers) -> Email? {
        let alias: Email? = optional(members.emailAddress, "emailAddress")
        if members.consumerIdentity?.isNull ?? true, members.emailAddress?.isNull == false { return alias }
        guard let identity = requiredObject(members.consumerIdentity, "consumerIdentity") else { return nil }
        enter("consumerIdentity")
        let email = identityEmail(identity)
        leave()
        if let email, let alias, email != alias {
            add(.invalidValue, "emailAddress", "must be the same as consumerIdentity.identityValue")
        }
        return email
    }

    private mutating func identityEmail(_ identity: JSONValue) -> Email? {
        if let provider = optionalText(identity["identityProvider"], "identityProvider", max: 255), provider != "SRC" {
            add(.invalidValue, "identityProvider", "must be SRC")
        }
        let type = requiredText(identity["identityType"], "identityType", max: 255)
        if let type, IdentityType(rawValue: type) != .emailAddress {
            add(.invalidValue, "identityType", "must be EMAIL_ADDRESS")
            return nil
        }
        return required(identity["identityValue"], "identityValue")
    }

    mutating func mobile(_ member: JSONValue?) -> MobileNumber? {
        guard let number = requiredObject(member, "mobileNumber") else { return nil }
        enter("mobileNumber")
        defer { leave() }
        return phone(number)
    }

    /// The object of a phone number.
    mutating func phone(_ number: JSONValue) -> MobileNumber? {
        let code = requiredString(number["countryCode"], "countryCode")
        let phone = requiredString(number["phoneNumber"], "phoneNumber")
        guard let code, let phone else { return nil }
        let result: Result<MobileNumber, PhoneNumberFault>? = code.withUTF8 { code in
            phone.withUTF8 { phone in
                do throws(PhoneNumberFault) {
                    return .success(try PhoneNumberRules.normalise(countryCode: code, phoneNumber: phone))
                } catch {
                    return .failure(error)
                }
            }
        }.flatMap { $0 }
        switch result {
        case .success(let mobile): return mobile
        case .failure(let fault): add(ValueFault(fault), fault.field == .countryCode ? "countryCode" : "phoneNumber")
        case nil: break
        }
        return nil
    }

    private mutating func requiredString(_ member: JSONValue?, _ name: StaticString) -> JSONValue? {
        guard let member, !member.isNull else {
            add(.cannotBeNull, name, "must not be null")
            return nil
        }
        guard member.kind == .string else {
            add(.invalidValue, name, "must be a string")
            return nil
        }
        return member
    }

    /// Country and language, each from its own member or from `locale`, such as `en-US` or `en_US`.
    private mutating func countryAndLanguage(
        _ members: ConsumerMembers
    ) -> (country: CountryCode?, language: LanguageCode?) {
        let locale: Locale? = optional(members.locale, "locale")
        let isGiven = members.locale?.isNull == false
        let country: CountryCode? =
            isGiven
            ? optional(members.countryCode, "countryCode") ?? locale?.country
            : required(members.countryCode, "countryCode")
        let language: LanguageCode? =
            isGiven
            ? optional(members.languageCode, "languageCode") ?? locale?.language
            : required(members.languageCode, "languageCode")
        return (country, language)
    }
}

extension ValueFault {
    package init(_ fault: PhoneNumberFault) {
        switch fault.reason {
        case .empty: self = .value("must not be empty")
        case .notDigits: self = .format("must consist of digits")
        case .length: self = .format("has a wrong number of digits")
        case .unknownCountryCode: self = .value("is not a calling code in use")
        default: self = .value("is not a valid number of that country")
        }
    }
}
