// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Directory
internal import Store
internal import Synchronization
internal import Vault

/// The clients, accounts and cards that a sandbox has from the start (processing 12): rows like all others, under the
/// documented numbers, made when a program is first asked about. Numbers that are made later are above 100,000.
struct SandboxCards: Sendable {
    static let client: Int64 = 40_000
    static let account: Int64 = 60_001
    static let firstCard: Int64 = 70_001
    /// Nobody answers for this one.
    static let silentCard: Int64 = 70_091
    /// It stands for the first card's number in a search; it is no PAN.
    static let documentedNumber = "1234567890123456"

    /// A card of processing 12, and the state that makes its answer.
    struct Card: Sendable {
        var number: Int64
        /// A PAN of the range 518600 without its check digit, so that no PAN is written down whole but the documented
        /// one.
        var body: String
        var expiry = "2912"
        var status = CardStatus.ok
        var classifier = CardContractRow.Classifier.normal
        var cbsNumber: String?
        var productionCode: String? = "NWOPIN_NOPROD"
    }

    static let cards = [
        Card(number: 70_001, body: "518600170000972", cbsNumber: "CBS83863371812034"),
        Card(number: 70_002, body: "518600000000000", classifier: .whitelist),
        Card(number: 70_005, body: "518600000000005", status: .temporaryBlock),
        Card(number: 70_041, body: "518600000000041", status: .lost),
        Card(number: 70_054, body: "518600000000054", expiry: "2001"),
        Card(number: 70_085, body: "518600000000085", classifier: .yellowlist),
        Card(number: 70_090, body: "518600000000090", classifier: .blacklist),
        Card(number: 70_091, body: "518600000000091"),
        Card(number: 90_001, body: "518600000009001"),
        Card(number: 10_102, body: "518600000001010", productionCode: nil),
    ]

    let store: any DirectoryStore
    let vault: Vault
    let clock: any WallClock

    /// The tokens of other requestors that the first card has: one in each status, the first one documented.
    private static func walletTokens(_ now: Timestamp) -> [WalletToken] {
        let google = ("50120834693", "Google Pay", "C")
        let phone = ("50110030273", "Device Wallet", "S")
        let rows: [(ContractToken.Status, String, (String, String, String))] = [
            (.active, "5598765432109876", google), (.suspended, "5598765432109877", phone),
            (.inactive, "5598765432109878", phone),
        ]
        return rows.enumerated().map { index, row in
            WalletToken(
                status: row.0, clearNumber: row.1, expiry: "2912", requestorId: row.2.0, walletName: row.2.1,
                type: row.2.2, reference: String(repeating: "0", count: 31) + String(index + 1), created: now)
        }
    }

    /// Makes what is not there. Cheap when it is.
    func prepare(_ directory: Int64, _ products: [CardProductSetting]) throws {
        guard try store.read({ try $0.processorClient(number: Self.client, directory: directory) }) == nil,
            let product = products.first(where: { "518600".hasPrefix($0.prefix) }) ?? products.first
        else { return }
        let ids = store.reserveProcessorIDs(Self.cards.count + 2)
        let now = clock.now
        try store.write { [self] writing in
            // Another call may have been faster.
            guard try writing.processorClient(number: Self.client, directory: directory) == nil else { return }
            try insertHolder(ids, directory, product.code, now, in: writing)
            for (card, id) in zip(Self.cards, ids.dropFirst(2)) {
                let row = try row(card, id: id, directory, product.code, now)
                if let row { try writing.insert(contract: row) }
            }
        }
    }

    private func insertHolder(
        _ ids: Range<Int64>, _ directory: Int64, _ product: String, _ now: Timestamp, in writing: any DirectoryWriting
    ) throws {
        let (client, account) = (ids.lowerBound, ids.lowerBound + 1)
        let holder = StoredClient(clientNumber: "SANDBOX", clientType: "PR", shortName: "TEST C")
        try writing.insert(
            client: ProcessorClientRow(
                id: client, directory: directory, number: Self.client,
                sealed: vault.seal(holder.encoded, as: SealedRow(.client, client)), created: now))
        let stored = StoredAccount(accountContractNumber: "SANDBOX")
        try writing.insert(
            account: ProcessorAccountRow(
                id: account, directory: directory, number: Self.account, client: Self.client, productCode: product,
                sealed: vault.seal(stored.encoded, as: SealedRow(.account, account)), created: now))
    }

    private func row(
        _ card: Card, id: Int64, _ directory: Int64, _ product: String, _ now: Timestamp
    ) throws -> CardContractRow? {
        guard let pan = (0...9).lazy.compactMap({ try? PAN(card.body + String($0)) }).first,
            let expiry = Expiry(yymm: card.expiry)
        else { return nil }
        var stored = StoredCardContract(
            pan: pan, expiry: expiry,
            details: CardDetails(cbsNumber: card.cbsNumber, productionCode: card.productionCode),
            made: StatusChange(status: card.status, previous: nil, changed: now, reason: nil, officer: "sandbox"))
        if card.number == Self.firstCard { stored.walletTokens = Self.walletTokens(now) }
        return CardContractRow(
            id: id, directory: directory, number: card.number, account: Self.account, client: Self.client,
            productCode: product, statusCode: card.status.rawValue, isActivated: card.productionCode != nil,
            classifier: card.classifier, pan: vault.panIndex(pan, directory: directory),
            cbs: card.cbsNumber.map { vault.blindIndex(.cbsNumber, directory: directory, value: Array($0.utf8)) },
            sealed: vault.seal(stored.encoded, as: SealedRow(.cardContract, id)), created: now)
    }
}
