// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
public import Enrollment
internal import PhoneNumbers
public import Store
public import TokenConnect
public import Vault
public import Verification

/// The steps of the provisioning page after its link was let in (checkout 5.7, steps 2 to 8; token-connect 10.3). Each
/// takes the flow as the browser brought it and gives it as it is afterwards; a step that does not fit the flow leaves
/// it as it was, so that a form that is sent twice or too late does no harm.
public struct Provisioning: Sendable {
    /// The documents that the page asks the consumer to accept.
    public struct Documents: Sendable {
        /// At most 10 characters.
        public var version: String
        public var termsURL: String
        public var privacyURL: String

        public init(version: String, termsURL: String, privacyURL: String) {
            self.version = version
            self.termsURL = termsURL
            self.privacyURL = privacyURL
        }
    }

    /// What a send of a code came to.
    public enum Sending: Sendable, Equatable {
        case sent
        /// The last code is still good, and another one is not sent yet.
        case tooSoon
        /// No code reached the channel: another one may work.
        case failed
    }

    public enum Guess: Sendable, Equatable {
        case right
        case wrong(guessesLeft: Int)
        /// The flow has ended with an error (token-connect 10.3, row 4).
        case over
    }

    let receipts: Receipts
    let enrollment: ReceiptEnrollment
    let codes: OneTimeCodes
    let recognition: Recognition
    let store: any DirectoryStore
    let vault: Vault
    let clock: any WallClock
    let entropy: any EntropySource
    let programs: @Sendable (Int64) -> ProgramSettings?
    let general: @Sendable () -> Int64?
    let later: @Sendable (@escaping @Sendable () -> Void) -> Void

    /// - Parameters:
    ///   - later: runs a job on a thread that may wait for the store; an enrollment is told of on the store's own.
    ///   - programs: the settings of the program of a directory.
    ///   - general: the general directory.
    public init(
        receipts: Receipts, enrollment: ReceiptEnrollment, codes: OneTimeCodes, recognition: Recognition,
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource,
        programs: @escaping @Sendable (Int64) -> ProgramSettings?,
        general: @escaping @Sendable () -> Int64?,
        later: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void
    ) {
        self.later = later
        self.receipts = receipts
        self.enrollment = enrollment
        self.codes = codes
        self.recognition = recognition
        self.store = store
        self.vault = vault
        self.clock = clock
        self.entropy = entropy
        self.programs = programs
        self.general = general
    }

    // MARK: Step 2: who is it?

    /// What the form begins with: what the issuer said of the holder, if the link says that it may be used
    /// (token-connect 10.2). Nil when the receipt has come to its end.
    public func holder(_ flow: ProvisionFlow) -> AccountHolder? {
        guard flow.isPrefilled else { return nil }
        return (try? receipts.find(flow.receipt.value))?.card.holder
    }

    /// The calling code to begin with where the issuer said nothing: of the country where its cards are issued.
    public func dialCode(_ flow: ProvisionFlow) -> String? {
        programs(flow.issuer).flatMap { PhoneNumberRules.exampleMobile(region: $0.issuingCountry)?.countryCode }
    }

    /// What a profile may be called by on a page of its owner: its address, masked; else its number.
    public func maskedIdentity(of profile: Int64) throws -> String? {
        guard let consumer = try enrollment.identities(of: profile)?.consumer() else { return nil }
        return consumer.email?.maskedText
            ?? consumer.mobile.map { "+\($0.countryCode) " + Masking.phone($0.nationalNumber) }
    }

    /// Looks for the profile of whoever the consumer says they are, and for the channels by which it can be proved.
    /// The address comes before the number. Only what was typed is ever offered, so that the page tells nobody more
    /// about a profile than they said themselves.
    public func identify(_ details: ProvisionDetails, _ flow: ProvisionFlow) throws -> ProvisionFlow {
        var flow = flow
        guard flow.step == .details || flow.step == .channel || flow.step == .code else { return flow }
        if try ended(&flow) { return flow }
        flow.details = details
        flow.profile =
            try enrollment.profile(email: details.email) ?? enrollment.profile(mobile: details.mobile)
        let both: [CodeChannel] = [.email(details.email), .mobile(details.mobile)]
        if let profile = flow.profile, let known = try enrollment.identities(of: profile)?.consumer().identities.all {
            flow.channels = [
                known.contains(.email(details.email)) ? both[0] : nil,
                known.contains(.mobile(details.mobile)) ? both[1] : nil,
            ].compactMap { $0 }
        } else {
            flow.channels = both
        }
        flow.channels = CodeChannel.offered(flow.channels, reach: codes.reach)
        flow.sentTo = nil
        flow.step = .channel
        return flow
    }

