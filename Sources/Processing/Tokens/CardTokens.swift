// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Directory
public import Store
internal import Tokenization
public import Vault

/// The tokens of card contracts: lists, and changes by the issuer (processing 9).
public struct CardTokens: Sendable {
    private let store: any DirectoryStore
    private let vault: Vault
    private let clock: any WallClock
    private let management: CardManagement
    private let mint: TokenMint

    public init(store: any DirectoryStore, vault: Vault, clock: any WallClock, management: CardManagement) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.management = management
        mint = TokenMint(vault: vault)
    }

    // MARK: Lists

    /// The tokens of all cards that a client holds.
    ///
    /// - Throws: CLIENT_DOES_NOT_EXIST.
    public func tokens(ofClient number: Int64, _ filter: TokenFilter, _ call: ProcessingCall) throws -> [ContractToken]
    {
        try management.sandbox?.prepare(call.directory, call.products)
        return try store.read { reading in
            guard try reading.processorClient(number: number, directory: call.directory) != nil else {
                throw ProcessingError.noClient(number)
            }
            return try reading.cardContracts(ofClient: number, directory: call.directory).flatMap {
                try tokens(of: $0, in: reading)
            }
        }
        .filter { filter.takes($0.status) }
    }

    /// The tokens of a card.
    ///
    /// - Throws: CARD_CONTRACT_DOES_NOT_EXIST.
    public func tokens(ofCard number: Int64, _ filter: TokenFilter, _ call: ProcessingCall) throws -> [ContractToken] {
        try management.sandbox?.prepare(call.directory, call.products)
        return try store.read { reading in
            guard let row = try reading.cardContract(number: number, directory: call.directory) else {
                throw ProcessingError.noCard(number)
            }
            return try tokens(of: row, in: reading)
        }
        .filter { filter.takes($0.status) }
    }

    /// One token by its number.
    ///
    /// - Throws: TOKEN_DOES_NOT_EXIST, also for one of another program.
    public func token(clearNumber: String, _ call: ProcessingCall) throws -> ContractToken {
        try management.sandbox?.prepare(call.directory, call.products)
        let found = try store.read { reading -> ContractToken? in
            let row: CardContractRow?
            if let card = mint.card(ofTokenNumber: Array(clearNumber.utf8)),
                let attempt = try reading.tokenAttempt(ofCard: card)
            {
                row = try reading.cardContract(row: attempt.contract)
            } else {
                // Tokens of wallets have no index: the sandbox alone has some, on one card.
                row =
                    try management.sandbox == nil
                    ? nil : reading.cardContract(number: SandboxCards.firstCard, directory: call.directory)
            }
            guard let row, row.directory == call.directory else { return nil }
            return try tokens(of: row, in: reading).first { $0.clearNumber == clearNumber }
        }
        guard let found else { throw ProcessingError.noToken }
        return found
    }

    private func tokens(of row: CardContractRow, in reading: any DirectoryReading) throws -> [ContractToken] {
        let contract = try management.view(row)
        let name = try clientName(row, in: reading)
        let own = try reading.tokenAttempts(ofContract: row.id).compactMap { attempt in
            try reading.token(of: attempt.card).map { try token($0, contract, name) }
        }
        return own + contract.card.walletTokens.map { token($0, contract, name) }
    }

    private func clientName(_ row: CardContractRow, in reading: any DirectoryReading) throws -> String {
        guard let client = try reading.processorClient(number: row.client, directory: row.directory) else { return "" }
        return try StoredClient(encoded: vault.open(client.sealed, as: SealedRow(.client, client.id))).shortName
    }

    private func token(_ row: TokenRow, _ contract: ContractView, _ clientName: String) throws -> ContractToken {
        guard let record = try mint.open(row) else {
            throw StoreError(.engine, "the token of card \(row.card) is not readable")
        }
        return ContractToken(
            cardContractId: contract.row.number, cardContractNumber: contract.card.maskedNumber,
            clientId: contract.row.client, clientShortName: clientName,
            panUniqueReference: vault.reference48(.pan, of: row.card), created: row.created,
            expiry: record.expirationYear.suffix(2) + record.expirationMonth, clearNumber: record.tokenNumber,
            requestorId: TokenRequestorID.clickToPay.value, status: ContractToken.Status(row.state), type: "F",
            uniqueReference: vault.reference48(.token, of: row.card), walletName: TokenRequestorID.clickToPayWalletName)
    }

    private func token(_ token: WalletToken, _ contract: ContractView, _ clientName: String) -> ContractToken {
        ContractToken(
            cardContractId: contract.row.number, cardContractNumber: contract.card.maskedNumber,
            clientId: contract.row.client, clientShortName: clientName,
            panUniqueReference: "FWSPMC0000000001" + token.reference, created: token.created, expiry: token.expiry,
            clearNumber: token.clearNumber, requestorId: token.requestorId, status: token.status, type: token.type,
            uniqueReference: "DWSPMC0000000001" + token.reference, walletName: token.walletName)
    }

    // MARK: Changes

    /// Changes one token of a card, or all; the issuer is not told of it (processing 9.2). Of all tokens those are left
    /// alone whose state does not allow the change. All or nothing.
    ///
    /// - Throws: CARD_CONTRACT_DOES_NOT_EXIST; TOKEN_DOES_NOT_EXIST when there is none, or the one is deactivated;
    ///   REQUEST_VALIDATION when no token's state allows it.
    public func set(_ request: TokenStatusRequest, ofCard number: Int64, _ call: ProcessingCall) throws {
        try management.sandbox?.prepare(call.directory, call.products)
        let now = clock.now
        try store.write { [self] writing in
            guard let row = try writing.cardContract(number: number, directory: call.directory) else {
                throw ProcessingError.noCard(number)
            }
            var card = try management.view(row).card
            var (found, changed) = (0, 0)
            func note(_ body: () throws -> Void) throws {
                found += 1
                do {
                    try body()
                    changed += 1
                } catch TokenRefusal.notInThisState {}
            }
            for attempt in try writing.tokenAttempts(ofContract: row.id) {
                guard let token = try writing.token(of: attempt.card), try isMeant(token, by: request) else { continue }
                try note {
                    try management.tokens.apply(
                        request.change.tokenChange, toTokenOf: token.card, directory: row.directory, as: .issuer,
                        by: call.requestor, at: now, in: writing)
                }
            }
            for index in card.walletTokens.indices where card.walletTokens[index].isMeant(by: request) {
                try note { try card.walletTokens[index].apply(request.change) }
            }
            guard found > 0 else { throw ProcessingError.noToken }
            guard changed > 0 else {
                throw ProcessingError.validation("tokenStatus", "is not possible in the state of the token")
            }
            try replace(row, card, in: writing)
        }
    }

    private func isMeant(_ token: TokenRow, by request: TokenStatusRequest) throws -> Bool {
        guard let number = request.clearNumber else { return true }
        return try mint.open(token)?.tokenNumber == number
    }

    private func replace(_ row: CardContractRow, _ card: StoredCardContract, in writing: any DirectoryWriting) throws {
        guard !card.walletTokens.isEmpty else { return }
        var new = row
        new.sealed = vault.seal(card.encoded, as: SealedRow(.cardContract, row.id))
        try writing.replace(row, by: new)
    }
}

extension TokenStatusRequest.Change {
    fileprivate var tokenChange: TokenChange {
        switch self {
        case .suspend: .suspend
        case .resume: .resume
        case .deactivate: .delete
        }
    }
}

extension WalletToken {
    fileprivate func isMeant(by request: TokenStatusRequest) -> Bool {
        status != .deactivated && (request.clearNumber.map { $0 == clearNumber } ?? true)
    }
}

extension ContractToken.Status {
    init(_ state: TokenRow.State) {
        switch state {
        case .inactive: self = .inactive
        case .active: self = .active
        case .suspended: self = .suspended
        }
    }
}
