// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

package import ClickToPay
internal import PhoneNumbers

/// One of several things that a consumer is known by, as it is sealed.
public enum StoredIdentity: Sendable, Equatable {
    /// As it was given.
    case email(String)
    /// The calling code, 1 to 4 digits, and the national number.
    case mobile(countryCode: String, number: String)

    init(_ identity: LinkedIdentity) {
        switch identity {
        case .email(let email): self = .email(email.original)
        case .mobile(let mobile): self = .mobile(countryCode: mobile.countryCode, number: mobile.nationalNumber)
        }
    }

    func linked() throws -> LinkedIdentity {
        switch self {
        case .email(let email): return .email(try Email(email))
        case .mobile(let countryCode, let number):
            guard let mobile = PhoneNumberRules.kept(e164: countryCode + number) else {
                throw RecordError(record: "consumer")
            }
            return .mobile(mobile)
        }
    }
}

extension StoredConsumer {
    /// Everything that the consumer is known by.
    public var identities: [StoredIdentity] {
        (email.map { [.email($0)] } ?? []) + (mobile.map { [$0] } ?? []) + moreIdentities
    }

    /// One email address and one mobile number, as every consumer has outside flexible programs (enrollment 11).
    public var isClassic: Bool { email != nil && mobile != nil && moreIdentities.isEmpty }

    private var mobile: StoredIdentity? {
        guard let mobileCountryCode, let mobileNumber else { return nil }
        return .mobile(countryCode: mobileCountryCode, number: mobileNumber)
    }

    /// Back to the wire's values.
    package func identitySet() throws -> IdentitySet {
        IdentitySet(try identities.map { try $0.linked() })
    }

    package mutating func set(_ identities: IdentitySet) {
        email = identities.email?.original
        mobileCountryCode = identities.mobile?.countryCode
        mobileNumber = identities.mobile?.nationalNumber
        moreIdentities = identities.more.map(StoredIdentity.init)
    }
}

extension RecordWriter {
    mutating func add(_ identities: [StoredIdentity]) {
        add(UInt8(identities.count))
        for identity in identities {
            switch identity {
            case .email(let email):
                add(1 as UInt8)
                add(email)
            case .mobile(let countryCode, let number):
                add(2 as UInt8)
                add(countryCode)
                add(number)
            }
        }
    }
}

extension RecordReader {
    mutating func identities() throws(RecordError) -> [StoredIdentity] {
        var identities: [StoredIdentity] = []
        for _ in 0..<(try byte()) {
            switch try byte() {
            case 1: identities.append(.email(try required()))
            case 2: identities.append(.mobile(countryCode: try required(), number: try required()))
            default: throw RecordError(record: "consumer")
            }
        }
        return identities
    }
}
