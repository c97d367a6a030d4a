// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay

/// Makes PANs of a product: 16 digits, the product's prefix first, a right check digit last.
struct CardNumbers: Sendable {
    let entropy: any EntropySource
    let isSandbox: Bool

    /// A PAN at random, which may be taken. Nil when the prefix is in no range of the scheme.
    ///
    /// In a sandbox it has no ending that means something there.
    func next(prefix: String) -> PAN? {
        let attemptsMax = 100
        for _ in 0..<attemptsMax {
            var body = prefix
            while body.utf8.count < 15 { body += String(digit()) }
            for check in 0...9 {
                guard let pan = try? PAN(body + String(check)) else { continue }
                if isSandbox, SandboxTrigger.card(pan) != nil { break }
                return pan
            }
        }
        return nil
    }

    /// Each digit is as likely as the others: words beyond the last whole ten are thrown away.
    private func digit() -> Int {
        while true {
            let byte = Int(entropy.bytes(1)[0])
            if byte < 250 { return byte % 10 }
        }
    }
}
