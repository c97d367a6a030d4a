// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import ClickToPay
internal import JOSE
internal import WireJSON

/// Making clients, accounts and cards at the processor, for an issuer that may not see card numbers (processing 6.1,
/// 6.2). Bodies go encrypted in both directions: the profile needs a `payloadKeyFile`.
///
/// Each call carries an idempotency key of its own, under which it is repeated by the retry policy: what is made is
/// made once.
extension IssuerClient {
    /// A card that card management is to make. It makes the number itself, and shows it to nobody.
    public struct NewCardContract: Sendable, Hashable {
        /// Of the account that the card belongs to.
        public var accountContractId: Int64
        /// 1 to 32 characters: a card product of the program.
        public var productCode: String
        /// Who holds the card; the account's owner when nil.
        public var clientId: Int64?
        /// By the product when nil.
        public var expiry: Expiry?
        /// `NWOPIN_NOPROD` for a card without plastic, which is in order at once; `NWOPIN` for one with.
        public var productionCode: String
        /// As it would stand on the card.
        public var embossedFirstName: String?
        public var embossedLastName: String?

        public init(accountContractId: Int64, productCode: String, productionCode: String = "NWOPIN_NOPROD") {
            self.accountContractId = accountContractId
            self.productCode = productCode
            self.productionCode = productionCode
        }
    }

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - clientNumber: your own number of the person, 1 to 32 characters.
    ///   - clientType: `PR` is a private person.
    ///   - shortName: 1 to 64 characters, shown with tokens.
    /// - Returns: the processor's number.
    /// - Throws: `refused` with `REQUEST_VALIDATION`, or with `OPERATION_DENIED` when the program has no card products.
    public func createProcessorClient(
        clientNumber: String, clientType: String = "PR", firstName: String? = nil, lastName: String? = nil,
        shortName: String? = nil
    ) throws(IssuerClientError) -> Int64 {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("clientNumber", clientNumber)
            writer.member("clientType", clientType)
            writer.member("firstName", firstName)
            writer.member("lastName", lastName)
            writer.member("clientShortName", shortName)
        }
        return try create("/clients", writer.bytes, "clientId")
    }

    /// Makes an account of a client.
    ///
    /// - Parameters:
    ///   - accountContractNumber: your own number of the account, 1 to 64 characters.
    ///   - productCode: 1 to 32 characters; cards have products of their own.
    /// - Returns: the processor's number.
    /// - Throws: `refused` with `CLIENT_DOES_NOT_EXIST`.
    public func createProcessorAccount(
        accountContractNumber: String, clientId: Int64, productCode: String
    ) throws(IssuerClientError) -> Int64 {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("accountContractNumber", accountContractNumber)
            writer.key("clientId")
            writer.int(clientId)
            writer.member("productCode", productCode)
        }
        return try create("/accounts", writer.bytes, "accountContractId")
    }

    /// Makes a card.
    ///
    /// - Returns: the number that stands for the card everywhere, since nobody here sees the card's own.
    /// - Throws: `refused` with `ACCOUNT_CONTRACT_DOES_NOT_EXIST`, or with `REQUEST_VALIDATION` for a product that the
    ///   program does not have.
    public func createCardContract(_ card: NewCardContract) throws(IssuerClientError) -> CardContractID {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.key("accountContractId")
            writer.int(card.accountContractId)
            if let clientId = card.clientId {
                writer.key("clientId")
                writer.int(clientId)
            }
            writer.object("cardContract") { writer in
                writer.member("productCode", card.productCode)
                writer.member("productionCode", card.productionCode)
                writer.member("cardExpiryDate", card.expiry.map { $0.yearText.suffix(2) + $0.monthText })
                if card.embossedFirstName != nil || card.embossedLastName != nil {
                    writer.object("embossedData") { writer in
                        writer.member("firstName", card.embossedFirstName)
                        writer.member("lastName", card.embossedLastName)
                    }
                }
            }
        }
        let number = try create("/cards", writer.bytes, "cardContractId")
        do {
            return try CardContractID(String(number))
        } catch {
            throw IssuerClientError(.unexpectedAnswer(status: 201, "the number of the card is none"))
        }
    }

    private func create(
        _ path: String, _ plaintext: [UInt8], _ member: StaticString
    ) throws(IssuerClientError) -> Int64 {
        let key = [(name: "Idempotency-Key", value: options.entropy.uuid())]
        let path = profile.paths.cardManagement + path
        let number: (JSONValue) -> Int64? = { $0[member]?.int64 }
        return try managed(number) { () throws(IssuerClientError) in
            try self.withNetworkKey { (networkKey) throws(IssuerClientError) in
                var writer = JSONWriter(capacity: 1024)
                let token = try self.encrypt(plaintext, to: networkKey)
                writer.object { writer in
                    writer.key("encryptedData")
                    writer.string(utf8: token)
                }
                return try self.exchange.send(
                    "POST", path, base: self.origin, headers: key, body: writer.bytes)
            }
        }
    }

    /// Makes a call of card management, whose answer is encrypted to the payload key, and reads it.
    func managed<Value>(
        _ read: (JSONValue) -> Value?, _ send: () throws(IssuerClientError) -> SignedExchange.Answer
    ) throws(IssuerClientError) -> Value {
        guard let key = try payloadKey() else {
            throw IssuerClientError(
                .configuration("payloadKeyFile is missing in the profile: card management answers encrypted"))
        }
        let token: String = try call(send) {
            $0["encryptedData"]?.string ?? $0["encryptedValue"]?.string
        }
        // There is one key, whatever the network calls it.
        let name = try? Array(token.utf8).withUnsafeBytes { bytes throws(JWEError) in try JWE.header(of: bytes).keyID }
        guard let keys = try? DecryptionKeySet([DecryptionKey(key, keyID: name)]),
            let plaintext = try? JWE.decrypt(token, keys: keys), let document = try? JSONDocument.parse(plaintext),
            let value = read(document.root)
        else {
            throw IssuerClientError(.unexpectedAnswer(status: 200, "the card cannot be decrypted with payloadKeyFile"))
        }
        return value
    }
}
