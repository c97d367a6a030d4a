// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import RequestSigning

/// Signatures with the right digest in a wrong block (Tests/oracles/malformed_blocks.py).
private struct MalformedBlocks: Decodable {
    struct Block: Decodable, CustomTestStringConvertible {
        let name: String
        let authorization: String

        var testDescription: String { name }
    }

    let blocks: [Block]

    static let shared: [Block] = {
        do {
            let data = try SecurityExamples.vectorFile("malformed-blocks.json")
            return try JSONDecoder().decode(MalformedBlocks.self, from: data).blocks
        } catch {
            fatalError("the vector file cannot be read: \(error)")
        }
    }()
}

@Suite struct SignatureCheckTests {
    @Test(
        "A PKCS#1 block that holds the right digest but differs anywhere else is refused",
        arguments: MalformedBlocks.shared)
    fileprivate func malformedBlock(_ block: MalformedBlocks.Block) throws {
        let example = SecurityExamples.shared.oauth1[0]
        let head = Fixture.head(example.method, example.target, block.authorization, host: example.host)
        let refused = refusal { () throws(SigningRefusal) in
            try Fixture.verifier().verify(head, body: example.bodyBytes)
        }
        #expect(refused?.status == (block.name == "well-formed" ? nil : 403))
    }

    @Test("There are malformed blocks to try, and one well-formed one")
    func vectorsAreThere() {
        #expect(MalformedBlocks.shared.count >= 15)
        #expect(MalformedBlocks.shared.filter { $0.name == "well-formed" }.count == 1)
    }
}
