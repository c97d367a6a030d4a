// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// Consents inside a sealed consumer.
extension RecordWriter {
    mutating func add(_ settings: ComplianceSettings) {
        for consent in [settings.privacy, settings.tnc, settings.cookie, settings.geoLocation] {
            add(consent == nil ? 0 : 1 as UInt8)
            guard let consent else { continue }
            add(consent.acceptedVersion)
            add(consent.latestVersion)
            add(consent.latestVersionUri)
        }
        add(settings.communications == nil ? 0 : 1 as UInt8)
        guard let communications = settings.communications else { return }
        for choice in [
            communications.communicationsOptIn, communications.affiliateCommunicationsOptIn, communications.allowEmail,
            communications.allowText, communications.allowCall, communications.allowPush,
        ] {
            add(choice.map { $0 ? 1 : 0 } ?? 2 as UInt8)
        }
    }
}

extension RecordReader {
    mutating func compliance() throws(RecordError) -> ComplianceSettings {
        var settings = ComplianceSettings()
        settings.privacy = try consent()
        settings.tnc = try consent()
        settings.cookie = try consent()
        settings.geoLocation = try consent()
        guard try byte() == 1 else { return settings }
        var communications = Communications()
        communications.communicationsOptIn = try choice()
        communications.affiliateCommunicationsOptIn = try choice()
        communications.allowEmail = try choice()
        communications.allowText = try choice()
        communications.allowCall = try choice()
        communications.allowPush = try choice()
        settings.communications = communications
        return settings
    }

    private mutating func consent() throws(RecordError) -> Consent? {
        guard try byte() == 1 else { return nil }
        return Consent(acceptedVersion: try text(), latestVersion: try text(), latestVersionUri: try text())
    }

    private mutating func choice() throws(RecordError) -> Bool? {
        switch try byte() {
        case 0: false
        case 1: true
        default: nil
        }
    }
}
