// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Cryptography
internal import Store

/// A key that payloads for a client are encrypted to.
struct PayloadKey: Sendable {
    var fingerprint: String
    var publicKey: RSAPublicKey
    var isDefault: Bool
}

/// The active payload keys of one client (enrollment 3.4).
struct PayloadKeys: Sendable {
    private(set) var keys: [PayloadKey] = []

    mutating func add(_ row: PayloadKeyRow) throws {
        guard row.isActive else { return }
        keys.append(
            PayloadKey(
                fingerprint: row.fingerprint, publicKey: try RSAPublicKey.load(row.publicKey),
                isDefault: row.isDefault))
    }

    /// The key that a call names, or the client's only or default one.
    ///
    /// - Throws: PERMISSION_DENIED with NOT_FOUND or MULTIPLE_FOUND on `srcClientId`.
    func key(_ fingerprint: KeyFingerprintID?) throws(ServiceError) -> PayloadKey {
        if let fingerprint {
            guard let key = keys.first(where: { $0.fingerprint == fingerprint.value.lowercased() }) else {
                throw Self.error(.notFound, "The client has no active payload key of this keyFingerprintId.")
            }
            return key
        }
        guard let first = keys.first else { throw Self.error(.notFound, "The client has no active payload key.") }
        if keys.count == 1 { return first }
        let defaults = keys.filter(\.isDefault)
        guard defaults.count == 1 else {
            throw Self.error(.multipleFound, "The client has several payload keys: name one by keyFingerprintId.")
        }
        return defaults[0]
    }

    private static func error(_ reason: DetailReason, _ message: String) -> ServiceError {
        ServiceError(
            .permissionDenied, message, details: [ErrorDetail(reason, .body, "srcClientId", message)])
    }
}
