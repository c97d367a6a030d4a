// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
public import Directory
internal import PhoneNumbers
public import Store
internal import Tokenization
public import Vault

/// Turns the records of a batch into rows that are ready for the directory: identifiers become blind indexes, personal
/// data and PANs are sealed, tokens are minted. It needs no look at the directory, so many threads do it at once.
public struct BatchPreparation: Sendable {
    let vault: Vault
    private let mint: TokenMint
    private let directory: any DirectoryStore
    private let opening: BatchOpening
    private let programs: @Sendable (Int64) -> ProgramSettings?
    private let clock: any WallClock
    private let isSandbox: Bool
    private let notifications: Notifications?

    /// - Parameters:
    ///   - directory: reserves row numbers.
    ///   - opening: decrypts and reads payloads.
    ///   - programs: the settings of a directory's program.
    ///   - isSandbox: whether reserved PANs and identities have their effects (enrollment 18.2).
    ///   - notifications: writes what issuers are told; nil: they are told nothing.
    public init(
        vault: Vault, directory: any DirectoryStore, opening: BatchOpening,
        programs: @escaping @Sendable (Int64) -> ProgramSettings?, clock: any WallClock, isSandbox: Bool,
        notifications: Notifications? = nil
    ) {
        self.notifications = notifications
        self.vault = vault
        self.mint = TokenMint(vault: vault)
        self.directory = directory
        self.opening = opening
        self.programs = programs
        self.clock = clock
        self.isSandbox = isSandbox
    }

    /// Prepares a batch from its payload: what a restart does, or a server that had no memory to spare.
    ///
    /// A payload that was accepted can be read again; should it not, the batch is FAILED rather than lost.
    func prepare(_ header: BatchHeader, payload: [UInt8]) -> PreparedBatch {
        do {
            let opened = try open(header, payload)
            return prepare(header, opened.data, opened.kind)
        } catch {
            return PreparedBatch(
                header: header, cardsPerProfileMax: 0, consumers: [], failure: "The batch could not be loaded.")
        }
    }

    private func open(_ header: BatchHeader, _ payload: [UInt8]) throws(ServiceError) -> BatchOpening.Opened {
        try opening.open(stored: payload, cardsMax: .max, rule: programs(header.directory)?.identityRule ?? .classic)
    }

    /// Prepares a batch whose issuer decides itself: `decide` asks about the cards that are new; nil when it was
    /// stopped.
    ///
    /// - Throws: when the directory cannot be read: then nobody was asked, and no card is approved for that.
    func prepare(
        _ header: BatchHeader, payload: [UInt8],
        decide: ([AuthorizationRequest]) -> [Int64: TokenizationDecision]?
    ) throws -> PreparedBatch? {
        guard let opened = try? open(header, payload) else {
            return prepare(header, payload: payload)
        }
        var (run, batch) = begin(header, opened.data, opened.kind)
        guard let requests = try run?.requests(opened.data.records, in: directory) else { return batch }
        guard let decisions = decide(requests) else { return nil }
        run?.decisions = decisions
        run?.issuerDecides = true
        batch.consumers = run?.consumers(opened.data.records) ?? []
        batch.isDecided = true
        return batch
    }

    /// Prepares a batch that was just read.
    func prepare(_ header: BatchHeader, _ data: EnrollmentData, _ kind: BatchKind) -> PreparedBatch {
        var (run, batch) = begin(header, data, kind)
        batch.consumers = run?.consumers(data.records) ?? []
        return batch
    }

    /// A batch without its consumers, and what makes them; nil for a batch that fails as a whole.
    private func begin(
        _ header: BatchHeader, _ data: EnrollmentData, _ kind: BatchKind
    ) -> (BatchPreparationRun?, PreparedBatch) {
        var batch = PreparedBatch(header: header, kind: kind, cardsPerProfileMax: 0, consumers: [], failure: nil)
        guard let settings = programs(header.directory) else {
            batch.failure = "The batch's program no longer exists."
            return (nil, batch)
        }
        if isSandbox, (try? ExternalID(header.externalBatchId)).flatMap(SandboxTrigger.batch) == .failBatch {
            batch.failure = "The sandbox fails every batch whose externalBatchId begins with FAIL-."
            return (nil, batch)
        }
        batch.cardsPerProfileMax = settings.cardsPerProfileMax
        batch.attaches = settings.attachPartialMatches
        batch.tellsCardholders = settings.cardholderMessages
        batch.emptyProfiles = settings.emptyProfiles
        batch.notifications = settings.notificationURL.isEmpty ? nil : notifications
        let run = BatchPreparationRun(
            vault: vault, mint: mint, decision: StandInDecision(ranges: settings.accountRangeTable),
            directory: header.directory, now: clock.now, isSandbox: isSandbox,
            isDeferred: settings.deferredTokenization, isTold: batch.notifications != nil,
            consumerIDs: directory.reserveConsumerIDs(data.records.count),
            staging: kind.isPreProvisioning
                ? StagedPreparation(
                    vault: vault, directory: header.directory, now: clock.now, days: settings.stagedDays) : nil,
            cardIDs: kind.isPreProvisioning
                ? directory.reserveStagedIDs(data.cardCount) : directory.reserveCardIDs(data.cardCount))
        return (run, batch)
    }

