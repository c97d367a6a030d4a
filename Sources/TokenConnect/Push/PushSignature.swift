// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import JOSE
internal import Vault
internal import WireJSON

/// The network's word on a push, which the issuer hands to the token requestor (token-connect 7).
enum PushSignature {
    /// What is signed: the receipts and the issuer's wishes, in the published order. `completeIssuerAppActivation` was
    /// never seen in it; nothing says when it ends, since receipts do.
    static func claims(_ receipts: [String], _ settings: PushSettings) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.member("pushAccountReceipts", receipts)
            writer.member("callbackURL", settings.callbackURL)
            writer.member("completeWebsiteActivation", settings.completeWebsiteActivation)
            writer.member("accountHolderDataSupplied", settings.accountHolderDataSupplied)
            writer.member("locale", settings.locale)
        }
        return writer.bytes
    }

    /// A compact JWS.
    static func sign(_ receipts: [String], _ settings: PushSettings, _ vault: Vault) throws -> String {
        let key = try vault.networkKeys.pushSigningKey
        return try JWS.sign(claims(receipts, settings), with: key.privateKey, keyID: key.id)
    }
}
