// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import PhoneNumbers

/// Where a code may go, as it is offered (checkout 4.3).
public struct ValidationChannel: Sendable, Equatable {
    /// `EMAIL_ADDRESS` or `MOBILE_PHONE_NUMBER`; the second of a kind has `_2` at its end, and so on.
    public var id: String
    public var identityType: IdentityType
    public var masked: String

    /// Names for the two kinds that other clients have (checkout 2.1).
    private static let aliases = [
        "EMAIL": "EMAIL_ADDRESS", "SMS": "MOBILE_PHONE_NUMBER", "MOBILE_NUMBER": "MOBILE_PHONE_NUMBER",
    ]

    /// The one channel of an identity.
    public init(of identity: LinkedIdentity) {
        self.init(id: identity.identityType.rawValue, identityType: identity.identityType, masked: identity.masked)
    }

    init(id: String, identityType: IdentityType, masked: String) {
        self.id = id
        self.identityType = identityType
        self.masked = masked
    }

    static func channels(_ identities: [LinkedIdentity]) -> [ValidationChannel] {
        var counts: [IdentityType: Int] = [:]
        return identities.map { identity in
            let type = identity.identityType
            let number = counts[type, default: 0] + 1
            counts[type] = number
            return ValidationChannel(
                id: type.rawValue + (number > 1 ? "_\(number)" : ""), identityType: type, masked: identity.masked)
        }
    }

    /// The place of a channel by its id; nil when there is no such channel.
    static func index(_ id: String, in identities: [LinkedIdentity]) -> Int? {
        channels(identities).firstIndex { $0.id == aliases[id] ?? id }
    }
}

extension LinkedIdentity {
    /// As it may be shown to whoever does not know it.
    public var masked: String {
        switch self {
        case .email(let email): email.maskedText
        case .mobile(let mobile): mobile.maskedNumber
        }
    }
}
