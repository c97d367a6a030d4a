// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import PhoneNumbers
public import Store
public import Vault

/// What a directory looks up by: the normalised value, so that two ways to write it find the same row.
extension Vault {
    public func emailIndex(_ email: Email, directory: Int64) -> BlindIndex {
        var text = email.matching
        return text.withUTF8 { blindIndex(.email, directory: directory, value: UnsafeRawBufferPointer($0)) }
    }

    /// By country code and national number together.
    public func mobileIndex(_ mobile: MobileNumber, directory: Int64) -> BlindIndex {
        var text = mobile.e164
        return text.withUTF8 { blindIndex(.mobile, directory: directory, value: UnsafeRawBufferPointer($0)) }
    }

    /// What a consumer of these identities is found by: the first of each kind, and what more there is.
    public func identifiers(
        of identities: IdentitySet, directory: Int64
    ) -> (email: BlindIndex?, mobile: BlindIndex?, more: [Identifier]) {
        (
            identities.email.map { emailIndex($0, directory: directory) },
            identities.mobile.map { mobileIndex($0, directory: directory) },
            identities.more.map { identity in
                switch identity {
                case .email(let email): Identifier(.email, emailIndex(email, directory: directory))
                case .mobile(let mobile): Identifier(.mobile, mobileIndex(mobile, directory: directory))
                }
            }
        )
    }

    /// The same of a consumer.
    public func identifiers(
        of consumer: Consumer, directory: Int64
    ) -> (email: BlindIndex?, mobile: BlindIndex?, more: [Identifier]) {
        guard consumer.moreIdentities.isEmpty else { return identifiers(of: consumer.identities, directory: directory) }
        return (
            consumer.email.map { emailIndex($0, directory: directory) },
            consumer.mobile.map { mobileIndex($0, directory: directory) }, []
        )
    }

    public func panIndex(_ pan: PAN, directory: Int64) -> BlindIndex {
        pan.withRevealedDigits { blindIndex(.pan, directory: directory, value: UnsafeRawBufferPointer($0)) }
    }
}
