// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// What is known of the holder of a pushed card (token-connect 5.2). The token requestor fills its form with it.
public struct AccountHolder: Sendable, Hashable, Confidential {
    public struct Address: Sendable, Hashable {
        /// 1 to 64 characters each.
        public var line1: String?
        public var line2: String?
        /// 1 to 32 characters.
        public var city: String?
        /// 1 to 12 characters.
        public var countrySubdivision: String?
        /// 1 to 16 characters.
        public var postalCode: String?
        /// ISO 3166-1 alpha-3.
        public var country: String?

        public init() {}
    }

    public struct Phone: Sendable, Hashable {
        /// 1 to 4 characters, without a plus.
        public var countryDialInCode: String
        /// 1 to 20 characters.
        public var phoneNumber: String

        public init(countryDialInCode: String, phoneNumber: String) {
            self.countryDialInCode = countryDialInCode
            self.phoneNumber = phoneNumber
        }
    }

    /// 1 to 27 characters: `LASTNAME/FIRSTNAME` or `FIRSTNAME LASTNAME`.
    public var name: String?
    public var address: Address?
    /// 6 to 320 characters.
    public var emailAddress: String?
    public var mobilePhone: Phone?

    public init() {}

    func writeRevealed(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("accountHolderName", name)
            if let address {
                writer.object("accountHolderAddress") { writer in
                    writer.member("line1", address.line1)
                    writer.member("line2", address.line2)
                    writer.member("city", address.city)
                    writer.member("countrySubdivision", address.countrySubdivision)
                    writer.member("postalCode", address.postalCode)
                    writer.member("country", address.country)
                }
            }
            writer.member("accountHolderEmailAddress", emailAddress)
            if let mobilePhone {
                writer.object("accountHolderMobilePhoneNumber") { writer in
                    writer.member("countryDialInCode", mobilePhone.countryDialInCode)
                    writer.member("phoneNumber", mobilePhone.phoneNumber)
                }
            }
        }
    }
}
