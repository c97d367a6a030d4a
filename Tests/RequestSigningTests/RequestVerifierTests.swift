// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Cryptography
import Testing

@testable import RequestSigning

@Suite struct RequestVerifierTests {
    private let body = Array("{\"a\":1}".utf8)

    private func signed(
        _ method: String = "POST", _ target: String = "/v1/cards?a=1", body: [UInt8] = [],
        signer: RequestSigner? = nil, at timestamp: Int64 = Fixture.instant, nonce: String = "nonce"
    ) throws -> RequestHead {
        let signer = try signer ?? Fixture.signer()
        let url = try CanonicalURL("https://" + Fixture.host + target)
        let signed = try signer.sign(
            method: method, url: url, body: BodyDigest(of: body), nonce: nonce, timestamp: timestamp)
        return Fixture.head(method, url.target, signed.authorization)
    }

    private func refusal(_ head: RequestHead, body: [UInt8] = [], by verifier: RequestVerifier? = nil)
        -> SigningRefusal?
    {
        RequestSigningTests.refusal { () throws(SigningRefusal) in
            try (verifier ?? Fixture.verifier()).verify(head, body: body)
        }
    }

    @Test(
        "The published worked examples of all three families verify", arguments: SecurityExamples.shared.oauth1.indices)
    func workedExamples(_ index: Int) throws {
        let example = SecurityExamples.shared.oauth1[index]
        let head = Fixture.head(example.method, example.target, example.authorization, host: example.host)
        let verified = try Fixture.verifier(nonces: Fixture.nonces(Fixture.clock())).verify(
            head, body: example.bodyBytes)
        #expect(verified.consumerKey == Fixture.consumerKey)
        #expect(verified.timestamp == example.timestamp)
    }

    @Test("Row 1: no header")
    func noHeader() throws {
        var head = try signed()
        head.authorizationHeaders = []
        let refused = try #require(refusal(head))
        #expect(refused.code == .invalidAuthHeader)
        #expect(refused.status == 400)
        #expect(refused.gatewayDescription == "Bad Request - No Authorization header set.")
    }

    @Test("Row 2: a malformed header, target or host, several headers, oauth parameters in the query")
    func malformed() throws {
        let good = try signed()
        var heads: [RequestHead] = []
        for header in ["", "Bearer abc", "Basic YTpi", good.authorizationHeaders[0] + ",oauth_nonce=\"n\""] {
            heads.append(Fixture.head("POST", good.target, header))
        }
        heads.append(Fixture.head("POST", "/v1/cards?a=1&oauth_nonce=x", good.authorizationHeaders[0]))
        heads.append(Fixture.head("POST", "/v1/cards?a=1&oauth%5Fx=x", good.authorizationHeaders[0]))
        heads.append(Fixture.head("POST", "http://h/p", good.authorizationHeaders[0]))
        heads.append(Fixture.head("PO ST", good.target, good.authorizationHeaders[0]))
        heads.append(Fixture.head("POST", good.target, good.authorizationHeaders[0], host: "a/b"))
        var twice = good
        twice.authorizationHeaders += good.authorizationHeaders
        heads.append(twice)
        for head in heads {
            let refused = try #require(refusal(head))
            #expect(refused.code == .malformedRequest)
            #expect(refused.status == 400)
            #expect(refused.gatewayDescription == "Invalid Request")
        }
    }

    @Test("Row 2: a parameter that is moved from the query into a header value is malformed")
    func parameterMovedIntoHeader() throws {
        let good = try signed("GET", "/p?zz=1")
        let header = good.authorizationHeaders[0]
        for version in ["1.0&zz=1", "1.0%26zz%3D1", "1.0%26zz=1"] {
            let moved = header.replacing("oauth_version=\"1.0\"", with: "oauth_version=\"\(version)\"")
            #expect(refusal(Fixture.head("GET", "/p", moved))?.code == .malformedRequest)
        }
    }

