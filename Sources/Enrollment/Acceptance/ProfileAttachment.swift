// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory
internal import Store
internal import Vault

/// What a profile gets from a consumer who has some of its identifiers and others that nobody has, in a program that
/// takes such a consumer for the profile's own (enrollment 13.3).
enum ProfileAttachment {
    /// The profile's row with the consumer's identifiers beside its own. They come after those that it has, so that its
    /// answers go on to show the address and the number that they always showed. At most ten are kept; the rest is left
    /// out, as if it had not been named.
    static func attach(_ candidate: ConsumerRow, to profile: ConsumerRow, _ vault: Vault) throws -> ConsumerRow {
        let known = Set(profile.identifiers.map(\.index))
        guard candidate.id != profile.id, candidate.identifiers.contains(where: { !known.contains($0.index) }) else {
            return profile
        }
        var data = try stored(profile, vault)
        var all = try data.identitySet().all
        for identity in try stored(candidate, vault).identitySet().all
        where !all.contains(identity) && all.count < LinkedIdentity.countMax {
            all.append(identity)
        }
        data.set(IdentitySet(all))
        var row = profile
        (row.email, row.mobile, row.moreIdentifiers) = vault.identifiers(
            of: IdentitySet(all), directory: profile.directory)
        row.sealed = vault.seal(data.encoded, as: SealedRow(.consumer, profile.id))
        return row
    }

    private static func stored(_ row: ConsumerRow, _ vault: Vault) throws -> StoredConsumer {
        try StoredConsumer(encoded: vault.open(row.sealed, as: SealedRow(.consumer, row.id)))
    }
}
