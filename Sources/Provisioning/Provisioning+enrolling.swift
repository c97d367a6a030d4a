// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Enrollment
internal import PhoneNumbers
internal import Store
internal import TokenConnect
internal import Vault
internal import Verification

/// Steps 5 to 8: agreement, profile, token, result (checkout 5.7).
extension Provisioning {
    /// What enrolling came to.
    public struct Enrolled: Sendable {
        public var flow: ProvisionFlow
        /// For the browser to keep; nil: it is not remembered.
        public var recognitionToken: String?
    }

    /// The consumer has accepted terms and privacy notice: the receipt is used.
    ///
    /// - Parameters:
    ///   - isRemembered: the consumer wants the browser to be remembered. It counts where that was offered.
    ///   - documents: what was accepted.
    ///   - completion: called once, from any thread.
    public func enroll(
        _ flow: ProvisionFlow, isRemembered: Bool, documents: Documents,
        completion: @escaping @Sendable (Result<Enrolled, any Error>) -> Void
    ) {
        var flow = flow
        do {
            guard flow.step == .consent else { return completion(.success(Enrolled(flow: flow))) }
            if try ended(&flow) { return completion(.success(Enrolled(flow: flow))) }
            let order = ReceiptEnrollment.Order(
                receipt: flow.receipt.value, consumer: try consumer(flow, documents), profile: flow.profile,
                requestor: requestor)
            enrollment.enroll(order) { [flow] result in
                later { completion(Result { try finish(result, flow, isRemembered: isRemembered) }) }
            }
        } catch {
            completion(.failure(error))
        }
    }

    private func finish(
        _ result: Result<ReceiptEnrollment.Outcome, any Error>, _ flow: ProvisionFlow, isRemembered: Bool
    ) throws -> Enrolled {
        var flow = flow
        let outcome: ReceiptEnrollment.Outcome
        do {
            outcome = try result.get()
        } catch let refusal as ReceiptRefusal {
            try end(&flow, refusal)
            return Enrolled(flow: flow)
        } catch let error as ServiceError where error.isConsumers {
            // The directory cannot take this consumer or one card more; the receipt was not used and is given up.
            try leave(&flow)
            return Enrolled(flow: flow)
        }
        try conclude(&flow, outcome.outcome, token: outcome.tokenUniqueReference, card: outcome.card?.card.id)
        var enrolled = Enrolled(flow: flow)
        let isWelcome = outcome.outcome == .approved || outcome.outcome == .duplicate
        if isRemembered, flow.extFlow, isWelcome, let consumer = outcome.consumer, let general = general() {
            enrolled.recognitionToken = try recognition.remember(
                consumer: consumer, directory: general, client: Receipts.clickToPay, appInstance: entropy.uuid())
        }
        return enrolled
    }

    private func leave(_ flow: inout ProvisionFlow) throws {
        try? receipts.cancel(flow.receipt.value, by: requestor)
        flow.end(.error)
    }

    /// A profile that is there keeps what it has; a new one is made of what was typed.
    private func consumer(_ flow: ProvisionFlow, _ documents: Documents) throws -> Consumer {
        var consumer: Consumer
        if let profile = flow.profile {
            guard let known = try enrollment.identities(of: profile) else { throw DirectoryRefusal.noProfile }
            consumer = try known.consumer()
        } else {
            guard let details = flow.details else { throw DirectoryRefusal.noProfile }
            consumer = Consumer(
                email: details.email, mobile: details.mobile, firstName: details.firstName,
                lastName: details.lastName, countryCode: try country(flow), languageCode: flow.language)
        }
        consumer.compliance = ComplianceSettings(
            privacy: Consent(acceptedVersion: documents.version, latestVersionUri: documents.privacyURL),
            tnc: Consent(acceptedVersion: documents.version, latestVersionUri: documents.termsURL))
        return consumer
    }

    /// Of the holder's address; otherwise where the card was issued.
    private func country(_ flow: ProvisionFlow) throws -> CountryCode {
        let pushed = try? receipts.find(flow.receipt.value).card.holder?.address?.country
        if let country = pushed.flatMap({ $0 }).flatMap(CountryCode.init(alpha3:)) { return country }
        return try CountryCode(programs(flow.issuer)?.issuingCountry ?? ProgramSettings().issuingCountry)
    }

    // MARK: Results

    /// What the receipt came to, as the flow's end; or the issuer's own authentication before it, where the link asks
    /// for that and the issuer has a place for it (token-connect 5.4; 10.3, rows 7 and 8).
    func conclude(
        _ flow: inout ProvisionFlow, _ outcome: ReceiptRow.Outcome, token: String?, card: Int64?
    ) throws {
        flow.tokenUniqueReference = token
        flow.card = card
        switch outcome {
        case .approved: flow.end(.approved)
        case .declined: flow.end(.declined)
        case .duplicate: flow.end(.duplicateRequest)
        case .failed: flow.end(.error)
        case .needsAuthentication:
            if activationPlaces(flow).isEmpty {
                flow.end(.requireAdditionalAuthentication)
            } else {
                flow.step = .activation
                flow.details = nil
            }
        }
    }

    /// A place of the issuer's where its cardholder is authenticated.
    public struct ActivationPlace: Sendable, Equatable {
        public enum Kind: String, Sendable {
            case app
            case website
        }

        public var kind: Kind
        public var url: String
    }

    /// Those that the link asks for and the issuer has.
    public func activationPlaces(_ flow: ProvisionFlow) -> [ActivationPlace] {
        guard let program = programs(flow.issuer) else { return [] }
        var places: [ActivationPlace] = []
        if flow.completeIssuerAppActivation, !program.appActivationURL.isEmpty {
            places.append(ActivationPlace(kind: .app, url: program.appActivationURL))
        }
        if flow.completeWebsiteActivation, !program.activationURL.isEmpty {
            places.append(ActivationPlace(kind: .website, url: program.activationURL))
        }
        return places
    }

    /// The consumer is back from the issuer. What counts is the token itself, which only the issuer can activate; that
    /// it went well is not taken from a browser.
    ///
    /// - Parameter hasFailed: the issuer's page says that it went wrong.
    /// - Returns: the flow as it was when the token still waits.
    public func activated(_ flow: ProvisionFlow, hasFailed: Bool) throws -> ProvisionFlow {
        var flow = flow
        guard flow.step == .activation, let card = flow.card else { return flow }
        let token = try store.read { try $0.token(of: card) }
        if token?.state == .active {
            flow.end(.approved)
        } else if hasFailed || token == nil {
            flow.end(.declined)
        }
        return flow
    }
}

extension ServiceError {
    /// Whether it is about the consumer or the card, and not a fault of the server.
    fileprivate var isConsumers: Bool {
        switch errorClass {
        case .internal, .unavailable, .aborted: false
        default: true
        }
    }
}
