// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Cryptography
internal import JOSE
internal import Testing

@testable internal import IssuerKit

/// Goal: what the network signed is told from everything else, by the contract's vector.
@Suite("Push signature")
struct PushSignatureTests {
    private let keys: VerificationKeySet
    private let key: RSAPublicKey

    init() throws {
        let set = try JSONWebKeySet(PushVector.keySet)
        keys = try VerificationKeySet(set)
        key = try #require(set.keys.first).publicKey
    }

    @Test("The contract's vector verifies with the key that its kid selects, and with the key alone (7.4)")
    func vector() throws {
        #expect(KeyFingerprints(key).keySHA256 == PushVector.fingerprint)
        let verified = try PushSignature.verify(PushVector.token, keys: keys)
        #expect(verified.keyID == PushVector.keyID)
        #expect(verified.claims.receipts.map(\.value) == ["MCC-STL-11111111-2222-3333-4444-555555555555"])
        #expect(verified.claims.callbackURL?.value == "https://issuer.example/c2p/return?sid=abc123")
        #expect(verified.claims.completeWebsiteActivation == false)
        #expect(verified.claims.accountHolderDataSupplied == true && verified.claims.locale?.underscored == "en_GB")
        #expect(try PushSignature.verify(PushVector.token, key: key) == verified)
        #expect(try PushSignature.unverifiedClaims(PushVector.token) == verified.claims)
    }

    @Test("One changed character anywhere is refused; which part it was in is not a matter of luck")
    func changed() {
        let characters = Array(PushVector.token)
        for place in stride(from: 0, to: characters.count - 1, by: 7) where characters[place] != "." {
            var other = characters
            other[place] = other[place] == "A" ? "Q" : "A"
            #expect(throws: PushSignature.Refusal.self) { try PushSignature.verify(String(other), keys: keys) }
        }
    }

    @Test("An unknown kid, another algorithm, no content of ours and too long a token are refused, each by its name")
    func refusals() throws {
        let own = try RSAPrivateKey.generate()
        let content = Array(#"{"pushAccountReceipts":["A"]}"#.utf8)
        func refusal(_ token: String, _ keys: VerificationKeySet) -> PushSignature.Refusal? {
            do throws(PushSignature.Refusal) {
                _ = try PushSignature.verify(token, keys: keys)
                return nil
            } catch {
                return error
            }
        }
        let trusted = VerificationKeySet(["k": own.publicKey])
        let good = try JWS.sign(content, with: own, header: JWSHeader(keyID: "k"))
        #expect(refusal(good, trusted) == nil)
        #expect(refusal(try JWS.sign(content, with: own, keyID: "other"), trusted) == .signature(.unknownKey))
        #expect(
            refusal(try JWS.sign(content, with: RSAPrivateKey.generate(), keyID: "k"), trusted)
                == .signature(.notAuthentic))
        #expect(refusal("eyJhbGciOiJub25lIiwia2lkIjoiayJ9.e30.YQ", trusted) == .signature(.unsupportedAlgorithm))
        let empty = try JWS.sign(Array("{}".utf8), with: own, keyID: "k")
        guard case .content = refusal(empty, trusted) else {
            Issue.record("a signature over something else was taken")
            return
        }
        let long = try JWS.sign([UInt8](repeating: 0x20, count: 4096), with: own, keyID: "k")
        #expect(refusal(long, trusted) == .signature(.tooLong))
    }
}
