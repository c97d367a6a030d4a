// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory
internal import Store
internal import Vault

extension StoredCardContract {
    /// How a card comes to its holder (processing 6.2).
    enum Production {
        /// It has no plastic and is active from the start.
        case virtual
        /// Its plastic is made, and it is activated when the holder has it.
        case plastic
        /// Nobody has ordered anything.
        case none
    }

    var production: Production {
        guard let productionCode = details.productionCode else { return .none }
        return productionCode.hasSuffix("_NOPROD") ? .virtual : .plastic
    }
}

extension CardManagement {
    /// Gives a card another status; its tokens follow in the same transaction: a block suspends them, its end resumes
    /// them, and a card that is lost or stolen leaves them as they are (processing 10.2).
    ///
    /// - Throws: CARD_CONTRACT_DOES_NOT_EXIST; REQUEST_VALIDATION when the card's status is permanent.
    public func setStatus(_ request: StatusRequest, ofCard number: Int64, _ call: ProcessingCall) throws {
        try change(number, call, "contract.status") { [tokens, clock] row, card, writing in
            guard let old = CardStatus(rawValue: row.statusCode), old != request.status else { return }
            if old.isPermanent { throw ProcessingError.validation("statusCode", "cannot follow a permanent status") }
            let now = clock.now
            row.statusCode = request.status.rawValue
            card.note(
                StatusChange(
                    status: request.status, previous: old, changed: now, reason: request.reason,
                    officer: call.requestor.actor))
            let effect: TokenChange
            switch request.status {
            case .temporaryBlock: effect = .suspend
            case .ok: effect = .resume
            case .lost, .stolen: return
            }
            for attempt in try writing.tokenAttempts(ofContract: row.id) {
                guard try writing.token(of: attempt.card) != nil else { continue }
                try tokens.apply(
                    effect, toTokenOf: attempt.card, directory: row.directory, as: .cardManagement,
                    by: call.requestor, at: now, in: writing)
            }
        }
    }

    /// Activates a card whose plastic was made (processing 6.3).
    ///
    /// - Throws: CARD_CONTRACT_DOES_NOT_EXIST, PLASTIC_IS_MISSING.
    public func activate(card number: Int64, _ call: ProcessingCall) throws {
        try change(number, call, "contract.activate") { row, card, _ in
            if row.isActivated { return }
            guard card.production == .plastic else { throw ProcessingError.plasticIsMissing }
            row.isActivated = true
        }
    }

    /// Says whether tokens of a card are allowed (processing 6.3).
    ///
    /// - Throws: CONTRACT_DOES_NOT_EXIST.
    public func classify(_ request: ClassifierRequest, contract number: Int64, _ call: ProcessingCall) throws {
        do {
            try change(number, call, "contract.classify") { row, _, _ in
                row.classifier = request.classifier
                row.classifierStart = request.start
                row.classifierEnd = request.end
            }
        } catch let error as ProcessingError where error == .noCard(number) {
            throw ProcessingError.noContract(number)
        }
    }

    private func change(
        _ number: Int64, _ call: ProcessingCall, _ action: String,
        _ body:
            @escaping @Sendable (inout CardContractRow, inout StoredCardContract, any DirectoryWriting) throws -> Void
    ) throws {
        try sandbox?.prepare(call.directory, call.products)
        try store.write { [self] writing in
            guard let old = try writing.cardContract(number: number, directory: call.directory) else {
                throw ProcessingError.noCard(number)
            }
            var new = old
            var card = try view(old).card
            try body(&new, &card, writing)
            new.sealed = vault.seal(card.encoded, as: SealedRow(.cardContract, old.id))
            try writing.replace(old, by: new)
            try note(action, number, call, in: writing)
        }
    }
}
