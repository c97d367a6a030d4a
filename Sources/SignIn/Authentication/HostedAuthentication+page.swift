// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault
internal import Verification

/// What the consumer does on the page (checkout 5.4). Each step gives the page as it is afterwards; a step of a page
/// that has ended changes nothing.
extension HostedAuthentication {
    /// What the page shows.
    public struct View: Sendable {
        /// As the page's address has it.
        public var page: String
        public var dpa: String
        public var origin: String?
        public var language: String?
        public var offersMemory: Bool
        public var offersPasskey: Bool
        public var channels: [ValidationChannel]
        /// The place of the channel that the last code went to; nil: none was sent.
        public var sentTo: Int?
        public var nextSend: Timestamp?
        public var status: Status
    }

    public enum Status: String, Sendable {
        case open = "PENDING"
        case authenticated = "AUTHENTICATED"
        case closed = "CLOSED"
        case switchConsumer = "SWITCH_CONSUMER"
        /// The account cannot be used now.
        case inaccessible = "ACCT_INACCESSIBLE"
    }

    /// How a consumer leaves.
    public enum Leaving: Sendable {
        case closed
        case switchConsumer
    }

    /// Nil: there is no such page, or it is over.
    public func view(_ page: String) throws -> View? {
        try current(page).map { view($0.row, $0.record) }
    }

    /// Sends a code.
    ///
    /// - Parameters:
    ///   - channel: the channel's id; nil: the first.
    ///   - completion: called once, from this thread or from that of the delivery. The failure is a `BrowserError`, or
    ///     a fault of the server; a nil view as `view` gives it.
    public func send(
        to channel: String?, _ page: String, completion: @escaping @Sendable (Result<View?, any Error>) -> Void
    ) {
        do {
            guard let (row, record) = try current(page) else { return completion(.success(nil)) }
            guard record.ending == nil else { return completion(.success(view(row, record))) }
            let start = IdentityValidation.Start(
                identity: record.identity, session: record.validation, channel: channel, client: row.client,
                dpa: row.dpa)
            validation.start(start, identity: record.identity) { [self] result in
                completion(
                    Result {
                        try settled(page) {
                            let started = try result.get()
                            return { record in
                                record.validation = started.session
                                record.channels = started.supported
                                record.sentTo = started.supported.firstIndex(of: started.channel)
                                record.nextSend = started.nextSendAt
                            }
                        }
                    })
            }
        } catch {
            completion(.failure(error))
        }
    }

    /// Takes a guess, as it was typed.
    ///
    /// - Throws: `BrowserError` for a code that is not right.
    public func enter(_ code: String, isRemembered: Bool, _ page: String) throws -> View? {
        guard let (row, record) = try current(page) else { return nil }
        guard record.ending == nil, let session = record.validation else { return view(row, record) }
        return try settled(page) {
            let identity = try validation.prove(session, code, client: row.client, dpa: row.dpa)
            return proof(identity, identity.email == nil ? .mobileCode : .emailCode, isRemembered)
        }
    }

    /// Uses the browser's passkey.
    ///
    /// - Throws: `BrowserError` when there is none, or nobody whom it lets in.
    public func usePasskey(isRemembered: Bool, _ page: String) throws -> View? {
        guard let (row, record) = try current(page) else { return nil }
        guard record.ending == nil else { return view(row, record) }
        return try settled(page) {
            guard passkeys(record.identity, record.appInstance), try validation.isSomebody(record.identity) else {
                throw BrowserError(.authInvalid, "There is no such passkey.")
            }
            return proof(record.identity, .passkey, isRemembered)
        }
    }

    public func leave(_ leaving: Leaving, _ page: String) throws -> View? {
        try settled(page) { { $0.ending = leaving == .closed ? .closed : .switchConsumer } }
    }

    private func proof(
        _ identity: LinkedIdentity, _ method: SignInMethod, _ isRemembered: Bool
    ) -> @Sendable (inout AuthenticationRecord) -> Void {
        { $0.ending = .proved(identity, method, isRemembered: isRemembered && $0.offersMemory) }
    }

    /// Writes what a step comes to, unless the page has ended meanwhile. An account that cannot be used ends it.
    private func settled(
        _ page: String, _ step: () throws -> @Sendable (inout AuthenticationRecord) -> Void
    ) throws -> View? {
        let change: @Sendable (inout AuthenticationRecord) -> Void
        do {
            change = try step()
        } catch let error as BrowserError where error.reason == .accountInaccessible {
            change = { $0.ending = .inaccessible }
        }
        guard let id = vault.row(of: page, kind: .authenticationPage) else { return nil }
        return try store.write { [self] writing in
            guard var (row, record) = try read(id, in: writing) else { return nil }
            if record.ending == nil {
                change(&record)
                row.sealed = vault.seal(record.encoded, as: SealedRow(.signIn, id))
                try writing.update(signIn: row)
            }
            return view(row, record)
        }
    }

    private func current(_ page: String) throws -> (row: SignInRow, record: AuthenticationRecord)? {
        guard let id = vault.row(of: page, kind: .authenticationPage) else { return nil }
        return try store.read { [self] in try read(id, in: $0) }
    }

    private func view(_ row: SignInRow, _ record: AuthenticationRecord) -> View {
        let status: Status =
            switch record.ending {
            case nil: .open
            case .proved?: .authenticated
            case .closed?: .closed
            case .switchConsumer?: .switchConsumer
            case .inaccessible?: .inaccessible
            }
        return View(
            page: vault.publicID(.authenticationPage, of: row.id), dpa: row.dpa, origin: record.origin,
            language: record.language, offersMemory: record.offersMemory,
            offersPasskey: passkeys(record.identity, record.appInstance), channels: record.channels,
            sentTo: record.sentTo.flatMap { record.channels.indices.contains($0) ? $0 : nil },
            nextSend: record.nextSend, status: status)
    }
}
