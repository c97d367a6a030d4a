// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Cryptography
internal import HTTPClient
internal import JOSE
internal import WireJSON

/// A shop's server at the network: it checks what a checkout came to, fetches what the shop pays with, and tells what
/// became of the purchase (checkout 4.9, 4.10). Calls block; any number of threads may make them at once.
public final class MerchantClient: Sendable {
    /// How often a call is made again when nobody answers: both may be (checkout 4.9).
    private static let attemptsMax = 2
    private static let tokenBytesMax = 64 << 10

    public let profile: MerchantProfile
    private let exchange: SignedExchange
    private let keys: VerificationKeyProvider
    private let payloadKeys: DecryptionKeySet
    private let clientId: SrcClientID

    /// - Parameters:
    ///   - passphrase: of the key files, when they have one.
    ///   - transport: libcurl unless a test gives another.
    /// - Throws: `IssuerClientError` with the cause `configuration`.
    public init(
        profile: MerchantProfile, passphrase: String? = nil, timeout: Duration = .seconds(20),
        clock: any WallClock = SystemClock(), entropy: any EntropySource = SystemEntropy(),
        transport: (any IssuerTransport)? = nil
    ) throws(IssuerClientError) {
        self.profile = profile
        do {
            clientId = try SrcClientID(profile.srcClientId)
        } catch {
            throw IssuerClientError(.configuration("srcClientId of the profile \(error)"))
        }
        let transport = transport ?? HTTPClient(configuration: HTTPClientConfiguration(totalTimeout: timeout))
        exchange = try SignedExchange(
            SignedExchange.Caller(
                baseURL: profile.baseURL, consumerKey: profile.consumerKey,
                key: try profile.signingKey(passphrase: passphrase),
                clientIdHeader: String(profile.consumerKey.prefix { $0 != "!" })),
            clock: clock, entropy: entropy, timeout: timeout, transport: transport)
        keys = VerificationKeyProvider(url: profile.baseURL + "/keys", transport: transport)
        let payloadKey = try profile.payloadKey(passphrase: passphrase)
        do {
            payloadKeys = try DecryptionKeySet([DecryptionKey(payloadKey)])
        } catch {
            throw IssuerClientError(.configuration("the payload key of the profile cannot be used: \(error)"))
        }
    }

    // MARK: What a page brings

    /// What a `checkoutResponse` says, when the network signed it. It came through a browser: compare its
    /// `srciTransactionId` with the one that the page was given, or anybody's checkout would pay for anything.
    ///
    /// - Throws: `CheckoutFinding`; `IssuerClientError` when the network's keys cannot be had.
    public func read(checkoutResponse token: String) throws -> CheckoutAnswer {
        guard token.utf8.count <= Self.tokenBytesMax else { throw CheckoutFinding.unreadable }
        let message = try verified(token)
        guard let document = try? JSONDocument.parse(message.payload), let answer = CheckoutAnswer(document.root) else {
            throw CheckoutFinding.unreadable
        }
        return answer
    }

    private func verified(_ token: String) throws -> JWS.Message {
        do {
            return try JWS.verify(token, keys: try keys.keys())
        } catch let error as JWSError where error.cause == .unknownKey {
            // It may be newer than what is known here.
            do {
                return try JWS.verify(token, keys: try keys.newKeys())
            } catch is JWSError {
                throw CheckoutFinding.notAuthentic
            }
        } catch is JWSError {
            throw CheckoutFinding.notAuthentic
        }
    }

    // MARK: Credentials

    /// Fetches what a purchase is paid with (checkout 4.9). Addresses and what else was typed for this one checkout are
    /// in the first answer alone.
    ///
    /// - Parameter flowId: `X-Src-Cx-Flow-Id` of the page's last answer.
    /// - Throws: `IssuerClientError`, or `CheckoutFinding` for an answer that is not signed, not for us or not for this
    ///   checkout.
    public func credentials(
        srcCorrelationId: CorrelationID, srcDigitalCardId: String, flowId: String? = nil
    ) throws -> TransactionCredential {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("srcClientId", clientId.value)
            writer.member("srcDpaId", profile.srcDpaId)
            writer.member("srcCorrelationId", srcCorrelationId.value)
            writer.member("srcDigitalCardId", srcDigitalCardId)
        }
        let body = writer.bytes
        let token = try repeated { () throws(IssuerClientError) in
            try exchange.send(
                "POST", "/src/api/digital/payments/transaction/credentials", headers: Self.headers(flowId), body: body
            )
            .read { $0["checkoutResponseJWS"]?.string }
        }
        let answer = try read(checkoutResponse: token)
        guard answer.srcCorrelationId == srcCorrelationId.value,
            answer.maskedCard.srcDigitalCardId == srcDigitalCardId
        else { throw CheckoutFinding.foreign }
        guard let sealed = answer.encryptedPayload, let plain = try? JWE.decrypt(sealed, keys: payloadKeys),
            let document = try? JSONDocument.parse(plain),
            let credential = TransactionCredential(document.root, answer)
        else { throw CheckoutFinding.unreadable }
        return credential
    }

    // MARK: Confirmations

    /// Tells what became of a purchase (checkout 4.10).
    public func confirm(_ confirmation: PurchaseConfirmation, flowId: String? = nil) throws(IssuerClientError) {
        let body = confirmation.json(client: clientId)
        _ = try repeated { () throws(IssuerClientError) in
            try exchange.send("POST", "/src/api/confirmations", headers: Self.headers(flowId), body: body)
        }
    }

    // MARK: Parts

    private static func headers(_ flowId: String?) -> [(name: String, value: String)] {
        guard let flowId, (1...255).contains(flowId.utf8.count),
            flowId.utf8.allSatisfy({ $0.isAlphanumeric || "-_#.".utf8.contains($0) })
        else { return [] }
        return [("X-Src-Cx-Flow-Id", flowId)]
    }

    private func repeated<Value>(_ body: () throws(IssuerClientError) -> Value) throws(IssuerClientError) -> Value {
        var attempt = 1
        while true {
            do throws(IssuerClientError) {
                return try body()
            } catch {
                guard attempt < Self.attemptsMax, case .notReachable = error.cause else { throw error }
                attempt += 1
            }
        }
    }
}

extension UInt8 {
    fileprivate var isAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
