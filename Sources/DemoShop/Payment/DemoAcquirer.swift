// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import IssuerKit

/// The shop's bank, which was made up as well: no money moves.
struct DemoAcquirer: Sendable {
    enum Verdict: Sendable, Equatable {
        /// With a code of the acquirer's: letters and digits.
        case authorized(code: String)
        case declined
    }

    let entropy: any EntropySource

    /// Takes what a real one needs: the token, its cryptogram, an amount.
    func authorize(_ credential: TransactionCredential, _ amount: Money, isDeclined: Bool) -> Verdict {
        guard !isDeclined, amount.cents > 0, !credential.isToken || credential.dynamicDataValue != nil else {
            return .declined
        }
        let code = String(entropy.word() % 1_000_000)
        return .authorized(code: String(repeating: "0", count: 6 - code.utf8.count) + code)
    }
}
