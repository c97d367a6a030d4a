// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import Directory
public import JOSE
public import Vault
public import WireJSON

/// `pushMultipleAccounts`: takes an issuer's card in and gives a receipt for it (token-connect 5).
public struct CardPush: Sendable {
    /// Bytes of ciphertext at most: five accounts with everything about them are less than a tenth of it.
    private static let dataBytesMax = 64 << 10

    /// The issuer that pushes.
    public struct Issuer: Sendable {
        public var directory: Int64
        public var settings: ProgramSettings
        /// The client's `srcClientId`.
        public var actor: String

        public init(directory: Int64, settings: ProgramSettings, actor: String) {
            self.directory = directory
            self.settings = settings
            self.actor = actor
        }
    }

    private let receipts: Receipts
    private let vault: Vault
    private let clock: any WallClock
    private let isSandbox: Bool
    private let keys: @Sendable () throws -> DecryptionKeySet

    /// - Parameter keys: the network's decryption keys as they are now.
    public init(
        receipts: Receipts, vault: Vault, clock: any WallClock, isSandbox: Bool,
        keys: @escaping @Sendable () throws -> DecryptionKeySet
    ) {
        self.receipts = receipts
        self.vault = vault
        self.clock = clock
        self.isSandbox = isSandbox
        self.keys = keys
    }

    /// - Parameters:
    ///   - root: the request's body.
    ///   - origin: of this server, such as `https://host`.
    /// - Returns: the answer's body. Accounts that were refused stand in it with their errors.
    /// - Throws: `TokenConnectRefusal` when the request was refused as a whole; a fault of the server.
    public func answer(_ root: JSONValue, by issuer: Issuer, origin: String, responseId: String) throws -> [UInt8] {
        let request = try PushRequest(root)
        return try answer(request, by: issuer, origin: origin, responseId: responseId) {
            guard let payload = request.payload else { throw TokenConnectRefusal([.cryptography]) }
            return try decrypt(payload)
        }
    }

    /// The same for one account that the processor pushes in its issuer's place (processing 8).
    ///
    /// - Parameters:
    ///   - root: the issuer's request: `tokenRequestorId`, `signatureData` and what else concerns a push as a whole.
    ///   - account: an element of the array that is otherwise encrypted, in clear.
    public func answer(
        _ root: JSONValue, account: [UInt8], by issuer: Issuer, origin: String, responseId: String
    ) throws -> [UInt8] {
        let request = try PushRequest(root, hasAccounts: false)
        return try answer(request, by: issuer, origin: origin, responseId: responseId) {
            try JSONDocument.parse(
                [UInt8(ascii: "[")] + account + [UInt8(ascii: "]")],
                limits: JSONLimits(depth: 8, bytes: Self.dataBytesMax))
        }
    }

    private func answer(
        _ request: PushRequest, by issuer: Issuer, origin: String, responseId: String,
        accounts decrypted: () throws -> JSONDocument
    ) throws -> [UInt8] {
        guard issuer.settings.tokenConnect else { throw TokenConnectRefusal([.notAllowed]) }
        let requestors = TokenRequestor.all(isSandbox: isSandbox)
        guard let requestor = requestors.first(where: { $0.id == request.tokenRequestorId }) else {
            throw TokenConnectRefusal([.value("tokenRequestorId")])
        }
        let document = try decrypted()
        let accounts = try PushAccount.all(
            document.root,
            PushAccount.Context(
                now: clock.now, ranges: PushRanges(settings: issuer.settings, isSandbox: isSandbox),
                requestor: requestor, request: request))
        let drafts = accounts.compactMap { try? $0.card.get() }.map { receipts.draft($0.card, $0.product) }
        // Signed before it is stored: what cannot be signed leaves no receipt.
        let signature =
            drafts.isEmpty ? nil : try PushSignature.sign(drafts.map(\.receipt), request.settings, vault)
        try receipts.keep(
            drafts, for: requestor.id, minutes: request.validityMinutes, directory: issuer.directory,
            by: Requestor(actor: issuer.actor, srcCorrelationId: responseId))
        let answer = PushAnswer(
            responseId: responseId, accounts: accounts, receipts: drafts.map(\.receipt), requestor: requestor,
            signature: signature, hasDigitizationData: request.wantsDigitizationData)
        return answer.json(origin: origin)
    }

    private func decrypt(_ payload: MDESPayload) throws -> JSONDocument {
        let keys = try keys()
        do {
            return try payload.decryptDocument(
                keys: keys, options: MDESPayload.Options(dataCountMax: Self.dataBytesMax),
                limits: JSONLimits(depth: 8, bytes: Self.dataBytesMax))
        } catch {
            throw TokenConnectRefusal([.cryptography])
        }
    }
}
