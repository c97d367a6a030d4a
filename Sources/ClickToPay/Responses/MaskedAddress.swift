// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

/// An address with its text masked (enrollment 5.5, 5.10).
public struct MaskedAddress: Sendable, Hashable {
    public var addressId: String
    public var name: String?
    public var line1: String?
    public var line2: String?
    public var line3: String?
    public var city: String?
    public var state: String?
    public var countryCode: String?
    public var zip: String?

    public init(addressId: String) {
        self.addressId = addressId
    }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("addressId", addressId)
        writer.member("name", name)
        writer.member("line1", line1)
        writer.member("line2", line2)
        writer.member("line3", line3)
        writer.member("city", city)
        writer.member("state", state)
        writer.member("countryCode", countryCode)
        writer.member("zip", zip)
        writer.endObject()
    }

    init(_ value: JSONValue) {
        self.init(addressId: value["addressId"]?.string ?? "")
        name = value["name"]?.string
        line1 = value["line1"]?.string
        line2 = value["line2"]?.string
        line3 = value["line3"]?.string
        city = value["city"]?.string
        state = value["state"]?.string
        countryCode = value["countryCode"]?.string
        zip = value["zip"]?.string
    }
}
