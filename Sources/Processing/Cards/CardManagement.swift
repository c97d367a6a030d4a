// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Directory
public import Store
public import Vault

/// A card contract in clear form.
public struct ContractView: Sendable {
    public var row: CardContractRow
    public var card: StoredCardContract
}

/// Card management for issuers that may not see PANs (processing 6): it makes clients, accounts and cards, and keeps
/// the cards' state. A PAN is made here, sealed, and never shown.
public struct CardManagement: Sendable {
    /// How long what became of a call with a key is remembered (processing 2).
    private static let idempotencyDuration = Duration.seconds(24 * 3600)
    /// How long a card is good when neither call nor product says it.
    private static let yearsValid = 4
    private static let numberAttemptsMax = 20

    let store: any DirectoryStore
    let vault: Vault
    let clock: any WallClock
    let tokens: TokenLifeCycle
    let sandbox: SandboxCards?
    private let numbers: CardNumbers
    private let calls = CallsInProgress()

    /// - Parameter isSandbox: whether the documented clients, accounts and cards of the sandbox are there
    ///   (processing 12).
    public init(
        store: any DirectoryStore, vault: Vault, clock: any WallClock, entropy: any EntropySource, isSandbox: Bool
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        tokens = TokenLifeCycle(store: store, vault: vault, clock: clock)
        sandbox = isSandbox ? SandboxCards(store: store, vault: vault, clock: clock) : nil
        numbers = CardNumbers(entropy: entropy, isSandbox: isSandbox)
    }

    /// Makes a client. Returns its number.
    public func create(_ request: ClientRequest, _ call: ProcessingCall) throws -> Int64 {
        let id = store.reserveProcessorIDs(1).lowerBound
        let client = ProcessorClientRow(
            id: id, directory: call.directory, number: id,
            sealed: vault.seal(StoredClient(request).encoded, as: SealedRow(.client, id)), created: clock.now)
        return try once(call) { writing in
            try writing.insert(client: client)
            try note("client.create", client.number, call, in: writing)
            return client.number
        }
    }

    /// Makes an account of a client. Returns its number.
    ///
    /// - Throws: CLIENT_DOES_NOT_EXIST.
    public func create(_ request: AccountRequest, _ call: ProcessingCall) throws -> Int64 {
        try sandbox?.prepare(call.directory, call.products)
        let id = store.reserveProcessorIDs(1).lowerBound
        let stored = StoredAccount(accountContractNumber: request.accountContractNumber)
        let account = ProcessorAccountRow(
            id: id, directory: call.directory, number: id, client: request.client, productCode: request.productCode,
            sealed: vault.seal(stored.encoded, as: SealedRow(.account, id)), created: clock.now)
        return try once(call) { writing in
            guard try writing.processorClient(number: request.client, directory: call.directory) != nil else {
                throw ProcessingError.noClient(request.client)
            }
            try writing.insert(account: account)
            try note("account.create", account.number, call, in: writing)
            return account.number
        }
    }

    /// Makes a card with a PAN of its product. Returns its number (processing 6.2).
    ///
    /// - Throws: REQUEST_VALIDATION for a product that the program does not have, ACCOUNT_CONTRACT_DOES_NOT_EXIST,
    ///   CLIENT_DOES_NOT_EXIST.
    public func create(_ request: CardRequest, _ call: ProcessingCall) throws -> Int64 {
        try sandbox?.prepare(call.directory, call.products)
        guard let product = call.products.first(where: { $0.code == request.productCode }) else {
            throw ProcessingError.validation("cardContract.productCode", "is not a card product of the program")
        }
        let id = store.reserveProcessorIDs(1).lowerBound
        let now = clock.now
        return try once(call) { [self] writing in
            guard let account = try writing.processorAccount(number: request.account, directory: call.directory)
            else { throw ProcessingError.noAccount(request.account) }
            let client = request.client ?? account.client
            guard try writing.processorClient(number: client, directory: call.directory) != nil else {
                throw ProcessingError.noClient(client)
            }
            let (pan, index) = try freeNumber(product, call.directory, in: writing)
            let made = StatusChange(
                status: .ok, previous: nil, changed: now, reason: nil, officer: call.requestor.actor)
            guard
                let expiry = request.expiry
                    ?? Expiry(month: call.today.month, year: call.today.year + Self.yearsValid)
            else { throw ProcessingError.validation("cardContract.cardExpiryDate", "is missing") }
            let card = StoredCardContract(pan: pan, expiry: expiry, details: request.details, made: made)
            try writing.insert(
                contract: CardContractRow(
                    id: id, directory: call.directory, number: id, account: account.number, client: client,
                    productCode: product.code, isActivated: card.production == .virtual, pan: index,
                    cbs: request.details.cbsNumber.map { cbsIndex($0, call.directory) },
                    sealed: vault.seal(card.encoded, as: SealedRow(.cardContract, id)), created: now))
            try note("contract.create", id, call, in: writing)
            return id
        }
    }

    /// A PAN that no card of the directory has.
    private func freeNumber(
        _ product: CardProductSetting, _ directory: Int64, in writing: any DirectoryWriting
    ) throws -> (PAN, BlindIndex) {
        for _ in 0..<Self.numberAttemptsMax {
            guard let pan = numbers.next(prefix: product.prefix) else { break }
            let index = vault.panIndex(pan, directory: directory)
            if try writing.cardContracts(identifiedBy: index, kind: .pan, directory: directory).isEmpty {
                return (pan, index)
            }
        }
        throw ProcessingError.validation("cardContract.productCode", "has no free card numbers")
    }

    func cbsIndex(_ number: String, _ directory: Int64) -> BlindIndex {
        vault.blindIndex(.cbsNumber, directory: directory, value: Array(number.utf8))
    }

    /// Runs what makes something, once for each idempotency key: the same call again gets the same number
    /// (processing 2).
    private func once(
        _ call: ProcessingCall, _ make: @escaping @Sendable (any DirectoryWriting) throws -> Int64
    ) throws -> Int64 {
        guard let idempotency = call.idempotency else { return try store.write(make) }
        let content = vault.blindIndex(.callContent, directory: call.directory, value: idempotency.content)
        let now = clock.now
        return try calls.run(idempotency.key, call.directory) {
            try store.write { writing in
                let known = try writing.idempotency(key: idempotency.key, directory: call.directory)
                if let known, known.expires > now {
                    guard known.content == content else { throw ProcessingError.keyUsed }
                    return known.number
                }
                let number = try make(writing)
                try writing.put(
                    idempotency: IdempotencyRow(
                        directory: call.directory, key: idempotency.key, content: content, number: number,
                        expires: now.advanced(by: Self.idempotencyDuration)))
                // As many as one call adds, and one more, so that they go faster than they come.
                _ = try writing.deleteIdempotency(expiredBefore: now, limit: 2)
                return number
            }
        }
    }

    func note(_ action: String, _ subject: Int64, _ call: ProcessingCall, in writing: any DirectoryWriting) throws {
        try writing.append(audit: audit(action, subject, call.directory, call.requestor, clock.now))
    }

    func view(_ row: CardContractRow) throws -> ContractView {
        ContractView(
            row: row,
            card: try StoredCardContract(encoded: vault.open(row.sealed, as: SealedRow(.cardContract, row.id))))
    }
}
