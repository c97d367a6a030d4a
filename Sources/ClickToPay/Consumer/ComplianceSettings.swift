// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Which documents the issuer says the cardholder has accepted, and how the cardholder may be addressed
/// (enrollment 5.6).
public struct ComplianceSettings: Sendable, Hashable {
    public var privacy: Consent?
    public var tnc: Consent?
    public var cookie: Consent?
    public var geoLocation: Consent?
    public var communications: Communications?

    public init(
        privacy: Consent? = nil, tnc: Consent? = nil, cookie: Consent? = nil, geoLocation: Consent? = nil,
        communications: Communications? = nil
    ) {
        self.privacy = privacy
        self.tnc = tnc
        self.cookie = cookie
        self.geoLocation = geoLocation
        self.communications = communications
    }

    /// Whether the issuer asserts that both the terms and the privacy notice were accepted. If not, acceptance is
    /// outstanding and the first checkout asks for it.
    public var assertsAcceptance: Bool {
        tnc?.assertsAcceptance == true && privacy?.assertsAcceptance == true
    }

    /// These settings with the consents that `newer` names in place of their own.
    public func replacing(with newer: ComplianceSettings) -> ComplianceSettings {
        ComplianceSettings(
            privacy: newer.privacy ?? privacy, tnc: newer.tnc ?? tnc, cookie: newer.cookie ?? cookie,
            geoLocation: newer.geoLocation ?? geoLocation, communications: newer.communications ?? communications)
    }
}

/// One accepted document.
public struct Consent: Sendable, Hashable {
    public static let versionCharactersMax = 10
    public static let uriCharactersMax = 1024

    /// May be `LATEST`.
    public var acceptedVersion: String?
    public var latestVersion: String?
    public var latestVersionUri: String?

    public init(acceptedVersion: String? = nil, latestVersion: String? = nil, latestVersionUri: String? = nil) {
        self.acceptedVersion = acceptedVersion
        self.latestVersion = latestVersion
        self.latestVersionUri = latestVersionUri
    }

    public var assertsAcceptance: Bool { acceptedVersion != nil || latestVersionUri != nil }
}

/// How the cardholder may be addressed; nil where nothing was said.
public struct Communications: Sendable, Hashable {
    public var communicationsOptIn: Bool?
    public var affiliateCommunicationsOptIn: Bool?
    public var allowEmail: Bool?
    public var allowText: Bool?
    public var allowCall: Bool?
    public var allowPush: Bool?

    public init() {}
}
