// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Pages
internal import PhoneNumbers
internal import Provisioning

/// The form of the first step: what was typed, whether it can be used, and what it begins with.
struct ProvisionForm: Sendable {
    enum Fault: Sendable, Hashable {
        case firstName
        case lastName
        case email
        case dialCode
        case mobile
    }

    var firstName = ""
    var lastName = ""
    var email = ""
    var dialCode = ""
    var mobile = ""

    /// What the issuer said of the holder (token-connect 5.2, 10.2).
    init(_ holder: AccountHolder?, dialCode: String?) {
        (firstName, lastName) = holder?.name.map(Self.names) ?? ("", "")
        email = holder?.emailAddress ?? ""
        let code = holder?.mobilePhone?.countryDialInCode ?? dialCode
        self.dialCode = code.map { "+" + $0 } ?? ""
        mobile = holder?.mobilePhone?.phoneNumber ?? ""
    }

    /// What was typed before.
    init(_ details: ProvisionDetails) {
        firstName = details.firstName
        lastName = details.lastName
        email = details.email.original
        dialCode = "+" + details.mobile.countryCode
        mobile = details.mobile.nationalNumber
    }

    init(_ form: PageForm) {
        firstName = form["firstName"] ?? ""
        lastName = form["lastName"] ?? ""
        email = form["email"] ?? ""
        dialCode = form["dialCode"] ?? ""
        mobile = form["mobile"] ?? ""
    }

    /// Nil when something cannot be used: `faults` says what.
    var details: ProvisionDetails? {
        guard Self.isName(firstName), Self.isName(lastName), let address = try? Email(email), let number else {
            return nil
        }
        return ProvisionDetails(firstName: firstName, lastName: lastName, email: address, mobile: number)
    }

    var faults: Set<Fault> {
        var faults: Set<Fault> = []
        if !Self.isName(firstName) { faults.insert(.firstName) }
        if !Self.isName(lastName) { faults.insert(.lastName) }
        if (try? Email(email)) == nil { faults.insert(.email) }
        do {
            _ = try PhoneNumberRules.normalise(countryCode: dialCode, phoneNumber: mobile)
        } catch {
            faults.insert(error.field == .countryCode ? .dialCode : .mobile)
        }
        return faults
    }

    private var number: MobileNumber? {
        try? PhoneNumberRules.normalise(countryCode: dialCode, phoneNumber: mobile)
    }

    private static func isName(_ name: String) -> Bool {
        (1...Consumer.nameCharactersMax).contains(name.unicodeScalars.count)
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// `LASTNAME/FIRSTNAME` or `FIRSTNAME LASTNAME`.
    static func names(_ name: String) -> (first: String, last: String) {
        if let slash = name.firstIndex(of: "/") {
            return (trimmed(name[name.index(after: slash)...]), trimmed(name[..<slash]))
        }
        guard let gap = name.lastIndex(of: " ") else { return (trimmed(name[...]), "") }
        return (trimmed(name[..<gap]), trimmed(name[name.index(after: gap)...]))
    }

    private static func trimmed(_ text: Substring) -> String {
        text.split(separator: " ").joined(separator: " ")
    }
}
