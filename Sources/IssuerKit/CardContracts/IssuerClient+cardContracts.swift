// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

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
        let (path, base) = (profile.paths.processing + "/cards/\(card.value)/tokens", try processingBase())
        return try call { () throws(IssuerClientError) in
            try self.exchange.send("GET", path, base: base)
        } read: {
            ListedToken.list($0)
        }
    }

    /// Enrolls one card and waits until it is in the directory, unless it is enabled already.
    ///
    /// The processor does not look at the card's status here: a blocked card fails at the enrollment, as
    /// `ISSUER_DECLINED`.
    ///
    /// - Parameter evenIfEnabled: whether a card that has a token of Click to Pay is enrolled all the same: for
    ///   another consumer, say.
    /// - Throws: `refused` with the processor's reason, or with the network's.
    public func enrollCard(
        contract card: ContractCard, of consumer: Consumer, compliance: ComplianceSettings = .publishedDocuments,
        externalConsumerId: ExternalID? = nil, externalCardId: ExternalID? = nil, evenIfEnabled: Bool = false
    ) throws(IssuerClientError) -> ContractOutcome {
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
    /// batch.
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
            "POST", profile.paths.processing + "/cards/searches", base: try processingBase(),
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

    func processingBase() throws(IssuerClientError) -> String {
        guard let origin = profile.origin else {
            throw IssuerClientError(.configuration("baseURL of the profile must be an http or https URL"))
        }
        return origin
    }
}
