// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
internal import ClickToPay
public import Store
internal import Tokenization
public import Vault
internal import WireJSON

/// Writes what an issuer is told of its cards' tokens (processing 7.1, 7.5): TAR when the authorization was answered,
/// TCN when the token is there, TVN when it changed. No event holds a PAN, a token number or personal data.
///
/// It makes drafts; who changes a card inserts them in the same transaction, and says so when that is on disk.
public struct Notifications: Sendable {
    /// The requestor of Click to Pay and the name that its tokens go by (enrollment 6.2).
    private static let tokenRequestorId = TokenRequestorID.clickToPay.value
    private static let walletName = TokenRequestorID.clickToPayWalletName

    private let vault: Vault
    private let clock: any WallClock
    private let wanted: @Sendable (Int64) -> Bool
    private let wake: @Sendable () -> Void
    private let contract: Contract

    /// The numbers of the card contract behind a card (its row number) of a directory; nil when there is none.
    public typealias Contract = @Sendable (_ card: Int64, _ directory: Int64) throws -> ContractNumbers?
    public typealias ContractNumbers = (cardContractId: Int64, clientId: Int64)

    /// - Parameters:
    ///   - isWanted: whether the program of a directory has an endpoint. For one without, nothing is written.
    ///   - wake: called when notifications are on disk.
    ///   - contract: by what numbers an issuer that sees no PAN knows a card (processing 7.5).
    public init(
        vault: Vault, clock: any WallClock, isWanted: @escaping @Sendable (Int64) -> Bool,
        wake: @escaping @Sendable () -> Void, contract: @escaping Contract = { _, _ in nil }
    ) {
        self.contract = contract
        self.vault = vault
        self.clock = clock
        self.wanted = isWanted
        self.wake = wake
    }

    /// Itself when the program of a directory wants notifications, else nil.
    public func wanted(by directory: Int64) -> Notifications? { wanted(directory) ? self : nil }

    /// What was inserted is on disk.
    public func kept() { wake() }

    /// Why a token changed.
    public enum UpdateReason: String, Sendable {
        case suspended = "SUSPENDED"
        case resumed = "RESUMED"
        case deactivated = "DEACTIVATED"
        case panUpdate = "PAN_UPDATE"
        case expiryUpdate = "EXPIRY_UPDATE"
    }

    // MARK: Events

    /// TAR and TCN of a card whose token was made, in this order.
    ///
    /// - Parameter issuer: the directory of the program to be told, where the card does not stand in it.
    public func enrolled(
        _ card: CardRow, token: TokenRow, externalConsumerId: String?, issuer: Int64? = nil
    ) throws -> [NotificationDraft] {
        let subject = Subject(card, externalConsumerId, issuer)
        let expiry = try tokenExpiry(token)
        // Inactive: the issuer wants more authentication first (processing 7.3, 10.1).
        let (decision, code) =
            token.state == .inactive ? ("REQUIRE_ADDITIONAL_AUTHENTICATION", "85") : ("APPROVED", "00")
        return [
            try draft("TAR", subject) { writer in
                writer.member("decision", decision)
                writer.member("responseCode", code)
            },
            try draft("TCN", subject) { writer in
                writer.member("decision", decision)
                write(token, status: token.state.word, expiry, to: &writer)
            },
        ]
    }

    /// TAR of a card whose tokenization was declined.
    public func declined(_ card: DeclinedCard) throws -> NotificationDraft {
        try draft("TAR", Subject(card)) { writer in
            writer.member("decision", "DECLINED")
            writer.member("responseCode", card.answer.responseCode)
            writer.member("declineReason", card.answer.reason)
        }
    }

    /// TVN of a card whose token changed or went, in the job that changes it, when the issuer of the card wants to be
    /// told. Returns whether it does.
    @discardableResult
    func insertUpdate(
        of card: CardRow, token: TokenRow, _ reason: UpdateReason, to writing: any DirectoryWriting
    ) throws -> Bool {
        let issuer = try writing.issuer(ofCard: card.id)
        guard wanted(issuer ?? card.directory) else { return false }
        let name = try writing.consumer(card.consumer)?.externalConsumerId
        try writing.insert(notifications: [updated(card, token: token, Subject(card, name, issuer), reason)])
        return true
    }

    private func updated(
        _ card: CardRow, token: TokenRow, _ subject: Subject, _ reason: UpdateReason
    ) throws -> NotificationDraft {
        let expiry = try tokenExpiry(token)
        return try draft("TVN", subject) { writer in
            write(token, status: reason == .deactivated ? "Deactivated" : token.state.word, expiry, to: &writer)
            writer.member("updateReason", reason.rawValue)
        }
    }