    /// One batch's preparation: what is the same for all its records.
    private struct BatchPreparationRun {
        var vault: Vault
        var mint: TokenMint
        var decision: StandInDecision
        var directory: Int64
        var now: Timestamp
        var isSandbox: Bool
        /// Whether tokens are left to the first checkout (enrollment 13.7).
        var isDeferred: Bool
        /// Whether the issuer is told what becomes of its cards.
        var isTold: Bool
        var consumerIDs: Range<Int64>
        /// When the cards are staged and not enrolled; `cardIDs` are then those of staged cards.
        var staging: StagedPreparation?
        var cardIDs: Range<Int64>
        /// What the issuer has decided, by card; empty where the stand-in rule decides.
        var decisions: [Int64: TokenizationDecision] = [:]
        /// A card that the issuer was not asked about, because it was there, is not approved should it be gone by now.
        var issuerDecides = false

        func consumers(_ records: [ConsumerRecord]) -> [PreparedConsumer] {
            var card = cardIDs.lowerBound
            return zip(records, consumerIDs).map { record, id in
                defer { card += Int64(record.cards.count) }
                return consumer(record, id: id, firstCard: card)
            }
        }

        private func consumer(_ record: ConsumerRecord, id: Int64, firstCard: Int64) -> PreparedConsumer {
            var prepared = PreparedConsumer(
                externalConsumerId: record.externalConsumerId.value, fault: nil, row: nil, cards: [])
            prepared.cards.reserveCapacity(record.cards.count)
            guard let consumer = record.consumer else {
                prepared.fault = record.cards.first?.error(of: record) ?? .internalFault
                prepared.cards = record.cards.map { PreparedCard(externalCardId: $0.externalCardId.value) }
                return prepared
            }
            prepared.isLinked = consumer.isLinked
            prepared.fault = sandboxFault(of: consumer)
            prepared.row = row(consumer, id: id, name: record.externalConsumerId.value)
            for (index, card) in record.cards.enumerated() {
                prepared.cards.append(self.card(card, of: record, consumer: consumer, id: firstCard + Int64(index)))
            }
            return prepared
        }

        private func sandboxFault(of consumer: Consumer) -> ServiceError? {
            guard isSandbox else { return nil }
            switch SandboxTrigger.consumer(consumer) {
            case .lockConsumer: return RecordFaults.lockedProfile
            case .ambiguousConsumer: return RecordFaults.ambiguousIdentity
            default: return nil
            }
        }

        private func row(_ consumer: Consumer, id: Int64, name: String) -> ConsumerRow {
            let (email, mobile, more) = vault.identifiers(of: consumer, directory: directory)
            return ConsumerRow(
                id: id, directory: directory, externalConsumerId: name, email: email, mobile: mobile,
                moreIdentifiers: more,
                sealed: vault.seal(StoredConsumer(consumer, now: now).encoded, as: SealedRow(.consumer, id)),
                created: now)
        }

