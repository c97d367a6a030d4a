// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import WireJSON

/// What a consumer has agreed to in the shop: `complianceSettings` in both shapes, also mixed (checkout 2.8).
public struct CheckoutCompliance: Sendable, Hashable {
    /// An accepted document.
    public struct Acceptance: Sendable, Hashable {
        /// Nil: whichever is the latest.
        public var version: String?
        public var uri: String

        public init(version: String?, uri: String) {
            self.version = version
            self.uri = uri
        }
    }

    public var terms: Acceptance?
    public var privacy: Acceptance?
    public var isRemembered = false

    public init() {}

    public var isAccepted: Bool { terms != nil && privacy != nil }

    /// Reads `complianceSettings`. Throws one error with every fault there is.
    public static func decode(_ value: JSONValue?) throws(ServiceError) -> CheckoutCompliance {
        var faults = FaultCollector()
        let compliance = faults.checkoutCompliance(value)
        try faults.throwIfAny()
        return compliance
    }
}

extension FaultCollector {
    private static let resourcesMax = 20

    mutating func checkoutCompliance(_ value: JSONValue?) -> CheckoutCompliance {
        var compliance = CheckoutCompliance()
        guard let object = optionalObject(value, "complianceSettings") else { return compliance }
        let settings = self.compliance(value)
        compliance.terms = Self.acceptance(settings?.tnc)
        compliance.privacy = Self.acceptance(settings?.privacy)
        guard let list = object["complianceResources"], !list.isNull else { return compliance }
        enter("complianceSettings")
        defer { leave() }
        guard list.kind == .array, list.count <= Self.resourcesMax else {
            add(.invalidValue, "complianceResources", "must be a list")
            return compliance
        }
        for (index, resource) in list.elements.enumerated() {
            enter("complianceResources", index)
            let type = requiredText(resource["complianceType"], "complianceType", max: 255)
            let uri = optionalText(resource["uri"], "uri", max: Consent.uriCharactersMax, emptyIsAbsent: true)
            let version = optionalText(resource["version"], "version", max: Consent.versionCharactersMax)
            leave()
            let accepted = CheckoutCompliance.Acceptance(
                version: version == "LATEST" ? nil : version, uri: uri ?? "")
            switch type {
            case "TERMS_AND_CONDITIONS": compliance.terms = accepted
            case "PRIVACY_POLICY": compliance.privacy = accepted
            case "REMEMBER_ME": compliance.isRemembered = true
            case nil: break
            default: add(.invalidValue, "complianceResources", "has a type that is not one of the allowed words")
            }
        }
        return compliance
    }

    private static func acceptance(_ consent: Consent?) -> CheckoutCompliance.Acceptance? {
        // What is only named was not accepted.
        guard let consent, let version = consent.acceptedVersion else { return nil }
        return CheckoutCompliance.Acceptance(
            version: version == "LATEST" ? nil : version, uri: consent.latestVersionUri ?? "")
    }
}
