// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
public import Directory
public import Enrollment
internal import PhoneNumbers
public import Store
public import Vault

/// The staged cards of a consumer who has signed in: what may be claimed, and the claim (checkout 5.6; enrollment 9.4).
public struct CardClaims: Sendable {
    private let store: any DirectoryStore
    private let claim: StagedClaim
    private let vault: Vault
    private let directories: @Sendable () -> [Int64]
    private let programs: @Sendable (Int64) -> ProgramSettings?

    /// - Parameters:
    ///   - directories: every directory.
    ///   - programs: the settings of the program of a directory.
    public init(
        store: any DirectoryStore, claim: StagedClaim, vault: Vault, directories: @escaping @Sendable () -> [Int64],
        programs: @escaping @Sendable (Int64) -> ProgramSettings?
    ) {
        self.store = store
        self.claim = claim
        self.vault = vault
        self.directories = directories
        self.programs = programs
    }

    /// What may be claimed, by whatever was proved; each card once.
    public func cards(of signedIn: SignedIn) throws -> [StagedCardView] {
        try store.read { try cards(of: signedIn, in: $0) }
    }

    func cards(of signedIn: SignedIn, in reading: any DirectoryReading) throws -> [StagedCardView] {
        let keys = vault.identifiers(of: signedIn.identities, in: directories())
        var seen = Set<Int64>()
        return try claim.cards(reading.stagedCards(identifiedBy: keys)).filter { seen.insert($0.row.id).inserted }
    }

    /// The id of a staged card on the wire.
    public func id(of card: StagedCardView) -> String { vault.publicID(.staged, of: card.row.id) }

    /// Puts a staged card into the consumer's profile in its issuer's directory.
    ///
    /// - Parameters:
    ///   - id: as `id(of:)` gives it.
    ///   - compliance: what the consumer accepts: terms and privacy notice both.
    ///   - completion: called once, from this thread or from the store's: it must not wait for the store. The failure
    ///     is a `BrowserError`, or a fault of the server.
    public func provision(
        _ id: String, of signedIn: SignedIn, compliance: ComplianceSettings?, by requestor: Requestor,
        completion: @escaping @Sendable (Result<CardOutcome, any Error>) -> Void
    ) {
        do {
            if signedIn.isInaccessible { throw BrowserError(.accountInaccessible, "The account cannot be used.") }
            let row = vault.row(of: id, kind: .staged)
            guard let card = try cards(of: signedIn).first(where: { $0.row.id == row }),
                let settings = programs(card.row.directory),
                let identity = signedIn.identities.first(where: { isOwn(card, $0) })
            else { throw Self.noCard }
            guard let compliance, compliance.assertsAcceptance else {
                throw BrowserError(.complianceRequired, "The terms and the privacy notice must be accepted.")
            }
            claim.provision(
                card.row.id, of: identity.verified, directory: card.row.directory, settings: settings,
                compliance: compliance, by: requestor
            ) { result in
                completion(result.mapError(Self.error))
            }
        } catch {
            completion(.failure(error))
        }
    }

    /// The consumer does not want what is staged, inside a job of the caller's: it is not offered again until the
    /// issuer stages it anew.
    ///
    /// - Parameter cards: from `cards(of:)`. What is not staged any more stays as it is.
    public func decline(
        _ cards: [StagedCardView], by requestor: Requestor, at now: Timestamp, in writing: any DirectoryWriting
    ) throws {
        for card in cards { try StagedClaim.decline(card.row.id, by: requestor, at: now, in: writing) }
    }

    private func isOwn(_ card: StagedCardView, _ identity: LinkedIdentity) -> Bool {
        let identifier = vault.identifier(of: identity, directory: card.row.directory)
        return card.row.isIdentified(by: identifier.index, identifier.kind)
    }

    private static let noCard = BrowserError(.notFound, "There is no such card.")

    /// The refusal of an enrollment in the words of this side.
    private static func error(_ failure: any Error) -> any Error {
        switch failure {
        case let refusal as DirectoryRefusal where refusal == .noCard: return noCard
        case let error as ServiceError:
            let reasons: [DetailReason: BrowserError.Reason] = [
                .issuerDeclined: .issuerDeclined, .panIneligible: .panIneligible, .invalidPAN: .panIneligible,
                .tokenizationIneligible: .tokenizationIneligible,
            ]
            let reason = error.details.first?.reason
            if let reason, let word = reasons[reason] {
                return BrowserError(word, error.message, details: error.details)
            }
            // The profile is suspended or locked.
            if error.errorClass == .permissionDenied, reason == .invalidState {
                return BrowserError(.accountInaccessible, error.message)
            }
            return BrowserError(error)
        default: return failure
        }
    }
}

extension LinkedIdentity {
    fileprivate var verified: StagedClaim.Verified {
        switch self {
        case .email(let email): .email(email)
        case .mobile(let mobile): .mobile(e164: mobile.e164)
        }
    }
}
