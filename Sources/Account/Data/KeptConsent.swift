// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Directory
internal import Store

/// Something that a consumer has agreed to, or their bank says so (checkout 2.8, 6.3; enrollment 5.6).
public struct KeptConsent: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        case terms
        case privacy
        case cookies
        case location
        /// Messages from the bank.
        case messages
        /// That data of a checkout is kept with the bank.
        case storage
        case rememberMe
    }

    public var kind: Kind
    /// Of the text; nil: it is not known.
    public var version: String?
    public var at: Timestamp

    /// The consents of a profile, the newest first, each once.
    static func all(_ consumer: StoredConsumer, _ rows: [ConsentRow]) -> [KeptConsent] {
        var consents = rows.map { row in
            KeptConsent(kind: Kind(row.kind), version: row.version.isEmpty ? nil : row.version, at: row.at)
        }
        if let compliance = consumer.compliance {
            let at = Timestamp(milliseconds: consumer.complianceTime)
            let topics: [(Kind, Consent?)] = [
                (.terms, compliance.tnc), (.privacy, compliance.privacy), (.cookies, compliance.cookie),
                (.location, compliance.geoLocation),
            ]
            for case (let kind, let consent?) in topics where consent.assertsAcceptance {
                consents.append(KeptConsent(kind: kind, version: consent.acceptedVersion, at: at))
            }
            if compliance.communications?.communicationsOptIn == true {
                consents.append(KeptConsent(kind: .messages, version: nil, at: at))
            }
        }
        var seen = Set<KeptConsent>()
        return consents.enumerated().sorted { ($1.element.at, $0.offset) < ($0.element.at, $1.offset) }
            .map(\.element).filter { seen.insert($0).inserted }
    }
}

extension KeptConsent.Kind {
    fileprivate init(_ kind: ConsentRow.Kind) {
        switch kind {
        case .terms: self = .terms
        case .privacy: self = .privacy
        case .storage: self = .storage
        case .rememberMe: self = .rememberMe
        }
    }
}
