// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import PhoneNumbers
public import WireJSON

extension IdentitySet {
    /// Writes the members that say who a consumer is, in clear: the classic ones where they can say it, unless the list
    /// is wanted.
    public func writeRevealedMembers(to writer: inout JSONWriter, asList: Bool = false) {
        guard asList || !isClassic else {
            if let email { Self.write(email, to: &writer) }
            if let mobile { Self.write(mobile, to: &writer) }
            return
        }
        writer.key("linkedIdentities")
        writer.beginArray()
        for identity in all {
            writer.object { writer in
                writer.member("identityType", identity.identityType.rawValue)
                switch identity {
                case .email(let email): writer.member("identityValue", email.original)
                case .mobile(let mobile): Self.write(mobile, to: &writer)
                }
            }
        }
        writer.endArray()
    }

    static func write(_ email: Email, to writer: inout JSONWriter) {
        writer.object("consumerIdentity") { writer in
            writer.member("identityType", IdentityType.emailAddress.rawValue)
            writer.member("identityValue", email.original)
        }
    }

    static func write(_ mobile: MobileNumber, to writer: inout JSONWriter) {
        writer.object("mobileNumber") { writer in
            writer.member("countryCode", mobile.countryCode)
            writer.member("phoneNumber", mobile.nationalNumber)
        }
    }
}
