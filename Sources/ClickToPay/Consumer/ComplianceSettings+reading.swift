// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import WireJSON

extension FaultCollector {
    /// The member `complianceSettings`; nil when it is absent or wrong.
    mutating func compliance(_ member: JSONValue?) -> ComplianceSettings? {
        guard let settings = optionalObject(member, "complianceSettings") else { return nil }
        enter("complianceSettings")
        defer { leave() }
        return ComplianceSettings(
            privacy: consent(settings["privacy"], "privacy"), tnc: consent(settings["tnc"], "tnc"),
            cookie: consent(settings["cookie"], "cookie"), geoLocation: consent(settings["geoLocation"], "geoLocation"),
            communications: communications(settings["communications"]))
    }

    /// A consent with nothing in it is none.
    private mutating func consent(_ member: JSONValue?, _ name: StaticString) -> Consent? {
        guard let object = optionalObject(member, name) else { return nil }
        enter(name)
        defer { leave() }
        let consent = Consent(
            acceptedVersion: optionalText(
                object["acceptedVersion"], "acceptedVersion", max: Consent.versionCharactersMax),
            latestVersion: optionalText(object["latestVersion"], "latestVersion", max: Consent.versionCharactersMax),
            latestVersionUri: optionalText(
                object["latestVersionUri"], "latestVersionUri", max: Consent.uriCharactersMax))
        return consent == Consent() ? nil : consent
    }

    private mutating func communications(_ member: JSONValue?) -> Communications? {
        guard let object = optionalObject(member, "communications") else { return nil }
        enter("communications")
        defer { leave() }
        var communications = Communications()
        communications.communicationsOptIn = optionalBoolean(object["communicationsOptIn"], "communicationsOptIn")
        communications.affiliateCommunicationsOptIn = optionalBoolean(
            object["affiliateCommunicationsOptIn"], "affiliateCommunicationsOptIn")
        communications.allowEmail = optionalBoolean(object["allowEmail"], "allowEmail")
        communications.allowText = optionalBoolean(object["allowText"], "allowText")
        communications.allowCall = optionalBoolean(object["allowCall"], "allowCall")
        communications.allowPush = optionalBoolean(object["allowPush"], "allowPush")
        return communications == Communications() ? nil : communications
    }
}
