// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Where an address comes from that was typed at a checkout (enrollment 14): sealed with the address.
public struct StoredCapture: Sendable, Equatable {
    /// The row of the checkout.
    public var checkout: Int64
    /// Of the text that the consumer agreed to.
    public var consentVersion: String
    /// When that was, milliseconds since 1970.
    public var consentTime: Int64

    public init(checkout: Int64, consentVersion: String, consentTime: Int64) {
        self.checkout = checkout
        self.consentVersion = consentVersion
        self.consentTime = consentTime
    }
}

extension RecordWriter {
    package mutating func add(_ address: StoredAddress) {
        add(address.name)
        add(address.line1)
        add(address.line2)
        add(address.line3)
        add(address.city)
        add(address.state)
        add(address.countryCode)
        add(address.zip)
    }

    mutating func add(_ capture: StoredCapture) {
        add(capture.checkout)
        add(capture.consentVersion)
        add(capture.consentTime)
    }
}

extension RecordReader {
    package mutating func address() throws(RecordError) -> StoredAddress {
        StoredAddress(
            name: try text(), line1: try required(), line2: try text(), line3: try text(), city: try required(),
            state: try text(), countryCode: try required(), zip: try text())
    }

    mutating func capture() throws(RecordError) -> StoredCapture {
        StoredCapture(checkout: try number(), consentVersion: try required(), consentTime: try number())
    }
}
