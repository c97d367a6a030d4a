// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import IssuerKit
internal import Synchronization

/// The bank's dealings with the network, by IssuerKit alone. Calls block.
final class ClickToPayDesk: Sendable {
    /// The bank's own card ranges; where they end only it knows (token-connect 3).
    static let ranges = ["512034", "518600", "529999"].compactMap { prefix -> IssuerRange? in
        let digits = AccountRangeStart.digits - prefix.utf8.count
        guard let start = try? AccountRangeStart(prefix + String(repeating: "0", count: digits)),
            let end = try? AccountRangeStart(prefix + String(repeating: "9", count: digits))
        else { return nil }
        return IssuerRange(start: start, end: end)
    }

    let client: IssuerClient
    let records: BankRecords
    let clock: any WallClock
    let entropy: any EntropySource
    let log: Log
    /// The card product of cards whose numbers the bank does not see.
    let productCode: String
    /// Where consumers come back to, without the value that binds the return.
    let returnURL: CallbackURL
    /// Whether the network's page sends the customer to the bank's own authentication before it is done
    /// (token-connect 5.4).
    let authenticatesOnTheWay: Bool
    private let eligibility = Mutex<PushEligibility?>(nil)
    /// An id stands for the same picture for ever (token-connect 4).
    private let logos = Mutex<[String: TokenRequestorAsset.Content]>([:])
    /// One caller at a time has the processor make a card.
    private let making = Mutex<Void>(())

    init(
        client: IssuerClient, records: BankRecords, clock: any WallClock, entropy: any EntropySource, log: Log,
        productCode: String, returnURL: CallbackURL, authenticatesOnTheWay: Bool
    ) {
        self.authenticatesOnTheWay = authenticatesOnTheWay
        self.client = client
        self.records = records
        self.clock = clock
        self.entropy = entropy
        self.log = log
        self.productCode = productCode
        self.returnURL = returnURL
    }

    // MARK: Whom a card may be offered to

    /// The token requestor that takes a card; nil when it must not be offered (token-connect 3).
    func requestor(for face: CardFace) throws(IssuerClientError) -> TokenRequestor? {
        try requestor(forCardsOf: face.firstSix)
    }

    /// The same for all cards whose numbers begin with these six digits.
    func requestor(forCardsOf firstSix: String) throws(IssuerClientError) -> TokenRequestor? {
        let eligibility = try currentEligibility()
        guard let range = Self.ranges.first(where: { $0.start.value.hasPrefix(firstSix) }),
            case .offer(let requestor) = eligibility.verdict(for: range.start)
        else { return nil }
        return requestor
    }

    private func currentEligibility() throws(IssuerClientError) -> PushEligibility {
        let now = clock.now
        if let known = eligibility.withLock({ $0 }), !known.isStale(at: now) { return known }
        let answer = try client.eligibleTokenRequestors(Self.ranges.map(\.start))
        let fresh = PushEligibility(answer, ranges: Self.ranges, fetchedAt: now)
        eligibility.withLock { $0 = fresh }
        return fresh
    }

    /// What was known is wrong after an unexpected refusal (token-connect 14).
    func forgetEligibility() { eligibility.withLock { $0 = nil } }

    /// The requestor's picture; a drawn one only where there is no other, because it can hold more than a picture.
    func logo(_ id: String) throws(IssuerClientError) -> TokenRequestorAsset.Content? {
        if let known = logos.withLock({ $0[id] }) { return known }
        guard let content = try client.asset(id: id).content(of: ["image/png", "image/svg+xml"]) else { return nil }
        logos.withLock { $0[id] = content }
        return content
    }

    /// The origins that the network's pages have: where a form of the bank may lead to, and where it may send anybody
    /// back to.
    func networkURLs() -> [String] {
        var urls = [client.profile.origin].compactMap { $0.map { $0 + "/" } }
        let start = Self.ranges.first?.start
        if let start, case .offer(let requestor)? = eligibility.withLock({ $0 })?.verdict(for: start) {
            urls += requestor.availablePushMethods?.filter { $0.type == .web }.map(\.uri) ?? []
        }
        return urls
    }

    // MARK: Faces

    /// What can be shown of a card. For one that the processor keeps it is made when it is first asked for; nil when it
    /// cannot be made now.
    func face(of card: DemoCard, _ customer: DemoCustomer) throws -> CardFace? {
        if let pan = card.pan { return CardFace(pan) }
        if let known = try records.face(ofCard: card.id) { return known }
        return try making.withLock { _ in
            if let known = try records.face(ofCard: card.id) { return known }
            do {
                return try make(card, customer)
            } catch let error as IssuerClientError {
                note(error, "a card cannot be made by the processor")
                return nil
            }
        }
    }

    private func make(_ card: DemoCard, _ customer: DemoCustomer) throws -> CardFace? {
        let (holder, account) = try records.holder(of: customer.userName) ?? makeHolder(customer)
        var contract = IssuerClient.NewCardContract(accountContractId: account, productCode: productCode)
        contract.clientId = holder
        contract.expiry = CardFace.expiryOfAll
        contract.embossedFirstName = customer.firstName
        contract.embossedLastName = customer.lastName
        let id = try client.createCardContract(contract)
        let state = try client.cardContract(id)
        guard let expiry = CardFace.expiryOfAll else { return nil }
        let face = CardFace(
            firstSix: String(state.cardContractNumber.prefix(6)), lastFour: String(state.cardContractNumber.suffix(4)),
            expiry: expiry, contract: id)
        try records.keep(face, ofCard: card.id)
        return face
    }

    private func makeHolder(_ customer: DemoCustomer) throws -> (client: Int64, account: Int64) {
        let holder = try client.createProcessorClient(
            clientNumber: customer.userName, firstName: customer.firstName, lastName: customer.lastName,
            shortName: String(customer.fullName.prefix(64)))
        let account = try client.createProcessorAccount(
            accountContractNumber: customer.userName + "-cards", clientId: holder, productCode: productCode)
        try records.keep(holder: customer.userName, client: holder, account: account)
        return (holder, account)
    }

    /// Reasons are words of the contract, and hold nothing of what was sent.
    func note(_ error: IssuerClientError, _ message: StaticString) {
        log.warning(
            message, .identifier("reason", error.reason), .identifier("correlationId", error.correlationId ?? "none"))
    }
}