    @Test("Row 3: an unknown consumer key, told before its timestamp is looked at")
    func unknownKey() throws {
        let stranger = try RequestSigner(
            consumerKey: "unknown!key", key: Fixture.privateKey, clock: Fixture.clock(), entropy: SeededEntropy(seed: 1)
        )
        for timestamp in [Fixture.instant, 1] {
            let refused = try #require(refusal(signed(signer: stranger, at: timestamp)))
            #expect(refused.code == .invalidClientID)
            #expect(refused.status == 400)
        }
    }

    @Test("Keys are found by the full consumer key: another key of the same client does not verify")
    func fullConsumerKey() throws {
        let sibling = try #require(ConsumerKey(Fixture.consumerKey)).withNewKeyID(entropy: SeededEntropy(seed: 5))
        let keys = FixedKeys(keys: [
            Fixture.consumerKey: SigningKey(
                consumerKey: Fixture.consumerKey, publicKey: Fixture.privateKey.publicKey),
            sibling.description: SigningKey(
                consumerKey: sibling.description, publicKey: Fixture.strangerKey.publicKey),
        ])
        let verifier = RequestVerifier(keys: keys, nonces: nil, origins: .hostHeader, clock: Fixture.clock())
        let second = try RequestSigner(
            consumerKey: sibling.description, key: Fixture.strangerKey, clock: Fixture.clock())
        #expect(refusal(try signed(), by: verifier) == nil)
        #expect(refusal(try signed(signer: second), by: verifier) == nil)
        let mixed = try Fixture.signer(key: Fixture.strangerKey)
        #expect(refusal(try signed(signer: mixed), by: verifier)?.status == 403)
    }

    @Test("Row 4: a timestamp is accepted up to exactly 300 s from the clock on both sides")
    func timestampEdges() throws {
        for distance in [-300, 0, 300] as [Int64] {
            #expect(refusal(try signed(at: Fixture.instant + distance)) == nil)
        }
        for distance in [-301, 301, -86_400, 86_400] as [Int64] {
            let refused = try #require(refusal(signed(at: Fixture.instant + distance)))
            #expect(refused.code == .authenticationFailed)
            #expect(refused.status == 401)
        }
    }

