// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit

/// Bringing a card into Click to Pay: by its page, or by the bank itself.
extension ClickToPayDesk {
    /// What a push came to.
    private struct Pushed {
        var attempt: Attempt
        var card: PushedCard
    }

    /// Pushes a card, keeps what the return is held to, and gives the link (token-connect 5, 8.2).
    ///
    /// - Throws: `IssuerClientError`, or `LinkFinding` for an answer that no link can be built of.
    func push(
        _ card: DemoCard, _ face: CardFace, of customer: DemoCustomer, in locale: Locale?
    ) throws -> String {
        try push(card, face, of: customer, in: locale, way: .page).card.redirect().url
    }

    /// Pushes a card and enrolls it by its receipt, without a browser (token-connect 10.4). Returns the attempt, which
    /// says what became of it.
    ///
    /// - Throws: `IssuerClientError` when there was no receipt: nothing was tried.
    func enrollHere(
        _ card: DemoCard, _ face: CardFace, of customer: DemoCustomer, _ consumer: Consumer, in locale: Locale?
    ) throws -> Int64 {
        let pushed = try push(card, face, of: customer, in: locale, way: .here)
        guard let claim = enroll(pushed.card.receipt, consumer) else { return pushed.attempt.id }
        _ = try records.claim(pushed.attempt.id, claim, at: clock.now)
        return pushed.attempt.id
    }

    private func push(
        _ card: DemoCard, _ face: CardFace, of customer: DemoCustomer, in locale: Locale?, way: Attempt.Way
    ) throws -> Pushed {
        let binding = PushSession.newBinding()
        var settings = PushSettings(
            callbackURL: try returnURL.appending(PushSession.bindingParameter, binding), locale: locale)
        settings.completeWebsiteActivation = authenticatesOnTheWay && way == .page
        let created = clock.now
        let pushed: PushedCard
        do {
            if let contract = face.contract {
                pushed = try client.pushCard(contract: contract, holder: customer.holder, settings: settings)
            } else if let pan = card.pan {
                pushed = try client.pushCard(
                    PushAccount(
                        pushAccountId: entropy.uuid(), pan: pan, expiry: face.expiry, holder: customer.holder),
                    settings: settings)
            } else {
                throw IssuerClientError(.invalidRequest("the card has no number yet"))
            }
        } catch let error as IssuerClientError {
            if error.reason == "ACCOUNT_INELIGIBLE" { forgetEligibility() }
            if face.contract != nil, error.isNoContract {
                try records.forgetContract(ofCard: card.id, user: customer.userName)
            }
            throw error
        }
        var attempt = Attempt(
            id: 0, user: customer.userName, card: card.id, way: way, binding: binding,
            receiptHash: PushSession.hash(of: pushed.receipt), created: created)
        attempt.id = try records.begin(attempt)
        return Pushed(attempt: attempt, card: pushed)
    }

    /// What the network says to a receipt; nil when no answer came and nobody knows.
    private func enroll(_ receipt: PushReceipt, _ consumer: Consumer) -> PushSession.Claim? {
        do {
            let card = try client.enrollCard(receipt: receipt, of: consumer).maskedCard
            let data = card.digitalCardData
            let isPending = data.status == .pending || !data.pendingEvents.isEmpty
            return PushSession.Claim(
                status: isPending ? .requireAdditionalAuthentication : .approved,
                tokenUniqueReference: card.tokenUniqueReference)
        } catch {
            note(error, "a card was not enrolled")
            return error.claimedStatus.map { PushSession.Claim(status: $0) }
        }
    }

    // MARK: The way back

    /// Takes the parameters of a return (token-connect 9.2). Only the first one of an attempt counts; the others change
    /// nothing.
    ///
    /// - Throws: `PushSession.Refusal`.
    func take(
        _ parameters: [(name: String, value: String)], for attempt: Attempt, _ face: CardFace
    ) throws {
        let now = clock.now
        var session = attempt.session(face)
        _ = try session.take(parameters: parameters, at: now)
        if attempt.claim == nil, let claim = session.claim { _ = try records.claim(attempt.id, claim, at: now) }
    }
}

extension IssuerClientError {
    /// The processor does not know the card.
    var isNoContract: Bool { reason == "CARD_CONTRACT_DOES_NOT_EXIST" }

    /// What a refusal of an enrollment is in the words of a return; nil when nobody knows what became of it.
    fileprivate var claimedStatus: PushResult.Status? {
        guard case .refused(let status, let received) = cause, status < 500 || status == 503 else {
            if case .invalidRequest = cause { return .error }
            return nil
        }
        guard case .service(let error) = received else { return .error }
        for detail in error.details {
            switch detail.reason {
            case .issuerDeclined, .panIneligible, .tokenizationIneligible: return .declined
            case .alreadyExists: return .duplicateRequest
            default: continue
            }
        }
        return .error
    }
}
