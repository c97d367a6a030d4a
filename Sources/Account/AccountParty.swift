// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Directory

/// The party of the account's pages: the network itself, and no shop. Codes, sessions and remembered browsers are bound
/// to it as they are to a shop's client and DPA elsewhere. Real clients have UUIDs, so that none has its name.
public enum AccountParty {
    /// In the place of a `srcClientId`; also the actor of the audit.
    public static let client = "account"
    /// In the place of a `srcDpaId`.
    static let dpa = "account"

    static func requestor(_ entropy: any EntropySource) -> Requestor {
        Requestor(actor: client, srcCorrelationId: entropy.uuid())
    }
}
