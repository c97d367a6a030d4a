// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService
internal import JOSE
internal import Vault

/// What needs no signature: health, metrics, the network's public keys, the API description.
struct OperationsRoutes: Sendable {
    var vault: Vault
    var metrics: Metrics
    var version: String
    /// Whether the server can take work: false while it starts or stops.
    var isReady: @Sendable () -> Bool
    var apiDescription: [UInt8]
    var apiPage: [UInt8]

    func answer(_ operation: Operation, _ request: HTTPRequest) -> HTTPResponse {
        switch operation {
        case .health: .json(200, Array(#"{"status":"up","version":"\#(version)"}"#.utf8))
        case .readiness:
            isReady()
                ? .json(200, Array(#"{"status":"ready"}"#.utf8))
                : .json(503, Array(#"{"status":"not ready"}"#.utf8)).adding("Retry-After", "1")
        case .metrics:
            HTTPResponse(
                status: 200, headers: [HTTPField("Content-Type", "text/plain; version=0.0.4; charset=utf-8")],
                body: metrics.render())
        case .networkKeys: keys { try encryptionKeys() + verificationKeys() + identityKeys() }
        case .fpanEncryptionKeys: keys(encryptionKeys)
        case .payloadVerificationKeys: keys(verificationKeys)
        case .identityVerificationKeys: keys(identityKeys)
        case .pushSignatureKeys: keys(pushSignatureKeys)
        case .apiDescription: .json(200, apiDescription)
        case .apiPage:
            HTTPResponse(
                status: 200,
                headers: [
                    HTTPField("Content-Type", "text/html; charset=utf-8"),
                    // The page has a style sheet of its own and nothing else: no script, no form, no frame.
                    HTTPField(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
                            + "frame-ancestors 'none'"),
                    HTTPField("X-Content-Type-Options", "nosniff"), HTTPField("Referrer-Policy", "no-referrer"),
                ],
                body: apiPage)
        default: .empty(404)
        }
    }

    /// Clients keep keys for up to a day and fetch them again when a decryption fails.
    private func keys(_ read: () throws -> [JSONWebKey]) -> HTTPResponse {
        guard let keys = try? read() else {
            // The vault is closed: the server is stopping.
            return .json(503, Array(#"{"status":"not ready"}"#.utf8)).adding("Retry-After", "1")
        }
        // Pages of any shop encrypt cards with them.
        return HTTPResponse.json(200, JSONWebKeySet(keys).json).adding("Cache-Control", "public, max-age=300")
            .adding("Access-Control-Allow-Origin", "*")
    }

    /// The active key alone: an older one still decrypts, but nobody should encrypt to it any more.
    private func encryptionKeys() throws -> [JSONWebKey] {
        try vault.networkKeys.fpanEncryption.filter { $0.state == .active }
            .map { .forEncryption($0.publicKey, keyID: $0.id) }
    }

    /// Every key that may have signed something that is still around.
    private func verificationKeys() throws -> [JSONWebKey] {
        try vault.networkKeys.payloadVerification.map { .forVerification($0.publicKey, keyID: $0.id) }
    }

    /// Every key that may have signed a recognition token (checkout 3.4).
    private func identityKeys() throws -> [JSONWebKey] {
        try vault.networkKeys.identityVerification.map { .forVerification($0.publicKey, keyID: $0.id) }
    }

    /// Those that may have signed a push whose receipt is still good (token-connect 7.3).
    private func pushSignatureKeys() throws -> [JSONWebKey] {
        try vault.networkKeys.pushSignature.map { .forVerification($0.publicKey, keyID: $0.id) }
    }
}
