// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import ClickToPay
public import Directory
public import PhoneNumbers
public import Store
public import TokenConnect
internal import Tokenization
public import Vault

/// Puts a pushed card into the general directory: what the Click to Pay page does once the consumer agreed, and what
/// `POST /cards` does with a receipt in a card's place (token-connect 10.2, 10.4; enrollment 6.4).
///
/// The receipt is used up in the transaction that makes profile, card and token. When the consumer cannot be placed, it
/// stays as it was; when the tokenization was tried and failed, it is used up as well.
public struct ReceiptEnrollment: Sendable {
    public struct Order: Sendable {
        public var receipt: String
        public var consumer: Consumer
        /// The row of the profile that the consumer has proved to own; nil: the identities tell which one it is, and
        /// where nobody has them there is a new one.
        public var profile: Int64?
        public var requestor: Requestor
        /// The directories of the programs that may have pushed the card; nil: any program.
        public var issuers: Set<Int64>?

        public init(
            receipt: String, consumer: Consumer, profile: Int64? = nil, requestor: Requestor,
            issuers: Set<Int64>? = nil
        ) {
            self.receipt = receipt
            self.consumer = consumer
            self.profile = profile
            self.requestor = requestor
            self.issuers = issuers
        }
    }

    /// What became of a receipt that was used.
    public struct Outcome: Sendable {
        public var outcome: ReceiptRow.Outcome
        /// 48 characters; nil when there is no token.
        public var tokenUniqueReference: String?
        public var srcConsumerId: String?
        /// The row of the profile.
        public var consumer: Int64?
        /// The rows, where there is a card.
        public var card: CardOutcome?
        /// The directory of the program that pushed the card.
        public var issuer: Int64
        /// What a caller of the API is told where there is no card.
        public var error: ServiceError?
    }

    private let enrollment: CardEnrollment
    private let receipts: Receipts
    private let store: any DirectoryStore
    private let vault: Vault
    private let programs: @Sendable (Int64) -> ProgramSettings?
    private let general: @Sendable () -> OrderProgram?

    /// - Parameters:
    ///   - programs: the settings of the program of a directory.
    ///   - general: the general directory.
    public init(
        enrollment: CardEnrollment, receipts: Receipts, store: any DirectoryStore, vault: Vault,
        programs: @escaping @Sendable (Int64) -> ProgramSettings?, general: @escaping @Sendable () -> OrderProgram?
    ) {
        self.enrollment = enrollment
        self.receipts = receipts
        self.store = store
        self.vault = vault
        self.programs = programs
        self.general = general
    }

    // MARK: Profiles

    /// The profile of the general directory that has this address; nil when none has.
    public func profile(email: Email) throws -> Int64? {
        try profile(.email) { vault.emailIndex(email, directory: $0) }
    }

    /// The same for a mobile number.
    public func profile(mobile: MobileNumber) throws -> Int64? {
        try profile(.mobile) { vault.mobileIndex(mobile, directory: $0) }
    }

    /// The same for the consumer that a browser remembers.
    public func profile(srcConsumerId: String) throws -> Int64? {
        guard let general = general(), let row = vault.row(of: srcConsumerId, kind: .consumer),
            let consumer = try store.read({ try $0.consumer(row) }), consumer.directory == general.directory
        else { return nil }
        return row
    }

    /// Where the owner of a profile can be reached, in clear form: for codes, never to be shown before one was given.
    public func identities(of profile: Int64) throws -> StoredConsumer? {
        guard let general = general(), let row = try store.read({ try $0.consumer(profile) }),
            row.directory == general.directory
        else { return nil }
        return try StoredConsumer(encoded: vault.open(row.sealed, as: SealedRow(.consumer, row.id)))
    }

    private func profile(_ kind: BlindIndexKind, _ index: (Int64) -> BlindIndex) throws -> Int64? {
        guard let general = general() else { return nil }
        let key = index(general.directory)
        return try store.read { reading in
            try reading.consumers(identifiedBy: [key], kind: kind, directory: general.directory).first??.id
        }
    }

    // MARK: Enrolling