    /// "That is not me": a recognized browser, or a consumer who typed something wrong, begins anew.
    public func restart(_ flow: ProvisionFlow) -> ProvisionFlow {
        var flow = flow
        guard flow.step != .done, flow.step != .activation else { return flow }
        flow.step = .details
        flow.profile = nil
        flow.isRecognized = false
        flow.channels = []
        flow.sentTo = nil
        return flow
    }

    // MARK: Steps 3 and 4: the code

    /// - Parameters:
    ///   - index: of `flow.channels`.
    ///   - completion: called once, from any thread.
    public func send(
        to index: Int, _ flow: ProvisionFlow,
        completion: @escaping @Sendable (Result<(ProvisionFlow, Sending), any Error>) -> Void
    ) {
        var flow = flow
        do {
            guard flow.step == .channel || flow.step == .code, flow.channels.indices.contains(index) else {
                return completion(.success((flow, .failed)))
            }
            if try ended(&flow) { return completion(.success((flow, .failed))) }
        } catch {
            return completion(.failure(error))
        }
        let channel = flow.channels[index]
        codes.send(to: channel, for: binding(flow), language: flow.language) { [flow] result in
            completion(
                result.flatMap { answer in
                    Result { try sent(answer, channel, flow) }
                })
        }
    }

    private func sent(
        _ answer: CodeSending, _ channel: CodeChannel, _ flow: ProvisionFlow
    ) throws -> (ProvisionFlow, Sending) {
        var flow = flow
        switch answer {
        case .sent(_, let next):
            flow.sentTo = channel
            flow.nextSend = next
            flow.step = .code
            return (flow, .sent)
        case .tooSoon(let next):
            flow.nextSend = next
            return (flow, flow.sentTo == channel ? .tooSoon : .failed)
        case .undeliverable: return (flow, .failed)
        case .locked:
            try fail(&flow)
            return (flow, .failed)
        }
    }

    public func check(_ code: OneTimeCode, _ flow: ProvisionFlow) throws -> (ProvisionFlow, Guess) {
        var flow = flow
        guard flow.step == .code, let channel = flow.sentTo else { return (flow, .over) }
        if try ended(&flow) { return (flow, .over) }
        switch try codes.check(code, sentTo: channel, for: binding(flow)) {
        case .right:
            flow.step = .consent
            flow.channels = []
            return (flow, .right)
        case .wrong(let left): return (flow, .wrong(guessesLeft: left))
        case .void, .expired, .locked, .none:
            try fail(&flow)
            return (flow, .over)
        }
    }

    private func binding(_ flow: ProvisionFlow) -> CodeBinding {
        CodeBinding(session: Array(flow.id.utf8), client: Receipts.clickToPay, purpose: .provisioning)
    }

    // MARK: Leaving

    /// The consumer goes away.
    public func cancel(_ flow: ProvisionFlow) throws -> ProvisionFlow {
        var flow = flow
        if flow.step == .done { return flow }
        if flow.step == .activation {
            // The card is there: only its activation is left out.
            flow.end(.requireAdditionalAuthentication)
            return flow
        }
        if try ended(&flow) { return flow }
        try leave(&flow, .cancelled)
        return flow
    }

    private func fail(_ flow: inout ProvisionFlow) throws { try leave(&flow, .error) }

    private func leave(_ flow: inout ProvisionFlow, _ result: PushResult.Status) throws {
        do {
            try receipts.cancel(flow.receipt.value, by: requestor)
            flow.end(result)
        } catch let refusal as ReceiptRefusal {
            try end(&flow, refusal)
        }
    }

    // MARK: The receipt's own end

    /// Whether the receipt has come to its end meanwhile: then the flow ends as it did.
    func ended(_ flow: inout ProvisionFlow) throws -> Bool {
        if flow.step == .done { return true }
        do {
            _ = try receipts.find(flow.receipt.value)
            return false
        } catch let refusal as ReceiptRefusal {
            try end(&flow, refusal)
            return true
        }
    }

    func end(_ flow: inout ProvisionFlow, _ refusal: ReceiptRefusal) throws {
        switch refusal {
        case .cancelled: flow.end(.cancelled)
        case .used where flow.step == .consent: try settle(&flow)
        // Another window used it: what came of it is that window's to tell.
        case .used, .expired, .unknown: flow.end(.error)
        }
    }

    /// The same form was sent twice: the second time tells what the first one came to.
    private func settle(_ flow: inout ProvisionFlow) throws {
        guard let row = try receipts.row(of: flow.receipt.value), let outcome = row.outcome else {
            return flow.end(.error)
        }
        let card = row.card == 0 ? nil : row.card
        try conclude(&flow, outcome, token: card.map { vault.reference48(.token, of: $0) }, card: card)
    }

    var requestor: Requestor { Requestor(actor: Receipts.clickToPay, srcCorrelationId: entropy.uuid()) }
}
