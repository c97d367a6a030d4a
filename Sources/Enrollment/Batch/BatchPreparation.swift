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
    /// How often a tokenization without an answer is tried before its record fails (enrollment 7.8).
    private static let attemptsMax = 3

    private let vault: Vault
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
            let opened = try opening.open(stored: payload, cardsMax: .max)
            return prepare(header, opened.data, opened.kind)
        } catch {
            return PreparedBatch(
                header: header, cardsPerProfileMax: 0, consumers: [], failure: "The batch could not be loaded.")
        }
    }

    /// Prepares a batch that was just read.
    func prepare(_ header: BatchHeader, _ data: EnrollmentData, _ kind: BatchKind) -> PreparedBatch {
        guard let settings = programs(header.directory) else {
            return PreparedBatch(
                header: header, cardsPerProfileMax: 0, consumers: [], failure: "The batch's program no longer exists.")
        }
        if isSandbox, (try? ExternalID(header.externalBatchId)).flatMap(SandboxTrigger.batch) == .failBatch {
            return PreparedBatch(
                header: header, cardsPerProfileMax: 0, consumers: [],
                failure: "The sandbox fails every batch whose externalBatchId begins with FAIL-.")
        }
        let notifications = settings.notificationURL.isEmpty ? nil : notifications
        let run = BatchPreparationRun(
            vault: vault, mint: mint, decision: StandInDecision(ranges: settings.accountRangeTable),
            directory: header.directory, now: clock.now, isSandbox: isSandbox,
            isDeferred: settings.deferredTokenization, isTold: notifications != nil,
            consumerIDs: directory.reserveConsumerIDs(data.records.count),
            cardIDs: directory.reserveCardIDs(data.cardCount))
        return PreparedBatch(
            header: header, kind: kind, cardsPerProfileMax: settings.cardsPerProfileMax,
            consumers: run.consumers(data.records), failure: nil, notifications: notifications)
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
        var cardIDs: Range<Int64>

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
            prepared.fault = sandboxFault(of: consumer)
            prepared.row = row(consumer, id: id, name: record.externalConsumerId.value)
            for (index, card) in record.cards.enumerated() {
                prepared.cards.append(self.card(card, of: record, consumer: consumer, id: firstCard + Int64(index)))
            }
            return prepared
        }

        private func sandboxFault(of consumer: Consumer) -> ServiceError? {
            guard isSandbox else { return nil }
            switch SandboxTrigger.consumer(consumer.email) {
            case .lockConsumer: return RecordFaults.lockedProfile
            case .ambiguousConsumer: return RecordFaults.ambiguousIdentity
            default: return nil
            }
        }

        private func row(_ consumer: Consumer, id: Int64, name: String) -> ConsumerRow {
            ConsumerRow(
                id: id, directory: directory, externalConsumerId: name,
                email: vault.emailIndex(consumer.email, directory: directory),
                mobile: vault.mobileIndex(consumer.mobile, directory: directory),
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
            let decision = decide(card.pan, trigger)
            switch isDeferred ? decision.withoutIssuer : decision {
            case .refuse(let refusal):
                prepared.fault = RecordFaults.error(for: refusal)
                if isTold {
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
            let stored = StoredCard(card, holder: consumer, pendingEvents: pendingEvents)
            prepared.row = CardRow(
                id: id, directory: directory, consumer: 0, externalCardId: prepared.externalCardId,
                pan: vault.panIndex(card.pan, directory: directory), bin: Int64(card.pan.panBin) ?? 0,
                lastFour: Int64(card.pan.panLastFour) ?? 0,
                sealed: vault.seal(stored.encoded, as: SealedRow(.card, id)), created: now)
            if isDeferred { return prepared }
            do {
                prepared.token = try mint.mint(
                    card: id, directory: directory, panDigits: card.pan.withRevealedDigits { Array($0) },
                    state: .active, now: now)
            } catch {
                prepared.fault = .internalFault
            }
            return prepared
        }

        /// Asks the decision point, again when it gave no answer.
        private func decide(_ pan: PAN, _ trigger: SandboxTrigger?) -> TokenizationDecision {
            var decision = TokenizationDecision.refuse(.noResponse)
            for _ in 0..<BatchPreparation.attemptsMax where decision == .refuse(.noResponse) {
                decision =
                    trigger?.decision
                    ?? self.decision.decide(panDigits: pan.revealDigits(), isMaestro: pan.scheme == .maestro)
            }
            return decision
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
