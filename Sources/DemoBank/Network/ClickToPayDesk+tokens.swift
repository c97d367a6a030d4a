// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit

/// What the network itself says: the only thing that makes a success (token-connect 9.2, processing 10.3).
extension ClickToPayDesk {
    // MARK: Attempts

    /// Asks the network about an attempt that is not settled, and gives it as it is now.
    func refreshed(_ attempt: Attempt, _ face: CardFace) throws -> Attempt {
        guard attempt.confirmed == nil else { return attempt }
        var attempt = attempt
        do {
            if attempt.claim == nil, let contract = face.contract,
                attempt.outcome(face, at: clock.now) == .unknown,
                let token = try client.tokens(of: contract).first(where: \.enablesClickToPay)
            {
                // Nobody came back: the card's own tokens tell.
                let claim = PushSession.Claim(status: .approved, tokenUniqueReference: token.tokenUniqueReference)
                if try records.claim(attempt.id, claim, at: clock.now) { attempt.claim = claim }
            }
            var session = attempt.session(face)
            guard let reference = session.claim?.tokenUniqueReference,
                let found = try found(reference, ofCard: attempt.card, face)
            else { return attempt }
            if session.confirm(by: found) {
                try records.confirm(attempt.id, at: clock.now)
                attempt.confirmed = clock.now
            }
        } catch let error as IssuerClientError {
            note(error, "a token cannot be asked for")
        }
        return attempt
    }

    /// Takes what the network tells by itself. A notification of a token confirms the newest attempt for its card,
    /// before or after the return.
    func take(_ event: TokenEvent) throws {
        for customer in DemoCustomers.all {
            for card in customer.cards {
                guard let face = try knownFace(of: card), event.concerns(face),
                    let attempt = try records.newest(ofCard: card.id), attempt.confirmed == nil
                else { continue }
                var session = attempt.session(face)
                guard session.confirm(by: event), let token = session.confirmation else { continue }
                let known = KnownToken(
                    card: card.id, reference: token.tokenUniqueReference, status: "A", checked: clock.now)
                if try records.keep(known) { try records.confirm(attempt.id, at: clock.now) }
            }
        }
    }

    private func knownFace(of card: DemoCard) throws -> CardFace? {
        try card.pan.map { CardFace($0) } ?? records.face(ofCard: card.id)
    }

    // MARK: Tokens

    /// Asks for a token, and takes the answer when this card stands behind it and no other card of the bank has it. A
    /// reference out of a browser may be anybody's: last four digits alone would let it pass.
    func found(_ reference: String, ofCard card: String, _ face: CardFace) throws -> FoundToken? {
        let found: FoundToken
        do throws(IssuerClientError) {
            found = try client.findToken(reference)
        } catch {
            guard error.status == 404 else { throw error }
            return nil
        }
        guard found.tokenUniqueReference == reference, found.accountPanSuffix == face.lastFour,
            found.expirationDate == face.expiry.monthText + face.expiry.yearText.suffix(2),
            ["A", "S", "U"].contains(found.statusCode)
        else { return nil }
        let isKept = try records.keep(
            KnownToken(card: card, reference: reference, status: found.statusCode, checked: clock.now))
        return isKept ? found : nil
    }

    /// Where a card stands now.
    func standing(of card: DemoCard, _ customer: DemoCustomer) throws -> CardStanding {
        var standing = CardStanding(state: .notMade, face: try face(of: card, customer))
        guard let face = standing.face else { return standing }
        do {
            try look(card, face, customer, &standing)
            standing.requestor = try requestor(for: face)
        } catch let error as IssuerClientError {
            note(error, "the network cannot be asked about a card")
            standing.isStale = true
            standing.token = try records.token(ofCard: card.id)
        }
        standing.attempt = try records.newest(ofCard: card.id)
        if let attempt = standing.attempt, standing.token == nil, !standing.isStale {
            standing.attempt = try refreshed(attempt, face)
            standing.token = try records.token(ofCard: card.id)
        }
        standing.state = state(standing, face)
        return standing
    }

    private func look(
        _ card: DemoCard, _ face: CardFace, _ customer: DemoCustomer, _ standing: inout CardStanding
    ) throws {
        var reference = try records.token(ofCard: card.id)?.reference
        if reference == nil, let contract = face.contract {
            do throws(IssuerClientError) {
                reference = try client.tokens(of: contract).first(where: \.enablesClickToPay)?.tokenUniqueReference
            } catch {
                guard error.isNoContract else { throw error }
                try records.forgetContract(ofCard: card.id, user: customer.userName)
            }
        }
        guard let reference else { return }
        standing.found = try found(reference, ofCard: card.id, face)
        // It is deleted, or it was never this card's.
        if standing.found == nil { try records.forgetToken(ofCard: card.id) }
        standing.token = try records.token(ofCard: card.id)
    }

    private func state(_ standing: CardStanding, _ face: CardFace) -> CardStanding.State {
        if let token = standing.token {
            return switch token.status {
            case "A": .active
            case "S": .suspended
            default: .needsAuthentication
            }
        }
        if standing.requestor == nil, !standing.isStale { return .ineligible }
        guard let attempt = standing.attempt else { return .notAdded }
        let now = clock.now
        return switch attempt.outcome(face, at: now) {
        case .waiting, .processing: .processing
        case .stillProcessing:
            attempt.claimed.map { now < $0.advanced(by: PushSession.returnWait) } ?? false ? .processing : .notAdded
        case .authenticate: .needsAuthentication
        case .declined: .declined
        case .duplicate: .elsewhere
        // Its token is gone: it was removed since.
        case .added, .cancelled, .failed, .unknown: .notAdded
        }
    }

    /// The cardholder has been authenticated: switches on the token that a return or the processor names. False when
    /// there is none that waits.
    func activate(_ reference: String?, ofCard card: String, _ face: CardFace) throws -> Bool {
        var reference = try reference ?? records.token(ofCard: card)?.reference
        if reference == nil, let contract = face.contract {
            reference = try client.tokens(of: contract).first(where: \.enablesClickToPay)?.tokenUniqueReference
        }
        guard let reference, let found = try found(reference, ofCard: card, face) else { return false }
        if found.statusCode == "A" { return true }
        guard found.statusCode == "U" else { return false }
        try client.changeToken(reference, .activate)
        return try self.found(reference, ofCard: card, face)?.statusCode == "A"
    }
}

extension TokenEvent {
    /// Whether it may be about this card: the network tells the first six digits and the last four, and the processor's
    /// number where there is one.
    fileprivate func concerns(_ face: CardFace) -> Bool {
        if let contract = face.contract { return cardContractId == contract.value }
        return cardContractNumber.hasPrefix(face.firstSix) && cardContractNumber.hasSuffix(face.lastFour)
    }
}