    /// Uses the receipt. `completion` is called once, when the outcome is on disk: from the writer's thread, or from
    /// this one when the call is refused before.
    ///
    /// The failure is a `ReceiptRefusal`, a `ServiceError` about the consumer, or a fault of the server; then the
    /// receipt is as it was.
    public func enroll(_ order: Order, completion: @escaping @Sendable (Result<Outcome, any Error>) -> Void) {
        do {
            let pushed = try receipts.find(order.receipt)
            let issuer = pushed.row.directory
            guard order.issuers?.contains(issuer) ?? true, let settings = programs(issuer) else {
                throw ReceiptRefusal.unknown
            }
            guard let general = general() else { throw ServiceError.internalFault }
            let use = ReceiptUse(receipts: receipts, receipt: order.receipt, requestor: order.requestor)
            guard let card = EnrolledCard(pushed.card) else {
                return spend(use, .failed, issuer, CallFaults.error(for: .invalidPAN), completion)
            }
            var cardOrder = CardOrder(
                directory: general.directory, settings: general.settings, consumer: order.consumer, card: card,
                externalConsumerId: nil, externalCardId: nil, generation: .v1, requestor: order.requestor)
            cardOrder.issuer = OrderProgram(directory: issuer, settings: settings)
            cardOrder.profile = order.profile
            cardOrder.receipt = use
            switch pushed.prescribedOutcome {
            case .duplicate: return spend(use, .duplicate, issuer, Self.duplicate, completion)
            case .failed:
                return spend(use, .failed, issuer, CallFaults.error(for: .noResponse), completion)
            case .declined: cardOrder.prescribed = .refuse(.declined)
            case .needsAuthentication: cardOrder.prescribed = .approvePending(event: "PENDING_SCA")
            case .approved: cardOrder.prescribed = .approve
            case nil: break
            }
            enrollment.enroll(cardOrder) { result in finish(result, use, issuer, completion) }
        } catch {
            completion(.failure(error))
        }
    }

    private func finish(
        _ result: Result<CardOutcome, any Error>, _ use: ReceiptUse, _ issuer: Int64,
        _ completion: @escaping @Sendable (Result<Outcome, any Error>) -> Void
    ) {
        switch result {
        case .success(let card):
            let outcome = Self.outcome(of: card)
            completion(
                .success(
                    Outcome(
                        outcome: outcome,
                        tokenUniqueReference: card.token.map { vault.reference48(.token, of: $0.card) },
                        srcConsumerId: vault.publicID(.consumer, of: card.consumer.id), consumer: card.consumer.id,
                        card: card, issuer: issuer, error: nil)))
        case .failure(DirectoryRefusal.cardOfAnotherIssuer):
            spend(use, .duplicate, issuer, Self.duplicate, completion)
        case .failure(let error as ServiceError):
            guard let outcome = Self.outcome(of: error) else { return completion(.failure(error)) }
            spend(use, outcome, issuer, error, completion)
        case .failure(let error): completion(.failure(error))
        }
    }

    /// Uses the receipt up where there is no card.
    private func spend(
        _ use: ReceiptUse, _ outcome: ReceiptRow.Outcome, _ issuer: Int64, _ error: ServiceError,
        _ completion: @escaping @Sendable (Result<Outcome, any Error>) -> Void
    ) {
        store.submit(
            { try use.spend(as: outcome, in: $0) },
            completion: { result in
                completion(result.map { Outcome(outcome: outcome, issuer: issuer, error: error) })
            })
    }

    /// What a card that is there now says of its receipt.
    static func outcome(of card: CardOutcome) -> ReceiptRow.Outcome {
        if card.isRepeated { return .duplicate }
        return card.token?.state == .inactive ? .needsAuthentication : .approved
    }

    /// What a failed tokenization makes of a receipt; nil when none was tried.
    private static func outcome(of error: ServiceError) -> ReceiptRow.Outcome? {
        for detail in error.details {
            switch detail.reason {
            case .issuerDeclined, .panIneligible, .tokenizationIneligible: return .declined
            case .noResponseFromIssuer, .invalidPAN: return .failed
            default: break
            }
        }
        return nil
    }

    private static let duplicate = ServiceError(
        .alreadyExists, "The card is in Click to Pay already.",
        details: [
            ErrorDetail(
                .alreadyExists, .body, "enrolmentReferenceData.enrolmentReferenceId",
                "The card is in Click to Pay already.")
        ])
}

extension EnrolledCard {
    /// A card without an end gets the last month that cards of its kind carry in their stripe: 12/2049. Nil when the
    /// number is no PAN.
    init?(_ pushed: PushedCard) {
        guard let pan = try? PAN(pushed.clearPAN),
            let expiry = Expiry(
                month: pushed.expirationMonth.flatMap(Int.init) ?? 12,
                year: pushed.expirationYear.flatMap(Int.init) ?? 2049)
        else { return nil }
        self.init(
            pan: pan, expiry: expiry, cardholderFullName: pushed.holder?.name,
            billingAddress: pushed.holder?.address.flatMap(Address.init(pushed:)))
    }
}

extension Address {
    /// Nil for an address that is not complete: it is collected at checkout (enrollment 14).
    init?(pushed: AccountHolder.Address) {
        guard let line1 = pushed.line1, let city = pushed.city,
            let country = pushed.country.flatMap(CountryCode.init(alpha3:))
        else { return nil }
        if Self.countriesWithStateAndZip.contains(country.value) {
            guard pushed.countrySubdivision != nil, pushed.postalCode != nil else { return nil }
        }
        self.init(
            line1: line1, line2: pushed.line2, city: city, state: pushed.countrySubdivision, countryCode: country,
            zip: pushed.postalCode)
    }
}
