// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

extension ComplianceSettings {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for (name, consent) in [
                ("privacy", privacy), ("tnc", tnc), ("cookie", cookie), ("geoLocation", geoLocation),
            ]
                as [(StaticString, Consent?)]
            {
                guard let consent else { continue }
                writer.object(name) { writer in
                    writer.member("acceptedVersion", consent.acceptedVersion)
                    writer.member("latestVersion", consent.latestVersion)
                    writer.member("latestVersionUri", consent.latestVersionUri)
                }
            }
            guard let communications else { return }
            writer.object("communications") { writer in
                writer.member("communicationsOptIn", communications.communicationsOptIn)
                writer.member("affiliateCommunicationsOptIn", communications.affiliateCommunicationsOptIn)
                writer.member("allowEmail", communications.allowEmail)
                writer.member("allowText", communications.allowText)
                writer.member("allowCall", communications.allowCall)
                writer.member("allowPush", communications.allowPush)
            }
        }
    }

    /// Reads what somebody sent, leaving out what is not understood; nil when nothing is.
    public init?(lenient value: JSONValue) {
        guard value.kind == .object else { return nil }
        self.init(
            privacy: Consent(lenient: value["privacy"]), tnc: Consent(lenient: value["tnc"]),
            cookie: Consent(lenient: value["cookie"]), geoLocation: Consent(lenient: value["geoLocation"]))
        if let object = value["communications"], object.kind == .object {
            var read = Communications()
            read.communicationsOptIn = object["communicationsOptIn"]?.boolean
            read.affiliateCommunicationsOptIn = object["affiliateCommunicationsOptIn"]?.boolean
            read.allowEmail = object["allowEmail"]?.boolean
            read.allowText = object["allowText"]?.boolean
            read.allowCall = object["allowCall"]?.boolean
            read.allowPush = object["allowPush"]?.boolean
            communications = read == Communications() ? nil : read
        }
        if self == ComplianceSettings() { return nil }
    }
}

extension Consent {
    fileprivate init?(lenient value: JSONValue?) {
        guard let value, value.kind == .object else { return nil }
        self.init(
            acceptedVersion: value["acceptedVersion"]?.string, latestVersion: value["latestVersion"]?.string,
            latestVersionUri: value["latestVersionUri"]?.string)
        if self == Consent() { return nil }
    }
}
