// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import PhoneNumbers

/// Where a code is sent, and with that the identity which it proves.
public enum CodeChannel: Hashable, Sendable {
    case email(Email)
    case mobile(MobileNumber)

    public init(_ identity: LinkedIdentity) {
        switch identity {
        case .email(let email): self = .email(email)
        case .mobile(let mobile): self = .mobile(mobile)
        }
    }

    /// The kind of the identity (checkout 4.3): `EMAIL_ADDRESS` or `MOBILE_PHONE_NUMBER`.
    public var identityType: IdentityType {
        switch self {
        case .email: .emailAddress
        case .mobile: .mobilePhoneNumber
        }
    }

    /// The address in clear, to send to: the email address as it was given, or the number in E.164 with its plus sign.
    public var clearAddress: String {
        switch self {
        case .email(let email): email.original
        case .mobile(let mobile): "+" + mobile.e164
        }
    }

    /// Those of the channels that something which reaches `kinds` can send to; all of them when that is none, so that
    /// the send fails by its name.
    public static func offered(_ channels: [CodeChannel], reach kinds: Set<IdentityType>) -> [CodeChannel] {
        let reached = channels.filter { kinds.contains($0.identityType) }
        return reached.isEmpty ? channels : reached
    }

    /// What two spellings of one identity have in common.
    var matching: String {
        switch self {
        case .email(let email): email.matching
        case .mobile(let mobile): mobile.e164
        }
    }
}
