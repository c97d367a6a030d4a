// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import PhoneNumbers

/// One of the things that a consumer of a flexible program is known by (enrollment 11): there may be several of a kind,
/// or none of one.
public enum LinkedIdentity: Sendable, Hashable, Confidential {
    case email(Email)
    case mobile(MobileNumber)

    /// How many a consumer may have.
    public static let countMax = 10

    public var identityType: IdentityType {
        switch self {
        case .email: .emailAddress
        case .mobile: .mobilePhoneNumber
        }
    }

    public var email: Email? { if case .email(let email) = self { email } else { nil } }
    public var mobile: MobileNumber? { if case .mobile(let mobile) = self { mobile } else { nil } }
}

/// Which identities a program's consumers must have.
public enum IdentityRule: Sendable, Hashable {
    /// One email address and one mobile number (enrollment 5.1).
    case classic
    /// One to ten, of either kind (enrollment 11). The classic members are taken too.
    case flexible
}

/// The identities of a consumer by kind: the first of each, and what more there is.
public struct IdentitySet: Sendable, Hashable, Confidential {
    public var email: Email?
    public var mobile: MobileNumber?
    /// Beside the first of each kind, in the order in which they were given.
    public var more: [LinkedIdentity] = []

    public init(email: Email? = nil, mobile: MobileNumber? = nil, more: [LinkedIdentity] = []) {
        self.email = email
        self.mobile = mobile
        self.more = more
    }

    public init(_ all: [LinkedIdentity]) {
        for identity in all {
            switch identity {
            case .email(let first) where email == nil: email = first
            case .mobile(let first) where mobile == nil: mobile = first
            default: more.append(identity)
            }
        }
    }

    public var all: [LinkedIdentity] {
        (email.map { [.email($0)] } ?? []) + (mobile.map { [.mobile($0)] } ?? []) + more
    }

    /// One email address and one mobile number: what the members `consumerIdentity` and `mobileNumber` can say.
    public var isClassic: Bool { email != nil && mobile != nil && more.isEmpty }

    /// With every email address replaced by this one.
    public func replacing(email: Email) -> IdentitySet {
        IdentitySet(email: email, mobile: mobile, more: more.filter { $0.email == nil })
    }

    /// With every mobile number replaced by this one.
    public func replacing(mobile: MobileNumber) -> IdentitySet {
        IdentitySet(email: email, mobile: mobile, more: more.filter { $0.mobile == nil })
    }
}
