// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Testing

@testable import RequestSigning

/// Short seeded fuzzing: nothing that a client sends may stop the process, and nothing unsigned may verify.
@Suite struct FuzzTests {
    private let alphabet = Array("%%%&&==+++\"\",, ;/?#!~._-\\aZ09oauth_\u{0}\n\u{7F}".utf8)

    /// Changes, inserts, removes or repeats a few bytes.
    private func mutate(_ text: String, _ entropy: SeededEntropy) -> String {
        var bytes = Array(text.utf8)
        for _ in 0...Int(entropy.word() % 4) {
            let at = bytes.isEmpty ? 0 : Int(entropy.word() % UInt64(bytes.count))
            let word = entropy.word()
            let byte = word % 4 == 0 ? UInt8(word >> 56) : alphabet[Int(word >> 8 % UInt64(alphabet.count))]
            switch entropy.word() % 5 {
            case 0: bytes.insert(byte, at: at)
            case 1: if !bytes.isEmpty { bytes.remove(at: at) }
            case 2: if !bytes.isEmpty { bytes[at] = byte }
            case 3: bytes.removeLast(min(bytes.count, Int(entropy.word() % 30)))
            default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + Int(entropy.word() % 30))], at: at)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("A signed request whose header or target was altered never verifies, unless it still means the same")
    func alteredRequests() throws {
        let families = RequestSigner.Family.allCases
        for seed in 1...8 as ClosedRange<UInt64> {
            let entropy = SeededEntropy(seed: seed)
            let family = families[Int(seed) % families.count]
            let url = try CanonicalURL("https://\(Fixture.host)/v1/cards?a=1&b=x%20y&c=%C3%BC&d=10%3A30&a=2")
            let signed = try Fixture.signer(family: family, seed: seed).sign(method: "GET", url: url)
            let verifier = Fixture.verifier(rule: .s1.acceptingLiteralPlus())
            let meaning = try meaning(of: url.target)
            for _ in 0..<400 {
                let header = entropy.word() % 2 == 0 ? mutate(signed.authorization, entropy) : signed.authorization
                let target = entropy.word() % 2 == 0 ? mutate(url.target, entropy) : url.target
                let head = Fixture.head("GET", target, header)
                guard let verified = try? verifier.verify(head) else { continue }
                #expect(verified.consumerKey == Fixture.consumerKey)
                #expect(try self.meaning(of: target) == meaning, "seed \(seed): \(target)")
            }
        }
    }

    @Test("Random headers and targets are read or refused, and explained, without a crash")
    func randomText() throws {
        let entropy = SeededEntropy(seed: 99)
        let good = try Fixture.signer().sign(method: "GET", url: "https://h/p")
        for _ in 0..<1500 {
            var header = mutate(mutate(good, entropy), entropy)
            if entropy.word() % 4 == 0 { header = mutate("OAuth oauth_nonce=\"n\"", entropy) }
            let target = mutate(mutate("/p?a=%41+b&c", entropy), entropy)
            let head = RequestHead(
                method: mutate("GET", entropy), target: target, host: mutate("h:8080", entropy),
                authorizationHeaders: [header])
            _ = try? Fixture.verifier().checkHead(head)
            _ = try? CanonicalURL("https://h" + target)
            let explanation = SigningExplanation(of: head, body: [], key: nil, clock: Fixture.clock())
            #expect(!explanation.text.isEmpty)
        }
    }

    @Test("Two targets that share a base string mean the same")
    func baseStringsAreInjective() throws {
        let entropy = SeededEntropy(seed: 4)
        let header = try Fixture.signer().sign(method: "GET", url: "https://h/p")
        let parameters = try SignatureParameters(AuthorizationHeader(header))
        var meanings: [[UInt8]: [String]] = [:]
        for _ in 0..<4000 {
            let target = mutate("/p?a=b&a=%26&b=+", entropy)
            guard let signed = try? SignedParts(Fixture.head("GET", target, ""), .hostHeader),
                let meaning = try? meaning(of: target)
            else { continue }
            for candidate in signed.candidates(parameters, VerificationRule.s1.forms) {
                if let known = meanings[candidate.bytes] {
                    #expect(known == meaning, "\(target)")
                } else {
                    meanings[candidate.bytes] = meaning
                }
            }
        }
        #expect(meanings.count > 500)
    }

    private struct Unreadable: Error {}

    /// What an application reads from a target: the path, and the query decoded as a form, in any order.
    private func meaning(of target: String) throws -> [String] {
        let target = try RequestTarget(Array(target.utf8))
        let texts = try target.pieces.map { piece -> String in
            guard let key = PercentEncoding.decode(Array(target.bytes[piece.key]), plusIsSpace: true),
                let value = PercentEncoding.decode(Array(target.bytes[piece.value]), plusIsSpace: true)
            else { throw Unreadable() }
            return "\(key) = \(value)"
        }
        return ["\(Array(target.bytes[target.path]))"] + texts.sorted()
    }
}
