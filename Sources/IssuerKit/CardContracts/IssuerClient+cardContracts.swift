// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import Cryptography
internal import Foundation
internal import WireJSON

/// Enrolling cards whose numbers this process never has (processing 1.1, 14): the processor gives the card's data
/// encrypted to the network's key, and it is handed on as it came.
extension IssuerClient {
    /// Cards of one batch at most (processing 4).
    public static let contractCardsMax = 250

    /// The tokens of a card, of all wallets.
    ///
    /// - Throws: `refused` with `CARD_CONTRACT_DOES_NOT_EXIST`.
    public func tokens(of card: CardContractID) throws(IssuerClientError) -> [ListedToken] {
        let path = profile.paths.processing + "/cards/\(card.value)/tokens"
        return try call { () throws(IssuerClientError) in
            try self.exchange.send("GET", path, base: self.origin)
        } read: {
            ListedToken.list($0)
        }
    }

    /// What card management says of a card. The profile needs a `payloadKeyFile`, because the answer is encrypted.
    ///
    /// - Throws: `refused` with `CARD_CONTRACT_DOES_NOT_EXIST`.
    public func cardContract(_ card: CardContractID) throws(IssuerClientError) -> CardContractState {
        let path = profile.paths.cardManagement + "/cards/\(card.value)"
        return try managed(CardContractState.init) { () throws(IssuerClientError) in
            try self.exchange.send("GET", path, base: self.origin)
        }
    }

    /// Enrolls one card and waits until it is in the directory, unless it is not in order or enabled already.
    ///
    /// The processor does not look at the card's status when it gives the data. It is asked for before, where the
    /// profile has a `payloadKeyFile`; else a blocked card fails at the enrollment, as `ISSUER_DECLINED`.
    ///
    /// - Parameter evenIfEnabled: whether a card that has a token of Click to Pay is enrolled all the same: for
    ///   another consumer, say.
    /// - Throws: `refused` with the processor's reason, or with the network's.
    public func enrollCard(
        contract card: ContractCard, of consumer: Consumer, compliance: ComplianceSettings = .publishedDocuments,
        externalConsumerId: ExternalID? = nil, externalCardId: ExternalID? = nil, evenIfEnabled: Bool = false
    ) throws(IssuerClientError) -> ContractOutcome {
        if try payloadKey() != nil {
            let state = try cardContract(card.cardContractId)
            let day = options.clock.now.day
            if !state.isInOrder(CalendarMonth(year: day.year, month: day.month)) { return .notInOrder(state) }
        }
        if !evenIfEnabled, let token = try tokens(of: card.cardContractId).first(where: \.enablesClickToPay) {
            return .alreadyEnabled(token)
        }
        var request = JSONWriter(capacity: 512)
        request.object { writer in
            writer.member("enrollType", "SYNCHRONOUS")
            writer.object("synchronousRequest") { card.writeMembers(to: &$0) }
        }
        let response = try repeated { () throws(IssuerClientError) in
            try self.withNetworkKey { (key) throws(IssuerClientError) in
                let data = try self.cardData(request.bytes, to: key)
                return try self.enrollOnce(
                    encrypted: data, of: consumer, compliance: compliance, externalConsumerId: externalConsumerId,
                    externalCardId: externalCardId)
            }
        }
        return .enrolled(response)
    }

    /// Sends a batch of cards, 250 at most. All of them or none: one that the processor does not know refuses the
    /// batch. Cards that are not in order are to be left out before; see `cardContract`.
    ///
    /// What the processor gives is encrypted anew each time, but for the same cards the same content: the batch may be
    /// sent again under its id.
    public func enrollBatch(
        externalBatchId: ExternalID, contracts: [ContractConsumer]
    ) throws(IssuerClientError) -> BatchAccepted {
        let count = contracts.reduce(0) { $0 + $1.cards.count }
        guard (1...Self.contractCardsMax).contains(count) else {
            throw IssuerClientError(.invalidRequest("1 to \(Self.contractCardsMax) cards can be sent at once"))
        }
        guard options.generation == .v1 else {
            throw IssuerClientError(.invalidRequest("card data for a batch is of the first generation of the API"))
        }
        var request = JSONWriter(capacity: 64 + count * 512)
        request.object { writer in
            writer.member("enrollType", "ASYNCHRONOUS")
            writer.object("asynchronousRequest") { writer in
                writer.array("consumers") { writer in for consumer in contracts { consumer.write(to: &writer) } }
            }
        }
        return try repeated { () throws(IssuerClientError) in
            try self.withNetworkKey { (key) throws(IssuerClientError) in
                let data = try self.cardData(request.bytes, to: key)
                return try self.submit(externalBatchId, data, self.profile.paths.batch)
            }
        }
    }

    // MARK: Card data

    private static let keyHeader = "Enroll-Client-Encryption-Key"

    /// A JWE that only the network can open.
    private func cardData(_ request: [UInt8], to key: NetworkKeyProvider.Key) throws(IssuerClientError) -> [UInt8] {
        let text = Data(key.publicKey.subjectPublicKeyInfo).base64EncodedString()
        let data = try exchange.send(
            "POST", profile.paths.processing + "/cards/searches", base: origin,
            headers: [(Self.keyHeader, text)], body: request
        ).read { Self.cardData($0) }
        // Whatever else it is, it must be nothing that this process could read.
        guard data.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).count == 5 else {
            throw IssuerClientError(.unexpectedAnswer(status: 200, "the card data is not encrypted"))
        }
        return data
    }

    /// A text, or an object that holds one (processing 16, 2).
    private static func cardData(_ value: JSONValue) -> [UInt8]? {
        guard let member = value["cardData"] ?? value["enrollmentData"] else { return nil }
        let text = member.string ?? member["encryptedData"]?.string ?? member["encryptedValue"]?.string
        return text.map { Array($0.utf8) }
    }

}