        private func card(
            _ record: CardRecord, of consumerRecord: ConsumerRecord, consumer: Consumer, id: Int64
        ) -> PreparedCard {
            var prepared = PreparedCard(externalCardId: record.externalCardId.value)
            guard let card = record.card else {
                prepared.fault = record.error(of: consumerRecord) ?? .internalFault
                return prepared
            }
            let trigger = isSandbox ? SandboxTrigger.card(card.pan) : nil
            if case .delay(let seconds) = trigger { prepared.delay = .seconds(seconds) }
            if case .suspendToken(let seconds) = trigger { prepared.suspendAfter = .seconds(seconds) }
            var pendingEvents: String?
            let decision = decide(card.pan, trigger, id)
            // Who stages a card asks for no token: only cheap checks happen (enrollment 9.4).
            let isAsked = !isDeferred && staging == nil
            switch isAsked ? decision : decision.withoutIssuer {
            case .refuse(let refusal):
                prepared.fault = RecordFaults.error(for: refusal)
                if isTold, isAsked {
                    prepared.declined = DeclinedCard(
                        refusal, id: id, directory: directory, bin: Int64(card.pan.panBin) ?? 0,
                        lastFour: Int64(card.pan.panLastFour) ?? 0,
                        externalConsumerId: consumerRecord.externalConsumerId.value,
                        externalCardId: prepared.externalCardId)
                }
                return prepared
            case .approvePending(let event): pendingEvents = event
            case .approve: break
            }
            if let staging {
                prepared.staged = staging.row(
                    card, of: consumer, id: id,
                    names: (consumerRecord.externalConsumerId.value, prepared.externalCardId))
            }
            let stored = StoredCard(card, holder: consumer, pendingEvents: pendingEvents)
            prepared.row = CardRow(
                id: id, directory: directory, consumer: 0, externalCardId: prepared.externalCardId,
                pan: vault.panIndex(card.pan, directory: directory), bin: Int64(card.pan.panBin) ?? 0,
                lastFour: Int64(card.pan.panLastFour) ?? 0,
                sealed: vault.seal(stored.encoded, as: SealedRow(.card, id)), created: now)
            guard isAsked else { return prepared }
            prepared.isUndecided = issuerDecides && trigger == nil && decisions[id] == nil
            do {
                prepared.token = try mint.mint(
                    card: id, directory: directory, panDigits: card.pan.withRevealedDigits { Array($0) },
                    state: pendingEvents == nil ? .active : .inactive, now: now)
            } catch {
                prepared.fault = .internalFault
            }
            return prepared
        }

        /// What a reserved PAN, the issuer or the stand-in rule says, in this order.
        private func decide(_ pan: PAN, _ trigger: SandboxTrigger?, _ id: Int64) -> TokenizationDecision {
            trigger?.decision ?? decisions[id] ?? rule(pan)
        }

        private func rule(_ pan: PAN) -> TokenizationDecision {
            decision.decide(panDigits: pan.revealDigits(), isMaestro: pan.scheme == .maestro)
        }

        /// The questions to the issuer: about each card that the network's own rules approve, unless it is there
        /// already.
        func requests(_ records: [ConsumerRecord], in store: any DirectoryStore) throws -> [AuthorizationRequest] {
            if isDeferred || staging != nil { return [] }
            return try store.read { reading in
                var requests: [AuthorizationRequest] = []
                var id = cardIDs.lowerBound
                for record in records {
                    defer { id += Int64(record.cards.count) }
                    guard let consumer = record.consumer, sandboxFault(of: consumer) == nil else { continue }
                    let known = try knownPANs(of: consumer, in: reading)
                    for (index, item) in record.cards.enumerated() {
                        guard let card = item.card, rule(card.pan) == .approve,
                            !(isSandbox && SandboxTrigger.card(card.pan) != nil),
                            !known.contains(vault.panIndex(card.pan, directory: directory))
                        else { continue }
                        requests.append(
                            AuthorizationRequest(
                                directory: directory, card: id + Int64(index), pan: card.pan, expiry: card.expiry))
                    }
                }
                return requests
            }
        }

        private func knownPANs(
            of consumer: Consumer, in reading: any DirectoryReading
        ) throws -> Set<BlindIndex> {
            guard let identifier = row(consumer, id: 0, name: "").identifiers.first else { return [] }
            let found = try reading.consumers(
                identifiedBy: [identifier.index], kind: identifier.kind, directory: directory)
            guard let row = found.first ?? nil else { return [] }
            return Set(try reading.cards(of: row.id).filter { $0.status != .cancelled }.map(\.pan))
        }
    }
}

extension SandboxTrigger {
    /// What a reserved PAN makes of a tokenization; nil when it does nothing to it (enrollment 18.2).
    var decision: TokenizationDecision? {
        switch self {
        case .refuseCard(.invalidPAN, _): .refuse(.invalidPAN)
        case .refuseCard(.panIneligible, _): .refuse(.ineligible)
        case .refuseCard(.tokenizationIneligible, _): .refuse(.notTokenizable)
        case .refuseCard(.issuerDeclined, _): .refuse(.declined)
        case .refuseCard(.noResponseFromIssuer, _): .refuse(.noResponse)
        case .pendingEvent(let event): .approvePending(event: event)
        default: nil
        }
    }
}
