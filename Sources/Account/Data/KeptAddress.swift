// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
internal import Directory

/// An address that is kept, as its consumer is shown it: masked, but for the country (checkout 2.7).
public struct KeptAddress: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// With the last four digits of its card.
        case billing(lastFour: String)
        case shipping
    }

    /// For a form.
    public var id: String
    public var kind: Kind
    public var masked: MaskedAddress
    /// Whether it was typed at a checkout: then its consumer may take it back. What the bank has given is the bank's.
    public var isCaptured: Bool
}

extension MaskedAddress {
    init(_ address: StoredAddress, _ id: String) {
        self.init(addressId: id)
        name = address.name.map(Masking.fullName)
        line1 = Masking.address(address.line1)
        line2 = address.line2.map(Masking.address)
        line3 = address.line3.map(Masking.address)
        city = Masking.address(address.city)
        state = address.state.map(Masking.address)
        countryCode = address.countryCode
        zip = address.zip.map(Masking.zip)
    }
}
