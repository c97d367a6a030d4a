// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import WireJSON

/// What the consumer agreed to on the shop's page (checkout 2.8).
struct ShopConsents: Sendable {
    /// Terms and privacy notice, as far as they were accepted; nil: neither was.
    var compliance: ComplianceSettings?
    /// The consumer wants the browser to be remembered.
    var isRemembered = false
}

extension BrowserCall {
    private static let resourcesMax = 20

    /// The member `complianceSettings` in either shape, or in both: consents by topic, and a list of documents.
    /// Remember Me is in the list alone.
    ///
    /// - Parameter version: what `LATEST` stands for at this moment.
    func consents(version: String) throws(BrowserError) -> ShopConsents {
        var consents = ShopConsents()
        guard let member = self["complianceSettings"] else { return consents }
        guard member.kind == .object else { throw Self.fault("complianceSettings", "must be an object") }
        var settings = ComplianceSettings(lenient: member) ?? ComplianceSettings()
        if let list = member["complianceResources"], !list.isNull {
            let name = "complianceSettings.complianceResources"
            guard list.kind == .array, list.count <= Self.resourcesMax else {
                throw Self.fault(name, "must be a list of at most \(Self.resourcesMax) documents")
            }
            for resource in list.elements {
                guard let type = resource["complianceType"]?.string else {
                    throw Self.fault(name, "each must have a complianceType")
                }
                switch type {
                case "REMEMBER_ME": consents.isRemembered = true
                case "TERMS_AND_CONDITIONS": settings.tnc = Self.consent(resource)
                case "PRIVACY_POLICY": settings.privacy = Self.consent(resource)
                default: throw Self.fault(name, "a complianceType is not known")
                }
            }
        }
        settings.tnc = try Self.checked(settings.tnc, version)
        settings.privacy = try Self.checked(settings.privacy, version)
        if settings != ComplianceSettings() { consents.compliance = settings }
        return consents
    }

    /// Who names a document accepts it; the version may be left out.
    private static func consent(_ resource: JSONValue) -> Consent {
        let uri = resource["uri"]?.string
        return Consent(
            acceptedVersion: resource["version"]?.string ?? "LATEST",
            latestVersionUri: uri?.isEmpty == false ? uri : nil)
    }

    private static func checked(_ consent: Consent?, _ version: String) throws(BrowserError) -> Consent? {
        guard var consent else { return nil }
        if consent.acceptedVersion == "LATEST" { consent.acceptedVersion = version }
        for text in [consent.acceptedVersion, consent.latestVersion].compactMap({ $0 })
        where text.count > Consent.versionCharactersMax {
            throw fault("complianceSettings", "a version has more than \(Consent.versionCharactersMax) characters")
        }
        guard (consent.latestVersionUri?.count ?? 0) <= Consent.uriCharactersMax else {
            throw fault("complianceSettings", "an address has more than \(Consent.uriCharactersMax) characters")
        }
        return consent
    }

    private static func fault(_ name: String, _ message: String) -> BrowserError {
        .field(name, .invalidFormat, message)
    }
}
