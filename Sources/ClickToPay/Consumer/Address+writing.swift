// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension Address {
    /// Writes the address in clear: for what is encrypted or sealed afterwards.
    public func writeRevealed(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("line1", line1)
            writer.member("line2", line2)
            writer.member("line3", line3)
            writer.member("city", city)
            writer.member("state", state)
            writer.member("countryCode", countryCode.value)
            writer.member("zip", zip)
        }
    }
}