    /// That a checkout has stored data with the issuer of a card: which, never what (checkout 6.3). Returns whether the
    /// issuer wants to be told.
    @discardableResult
    public func insertDataUpdate(
        of card: CardRow, fields: [String], srcCorrelationId: String, to writing: any DirectoryWriting
    ) throws -> Bool {
        let issuer = try writing.issuer(ofCard: card.id)
        guard wanted(issuer ?? card.directory) else { return false }
        let name = try writing.consumer(card.consumer)?.externalConsumerId
        let draft = try draft("CONSUMER_DATA_UPDATED", Subject(card, name, issuer)) { writer in
            writer.member("srcConsumerId", vault.publicID(.consumer, of: card.consumer))
            writer.member("srcCorrelationId", srcCorrelationId)
            writer.member("fields", fields)
        }
        try writing.insert(notifications: [draft])
        return true
    }

    /// Tells of the tokens of cards that are about to go, in the job that removes them.
    func insertDeactivation(of cards: [CardRow], to writing: any DirectoryWriting) throws {
        for card in cards {
            guard let token = try writing.token(of: card.id) else { continue }
            try insertUpdate(of: card, token: token, .deactivated, to: writing)
        }
    }

    // MARK: Writing

    /// What every event says of its card.
    private struct Subject {
        var id: Int64
        /// Of the program that is told.
        var directory: Int64
        var number: String
        var isCard: Bool
        var externalConsumerId: String?
        var externalCardId: String?

        init(_ card: CardRow, _ externalConsumerId: String?, _ issuer: Int64?) {
            id = card.id
            directory = issuer ?? card.directory
            number = Self.masked(card.bin, card.lastFour)
            isCard = true
            self.externalConsumerId = externalConsumerId
            externalCardId = card.externalCardId
        }

        init(_ card: DeclinedCard) {
            id = card.id
            directory = card.directory
            number = Self.masked(card.bin, card.lastFour)
            isCard = false
            externalConsumerId = card.externalConsumerId
            externalCardId = card.externalCardId
        }

        /// `518600______9726`, whatever the length of the number.
        private static func masked(_ bin: Int64, _ lastFour: Int64) -> String {
            func padded(_ number: Int64, _ width: Int) -> String {
                let digits = String(number)
                return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
            }
            return padded(bin, 6) + "______" + padded(lastFour, 4)
        }
    }

    private func draft(
        _ type: String, _ subject: Subject, _ particulars: (inout JSONWriter) -> Void
    ) throws -> NotificationDraft {
        let now = clock.now
        let contract = try contract(subject.id, subject.directory)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("eventType", type)
            writer.member("eventDateTime", now.iso8601)
            // A card is tokenized once: its row stands for the attempt, and for what follows from it.
            writer.member("correlationId", vault.publicID(.tokenization, of: subject.id))
            if let contract {
                writer.key("cardContractId")
                writer.int(contract.cardContractId)
                writer.key("clientId")
                writer.int(contract.clientId)
            }
            writer.member("cardContractNumber", subject.number)
            writer.member("srcDigitalCardId", subject.isCard ? vault.publicID(.card, of: subject.id) : nil)
            writer.member("externalConsumerId", subject.externalConsumerId)
            writer.member("externalCardId", subject.externalCardId)
            writer.member("tokenRequestorId", Self.tokenRequestorId)
            writer.member("walletName", Self.walletName)
            particulars(&writer)
        }
        return NotificationDraft(
            directory: subject.directory, subject: subject.id, body: writer.bytes, created: now)
    }

    private func write(_ token: TokenRow, status: String, _ expiry: String, to writer: inout JSONWriter) {
        writer.member("tokenUniqueReference", vault.reference48(.token, of: token.card))
        writer.member("tokenStatus", status)
        writer.member("tokenExpiryDate", expiry)
        // Card on file (processing 9.1).
        writer.member("tokenType", "F")
    }

    /// `YYMM`.
    private func tokenExpiry(_ token: TokenRow) throws -> String {
        guard let record = try TokenMint(vault: vault).open(token) else {
            throw StoreError(.engine, "the token of card \(token.card) is not readable")
        }
        return record.expirationYear.suffix(2) + record.expirationMonth
    }
}

extension TokenRow.State {
    /// The words of processing 9.1.
    var word: String {
        switch self {
        case .inactive: "Inactive"
        case .active: "Active"
        case .suspended: "Suspended"
        }
    }
}
