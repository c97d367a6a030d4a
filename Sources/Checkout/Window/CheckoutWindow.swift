// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Directory
public import Store
internal import Vault
internal import Verification

/// The window of a checkout: a state machine over its row (checkout 4.8). Each step gives the checkout as it is
/// afterwards; a checkout that is settled gives its end again.
extension Checkouts {
    /// The row that a `dcfSessionId` names; nil when it is none.
    public func row(ofSession id: String) -> Int64? { vault.row(of: id, kind: .checkout) }

    public func session(of row: CheckoutRow) -> String { vault.publicID(.checkout, of: row.id) }

    /// The checkout as it is.
    ///
    /// - Throws: `CheckoutRefusal` NOT_FOUND when there is none, or its time is over.
    public func view(_ id: Int64) throws -> CheckoutView {
        try store.read { reading in
            let (row, session) = try window(id, in: reading)
            return CheckoutView(row: row, session: session, facts: try facts(row, in: reading))
        }
    }

    private func window(
        _ id: Int64, in reading: any DirectoryReading
    ) throws -> (row: CheckoutRow, session: CheckoutSession) {
        guard let row = try reading.checkout(id), row.expires > clock.now else {
            throw CheckoutRefusal(.notFound, "There is no such checkout, or its time is over.")
        }
        return (row, try CheckoutSession(row, vault))
    }

    /// Takes what the consumer does; completes the checkout with the last step.
    ///
    /// - Throws: `CheckoutRefusal`; the checkout is then as it was.
    public func act(_ action: WindowAction, _ id: Int64, documents: Documents) throws -> CheckoutView {
        let told = Told()
        var code: CardSecurityCode?
        if case .submit(let data, _) = action { code = data.securityCode }
        let view = try store.write { [self] writing in
            told.value = false
            let now = clock.now
            var (row, session) = try window(id, in: writing)
            guard row.state == .open else {
                return CheckoutView(row: row, session: session, facts: try facts(row, in: writing))
            }
            switch action {
            case .acceptTerms: try session.acceptTerms(documents, at: now)
            case .submit(let data, let consent):
                if let consent { try session.consent(consent, documents, at: now) }
                try session.take(data)
            case .consentStorage(let isGiven): try session.consent(isGiven, documents, at: now)
            case .confirm: try session.confirm()
            case .remember(let isWanted): try session.remember(isWanted)
            case .leave(let action):
                session.unbindsAppInstance = session.unbindsAppInstance || action == .switchConsumer
                return try end(row, session, as: action, at: now, in: writing)
            }
            return try go(&row, session, told, at: now, in: writing)
        }
        if let code, view.session.done.contains(.securityCode) {
            securityCodes.put(code, of: id, until: view.row.expires, now: clock.now)
        }
        if view.row.state == .ended { securityCodes.remove(of: id) }
        return try finished(view, told)
    }

    /// Keeps the session, or completes the checkout when nothing is left to do.
    private func go(
        _ row: inout CheckoutRow, _ session: CheckoutSession, _ told: Told, at now: Timestamp,
        in writing: any DirectoryWriting
    ) throws -> CheckoutView {
        if session.steps.isEmpty { return try complete(row, session, told, at: now, in: writing) }
        row.sealed = session.sealed(vault, as: row.id)
        try writing.update(checkout: row)
        return CheckoutView(row: row, session: session, facts: try facts(row, in: writing))
    }

    // MARK: The code

    /// Sends a code.
    ///
    /// - Parameters:
    ///   - channel: an index of the view's `channels`.
    ///   - completion: called once, from a thread that may wait.
    public func sendCode(
        to channel: Int, _ id: Int64, completion: @escaping @Sendable (Result<CheckoutView, any Error>) -> Void
    ) {
        do {
            let view = try view(id)
            guard view.row.state == .open, view.facts != nil else { return completion(.success(view)) }
            try view.session.expect(.authentication)
            let channels = view.channels
            guard channels.indices.contains(channel) else {
                throw CheckoutRefusal(.invalidParameter, "There is no such channel.")
            }
            codes.send(to: channels[channel], for: binding(view.row), language: view.session.language) { result in
                later { completion(Result { try sent(result.get(), channel, id) }) }
            }
        } catch {
            completion(.failure(error))
        }
    }

    private func sent(_ answer: CodeSending, _ channel: Int, _ id: Int64) throws -> CheckoutView {
        let next: Timestamp
        switch answer {
        case .sent(_, let at): next = at
        case .tooSoon: throw CheckoutRefusal(.retriesExceeded, "Another code cannot be sent yet.")
        case .locked: throw CheckoutRefusal(.accountInaccessible, "Too much was guessed.")
        case .undeliverable: throw CheckoutRefusal(.codeNotSent, "The code could not be sent.")
        }
        return try change(id) { session, _ in
            session.sentTo = channel
            session.nextSend = next
        }
    }

    /// Takes the code.
    public func enterCode(_ code: OneTimeCode, _ id: Int64) throws -> CheckoutView {
        let view = try view(id)
        guard view.row.state == .open, view.facts != nil else { return view }
        if view.session.done.contains(.authentication) { return view }
        try view.session.expect(.authentication)
        guard let channel = view.session.sentTo, view.channels.indices.contains(channel) else {
            throw CheckoutRefusal(.invalidRequest, "No code was sent.")
        }
        let sentTo = view.channels[channel]
        switch try codes.check(code, sentTo: sentTo, for: binding(view.row)) {
        case .right: break
        case .wrong(let left):
            throw CheckoutRefusal(.codeInvalid, "That is not the code; guesses left: \(left).")
        case .none: throw CheckoutRefusal(.codeInvalid, "That is not the code.")
        case .expired: throw CheckoutRefusal(.codeExpired, "The code is too old.")
        case .void: throw CheckoutRefusal(.retriesExceeded, "Too many guesses: ask for another code.")
        case .locked: throw CheckoutRefusal(.accountInaccessible, "Too much was guessed.")
        }
        return try change(id) { session, now in
            session.authenticated = now
            session.visitor?.proved = LinkedIdentity(sentTo)
            session.done.insert(.authentication)
        }
    }

    private func binding(_ row: CheckoutRow) -> CodeBinding {
        CodeBinding(session: Array(session(of: row).utf8), client: row.client + " " + row.dpa, purpose: .checkout)
    }

    private func change(
        _ id: Int64, _ body: @escaping @Sendable (inout CheckoutSession, Timestamp) -> Void
    ) throws -> CheckoutView {
        let told = Told()
        let view = try store.write { [self] writing in
            told.value = false
            let now = clock.now
            var (row, session) = try window(id, in: writing)
            guard row.state == .open else {
                return CheckoutView(row: row, session: session, facts: try facts(row, in: writing))
            }
            body(&session, now)
            return try go(&row, session, told, at: now, in: writing)
        }
        return try finished(view, told)
    }
}
