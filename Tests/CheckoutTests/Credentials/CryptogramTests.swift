// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import JOSE
import Testing
import Vault

@testable import Checkout

/// The dynamic data of a token is tested by the token service alone (checkout 2.10).
@Suite("cryptograms") struct CryptogramTests {
    private static let now = Timestamp(seconds: 1_900_000_000)

    private func vault() throws -> Vault {
        let path = NSTemporaryDirectory() + "muster-cryptogram-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try Vault.open(
            directory: path, rootKey: .file(path: path + "/root.key", createIfMissing: true), create: true,
            environment: .sandbox, clock: ManualClock())
    }

    private func make(_ cryptograms: Cryptograms, counter: Int64 = 7) -> Cryptograms.Cryptogram {
        cryptograms.make(
            card: 5, tokenNumber: "2720901234567890", tokenExpiry: "203012", counter: counter,
            unpredictable: [0, 1, 0xAB, 255], expires: Self.now.advanced(by: .seconds(600)))
    }

    @Test("it has the length of its kind, is genuine, and tells its counter")
    func genuine() throws {
        let cryptograms = Cryptograms(vault: try vault())
        let made = make(cryptograms)
        #expect(made.value.utf8.count == 28 && made.unpredictableNumber == "0001ABFF")
        #expect(made.dynamicCode.utf8.count == 3 && made.dynamicCode.utf8.allSatisfy { (48...57).contains($0) })
        let bytes = try #require(Base64.decode(made.value))
        func verify(
            _ bytes: [UInt8], card: Int64 = 5, token: String = "2720901234567890", expiry: String = "203012",
            _ now: Timestamp = Self.now
        ) -> Cryptograms.Verdict {
            cryptograms.verify(bytes, card: card, tokenNumber: token, tokenExpiry: expiry, now: now)
        }
        #expect(verify(bytes) == .genuine(counter: 7))
        #expect(verify(bytes, made.expires) == .expired)
        #expect(verify(bytes, card: 6) == .forged)
        #expect(verify(bytes, token: "2720901234567891") == .forged)
        #expect(verify(bytes, expiry: "203011") == .forged)
        #expect(verify([]) == .forged && verify(bytes + [0]) == .forged)
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            #expect(verify(changed) == .forged)
        }
        #expect(make(cryptograms, counter: 8).value != made.value)
    }

    @Test("another vault's keys do not make it")
    func foreign() throws {
        let made = make(Cryptograms(vault: try vault()))
        let verdict = Cryptograms(vault: try vault()).verify(
            try #require(Base64.decode(made.value)), card: 5, tokenNumber: "2720901234567890", tokenExpiry: "203012",
            now: Self.now)
        #expect(verdict == .forged)
    }
}
