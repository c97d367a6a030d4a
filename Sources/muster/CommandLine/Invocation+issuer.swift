// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import IssuerKit

extension OptionDeclaration {
    /// For commands that act as an issuer.
    static let issuerOptions: [OptionDeclaration] = [
        .value("issuer", "PROFILE", isRequired: true, "issuer profile, as muster issuer create writes it"),
        .value(
            "passphrase", "TEXT", environment: "MUSTER_KEY_PASSPHRASE", isSecret: true,
            "of the signing key's file; better given in the environment"),
        .value("timeout", "TIME", standard: "45s", "how long to wait for one answer"),
    ]
}

extension Invocation {
    /// The client of the issuer that `--issuer` names.
    func issuerClient() throws -> IssuerClient {
        let profile = try IssuerProfile(path: try required("issuer"))
        var options = IssuerClient.Options(clock: clock)
        if let timeout = try duration("timeout") { options.timeout = timeout }
        return try IssuerClient(profile: profile, passphrase: text("passphrase"), options: options)
    }
}
