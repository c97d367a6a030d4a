// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// Some of the cards of an account, and how many there are (processing 6.3).
public struct AccountCards: Sendable {
    public var cards: [ContractView]
    public var offset: Int
    public var limit: Int
    /// Cards of the account that fit the call.
    public var total: Int
}

/// Which cards of an account are wanted (processing 6.3).
public struct AccountCardsQuery: Sendable {
    public static let limitMax = 100
    public static let limitStandard = 50

    public var offset = 0
    public var limit = limitStandard
    /// Nil: in any status.
    public var statuses: [CardStatus]?
    public var createdFrom: Timestamp?

    public init() {}
}

extension CardManagement {
    /// - Throws: CARD_CONTRACT_DOES_NOT_EXIST, also for a card of another program.
    public func card(_ number: Int64, _ call: ProcessingCall) throws -> ContractView {
        try sandbox?.prepare(call.directory, call.products)
        guard let row = try store.read({ try $0.cardContract(number: number, directory: call.directory) }) else {
            throw ProcessingError.noCard(number)
        }
        return try view(row)
    }

    /// The cards that a client holds, oldest first.
    ///
    /// - Throws: CLIENT_DOES_NOT_EXIST.
    public func cards(ofClient number: Int64, _ call: ProcessingCall) throws -> [ContractView] {
        try sandbox?.prepare(call.directory, call.products)
        return try store.read { reading in
            guard try reading.processorClient(number: number, directory: call.directory) != nil else {
                throw ProcessingError.noClient(number)
            }
            return try reading.cardContracts(ofClient: number, directory: call.directory)
        }
        .map(view)
    }

    /// The cards of an account, oldest first.
    ///
    /// - Throws: ACCOUNT_CONTRACT_DOES_NOT_EXIST.
    public func cards(
        ofAccount number: Int64, _ query: AccountCardsQuery, _ call: ProcessingCall
    ) throws -> AccountCards {
        try sandbox?.prepare(call.directory, call.products)
        let rows = try store.read { reading in
            guard try reading.processorAccount(number: number, directory: call.directory) != nil else {
                throw ProcessingError.noAccount(number)
            }
            return try reading.cardContracts(ofAccount: number, directory: call.directory)
        }
        let statuses = query.statuses.map { Set($0.map(\.rawValue)) }
        let fitting = rows.filter { row in
            statuses?.contains(row.statusCode) ?? true && query.createdFrom.map { row.created >= $0 } ?? true
        }
        return AccountCards(
            cards: try fitting.dropFirst(query.offset).prefix(query.limit).map(view), offset: query.offset,
            limit: query.limit, total: fitting.count)
    }

    /// The number of the card with this PAN or number in the core banking system (processing 6.4).
    ///
    /// - Throws: CARD_CONTRACT_DOES_NOT_EXIST.
    public func find(_ request: CardSearchRequest, _ call: ProcessingCall) throws -> Int64 {
        try sandbox?.prepare(call.directory, call.products)
        let (key, kind): (BlindIndex, BlindIndexKind)
        switch request.kind {
        case .cbs: (key, kind) = (cbsIndex(request.identifier, call.directory), .cbsNumber)
        case .number:
            if sandbox != nil, request.identifier == SandboxCards.documentedNumber { return SandboxCards.firstCard }
            guard let pan = try? PAN(request.identifier) else { throw ProcessingError.noSuchCard }
            (key, kind) = (vault.panIndex(pan, directory: call.directory), .pan)
        }
        // The newest of several that share a number in the core banking system.
        let found = try store.read {
            try $0.cardContracts(identifiedBy: key, kind: kind, directory: call.directory).last
        }
        guard let found else { throw ProcessingError.noSuchCard }
        return found.number
    }
}