    @Test("Rows 1 to 4 are answered from the head alone")
    func headAlone() throws {
        let verifier = Fixture.verifier()
        #expect(
            RequestSigningTests.refusal { () throws(SigningRefusal) in
                try verifier.checkHead(Fixture.head("POST", "/p", "x"))
            }?.code == .malformedRequest)
        let checked = try verifier.checkHead(signed(body: body))
        #expect(checked.claimedConsumerKey == Fixture.consumerKey)
    }

    @Test("Row 5: a body hash of other bytes, in the gateway's words")
    func bodyHashMismatch() throws {
        let refused = try #require(refusal(signed(body: body), body: body + [10]))
        #expect(refused.code == .invalidBodyHash)
        #expect(refused.status == 400)
        // From the openssl command: dgst -sha256 -binary | base64, with and without the line feed.
        #expect(
            refused.gatewayDescription
                == "Bad Request - The provided oauth_body_hash does not match the RSA-SHA256 hash of the request "
                + "payload. Calculated: 40ZDICGwQXlRjZYU81YMzXE1Sk7hAd3LiT1pWanWMBw=, "
                + "Received: AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI="
        )
        #expect(refused.details.bodyHashCalculated == "40ZDICGwQXlRjZYU81YMzXE1Sk7hAd3LiT1pWanWMBw=")
        #expect(refused.details.bodyHashReceived == "AVq9f1zFei3ZS3WQ8ErYCEJzkF7jPsXOvq5iJ2qX+GI=")
    }

    @Test("Row 5: a body without a body hash, while a request without a body may leave it out")
    func bodyHashMissing() throws {
        let signer = try Fixture.signer(bodyHash: .whenBody)
        let head = try signed(signer: signer)
        #expect(refusal(head) == nil)
        let refused = try #require(refusal(head, body: body))
        #expect(refused.code == .invalidBodyHash)
        #expect(refused.status == 400)
        #expect(refused.gatewayDescription == "Bad Request - OAuth body hash is missing")
        #expect(refusal(try signed(body: body))?.code == .invalidBodyHash)
    }

    @Test("Row 6: whatever of the request is changed, the signature does not fit, and the base string is given")
    func wrongSignature() throws {
        let good = try signed()
        let header = good.authorizationHeaders[0]
        let changed = [
            Fixture.head("PUT", good.target, header), Fixture.head("POST", "/v1/cards?a=2", header),
            Fixture.head("POST", "/v1/card?a=1", header), Fixture.head("POST", "/v1/cards?a=1&a=1", header),
            Fixture.head("POST", "/v1/cards", header), Fixture.head("POST", "/v1/cards/?a=1", header),
            Fixture.head("POST", "/v1//cards?a=1", header), Fixture.head("POST", "/v1/%63ards?a=1", header),
            Fixture.head("POST", good.target, header, host: "other.example"),
            Fixture.head("POST", good.target, header, host: Fixture.host + ":8443"),
            Fixture.head("POST", good.target, header.replacing("\"nonce\"", with: "\"other\"")),
            Fixture.head("POST", good.target, header.replacing(",oauth_version=\"1.0\"", with: "")),
            Fixture.head("POST", good.target, header + ",oauth_token=\"\""),
        ]
        for head in changed {
            let refused = try #require(refusal(head))
            #expect(refused.code == .authenticationFailed)
            #expect(refused.status == 403)
            let prefix = "OAuth Signature parameter failed verification. Acceptable signature base string: "
            #expect(refused.gatewayDescription == prefix + (refused.details.baseStrings.first?.text ?? ""))
        }
        var plain = good
        plain.scheme = .http
        #expect(refusal(plain)?.status == 403)
    }

    @Test("Row 6 gives the very base string that the client should have signed")
    func expectedBaseString() throws {
        let example = SecurityExamples.shared.oauth1[0]
        let header = example.authorization.replacing("Dw0sEvjq", with: "Ew0sEvjq")
        let head = Fixture.head(example.method, example.target, header, host: example.host)
        let refused = try #require(refusal(head, body: example.bodyBytes))
        #expect(refused.details.baseStrings.map(\.text) == [example.baseString])
    }

    @Test("Row 6: signatures of another length, another key or another method are refused")
    func foreignSignatures() throws {
        #expect(refusal(try signed(signer: Fixture.signer(key: Fixture.strangerKey)))?.status == 403)
        let good = try signed()
        let header = good.authorizationHeaders[0]
        let parameters = try SignatureParameters(AuthorizationHeader(header))
        let raw = parameters.signature
        let front = header.prefix(upTo: try #require(header.firstRange(of: "oauth_signature=")).lowerBound)
        let others: [[UInt8]] = [
            raw.dropLast(), raw + [0], [0] + raw, Array(repeating: 0, count: 256), Array(repeating: 255, count: 256),
            [1],
        ]
        for bytes in others {
            let text = PercentEncoding.encode(String(decoding: Base64.encode(bytes), as: UTF8.self))
            #expect(refusal(Fixture.head("POST", good.target, front + "oauth_signature=\"\(text)\""))?.status == 403)
        }
        let asPSS = header.replacing("RSA-SHA256", with: "RSA-PSS")
        #expect(refusal(Fixture.head("POST", good.target, asPSS))?.status == 403)
    }

    @Test("A key that is registered for one method is not verified with the other")
    func methodPerKey() throws {
        let verifier = Fixture.verifier(methods: [.rsaPSS])
        #expect(refusal(try signed(), by: verifier)?.code == .malformedRequest)
        #expect(refusal(try signed(signer: Fixture.signer(method: .rsaPSS)), by: verifier) == nil)
    }

    @Test("Row 7: a second use of a nonce, while a forged request does not burn it")
    func replay() throws {
        let verifier = Fixture.verifier(nonces: try Fixture.nonces(Fixture.clock()))
        let head = try signed()
        let forged = try signed(signer: Fixture.signer(key: Fixture.strangerKey))
        #expect(refusal(forged, by: verifier)?.status == 403)
        #expect(refusal(head, body: body, by: verifier)?.code == .invalidBodyHash)
        #expect(refusal(head, by: verifier) == nil)
        let replayed = try #require(refusal(head, by: verifier))
        #expect(replayed.code == .authenticationFailed)
        #expect(replayed.status == 401)
        #expect(refusal(try signed(at: Fixture.instant + 1), by: verifier)?.status == 401)
        #expect(refusal(try signed(nonce: "other"), by: verifier) == nil)
    }

    @Test("A body that takes long to arrive is accepted for one more window, and not when its nonce might be forgotten")
    func slowBody() throws {
        let clock = Fixture.clock()
        let verifier = Fixture.verifier(clock: clock, nonces: try Fixture.nonces(clock))
        let first = try verifier.checkHead(signed(nonce: "first"))
        let again = try verifier.checkHead(signed(nonce: "first"))
        let late = try verifier.checkHead(signed(nonce: "late"))
        clock.advance(by: .seconds(590))
        #expect(
            RequestSigningTests.refusal { () throws(SigningRefusal) in try verifier.finish(first, body: []) } == nil)
        clock.advance(by: .seconds(100))
        for head in [again, late] {
            let refused = RequestSigningTests.refusal { () throws(SigningRefusal) in try verifier.finish(head, body: [])
            }
            #expect(refused?.status == 401)
        }
    }

    @Test("A full nonce store refuses with 503 and asks to try again")
    func fullStore() throws {
        var settings = NonceStore.Settings()
        settings.capacity = 1
        let clock = Fixture.clock()
        let verifier = Fixture.verifier(nonces: try NonceStore(directory: nil, settings: settings, clock: clock))
        #expect(refusal(try signed(), by: verifier) == nil)
        let refused = try #require(refusal(signed(nonce: "second"), by: verifier))
        #expect(refused.status == 503)
        #expect(refused.isRecoverable)
    }

    @Test("The origin comes from the configured list, whatever Host says, and forwarded names have no say")
    func configuredOrigin() throws {
        let origins = OriginPolicy.configured([try PublicOrigin("https://" + Fixture.host)])
        var head = try signed()
        head.host = "10.1.2.3:8080"
        head.scheme = .http
        #expect(refusal(head, by: Fixture.verifier(origins: origins)) == nil)
        #expect(refusal(head)?.status == 403)
    }

    @Test("No refusal repeats the signature or a key, however it is printed")
    func noEcho() throws {
        let good = try signed(body: body)
        let header = good.authorizationHeaders[0]
        let signature = try #require(try AuthorizationHeader(header).value(of: "oauth_signature"))
        let refusals = [
            refusal(good, body: []), refusal(Fixture.head("PUT", good.target, header), body: body),
            refusal(Fixture.head("POST", good.target, header.replacing("%3D%3D", with: "%3D%")), body: body),
            refusal(Fixture.head("POST", good.target, header + ",oauth_signature=\"\(signature)\""), body: body),
        ]
        for refusal in refusals {
            let refused = try #require(refusal)
            let start = String(signature.prefix(20))
            #expect(!refused.gatewayDescription.contains(start))
            #expect(!refused.details.baseStrings.contains { $0.text.contains(start) })
            var dumped = ""
            dump(refused, to: &dumped)
            for text in ["\(refused)", String(reflecting: refused), dumped] {
                #expect(!text.contains(start) && !text.contains("TESTONLY") && !text.contains("cards"))
            }
        }
    }

    @Test("The base string of an answer is bounded, whatever the length of the query")
    func boundedAnswer() throws {
        let head = try signed("GET", "/p?q=" + String(repeating: "%25", count: 2000))
        let refused = try #require(refusal(Fixture.head("POST", head.target, head.authorizationHeaders[0])))
        #expect(refused.gatewayDescription.utf8.count < 4300)
        #expect(refused.details.baseStrings.allSatisfy { $0.text.utf8.count <= 4099 })
    }
}
