// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Cryptography
internal import Directory
internal import Enrollment
internal import HTTPClient
internal import JOSE
internal import RequestSigning
internal import Tokenization
internal import Vault
internal import WireJSON

/// Asks the issuer's own server whether a token may be made: `POST {decisionURL}/authorizeService` (processing 7.2).
/// The card goes encrypted to the client's payload key, in the form of the network's other payloads; the body is signed
/// as notifications are.
struct IssuerAuthorization: AuthorizationPoint {
    static let path = "/authorizeService"
    private static let tokenRequestorId = TokenRequestorID.clickToPay.value
    private static let answerBytesMax = 16 << 10
    /// What is pending when the issuer wants more authentication first.
    private static let pendingEvent = "PENDING_SCA"

    private let vault: Vault
    private let callers: CallerDirectory
    private let clock: any WallClock
    private let entropy: any EntropySource
    private let log: Log
    private let client: HTTPClient

    /// - Parameter clock: the real one: signatures state the time.
    init(
        vault: Vault, callers: CallerDirectory, clock: any WallClock, entropy: any EntropySource, log: Log
    ) {
        self.vault = vault
        self.callers = callers
        self.clock = clock
        self.entropy = entropy
        self.log = log
        client = HTTPClient(
            configuration: HTTPClientConfiguration(
                connectTimeout: .seconds(10), totalTimeout: .seconds(10), responseBytesMax: Self.answerBytesMax,
                idleConnectionsMax: 64))
    }

    func decides(for directory: Int64) -> Bool {
        callers.registry.programsByDirectory[directory]?.settings.decisionURL.isEmpty == false
    }

    func decide(_ request: AuthorizationRequest) -> TokenizationDecision {
        let registry = callers.registry
        guard let program = registry.programsByDirectory[request.directory],
            !program.settings.decisionURL.isEmpty
        else { return .refuse(.noResponse) }
        guard let key = try? registry.payloadKeys[program.srcClientId]?.key(nil) else {
            log.error(
                "an issuer that decides about tokens has no payload key to send cards to",
                .int("directory", Int(request.directory)))
            return .refuse(.noResponse)
        }
        do {
            let body = try body(of: request, to: key)
            let signature = EventSignature(secret: vault.notificationSecret(serviceId: program.serviceId))
            let answer = try client.send(
                HTTPClientRequest(
                    method: "POST", url: Self.url(program.settings.decisionURL),
                    headers: [
                        HTTPClientHeader("Content-Type", "application/json"),
                        HTTPClientHeader("X-MC-Correlation-ID", vault.publicID(.tokenization, of: request.card)),
                        HTTPClientHeader(EventSignature.header, signature.value(for: body, at: clock.now)),
                    ], body: body, totalTimeout: .milliseconds(program.settings.decisionMilliseconds)))
            return Self.decision(answer)
        } catch {
            return .refuse(.noResponse)
        }
    }

    private static func url(_ base: String) -> String {
        (base.hasSuffix("/") ? String(base.dropLast()) : base) + path
    }

    private func body(of request: AuthorizationRequest, to key: PayloadKey) throws -> [UInt8] {
        var card = JSONWriter(capacity: 128)
        card.object { writer in
            writer.object("cardAccountData") { writer in
                writer.member("accountNumber", request.pan.revealDigits())
                writer.member("expiryMonth", request.expiry.monthText)
                writer.member("expiryYear", String(request.expiry.yearText.suffix(2)))
            }
        }
        var plaintext = card.bytes
        defer { wipe(&plaintext) }
        let payload = try MDESPayload.encrypt(plaintext, to: key.publicKey, fingerprint: key.fingerprint)
        var writer = JSONWriter(capacity: 2048)
        writer.object { writer in
            writer.member("requestId", entropy.uuid())
            writer.array("services") { $0.string("DIGITIZATION") }
            writer.member("correlationId", vault.publicID(.tokenization, of: request.card))
            writer.object("fundingAccountInfo") { writer in
                writer.member("panUniqueReference", vault.reference48(.pan, of: request.card))
                writer.member("tokenUniqueReference", vault.reference48(.token, of: request.card))
                writer.key("encryptedPayload")
                payload.write(to: &writer)
            }
            writer.member("tokenRequestorId", Self.tokenRequestorId)
            // A card on file.
            writer.member("tokenType", "STATIC")
        }
        return writer.bytes
    }

    /// Anything but a clear word is no answer.
    private static func decision(_ answer: HTTPClientResponse) -> TokenizationDecision {
        guard answer.status == 200,
            let document = try? JSONDocument.parse(answer.body, limits: JSONLimits(depth: 8, bytes: answerBytesMax))
        else { return .refuse(.noResponse) }
        switch document.root["decision"]?.string {
        case "APPROVED": return .approve
        case "DECLINED": return .refuse(.declined)
        case "REQUIRE_ADDITIONAL_AUTHENTICATION": return .approvePending(event: pendingEvent)
        default: return .refuse(.noResponse)
        }
    }
}
