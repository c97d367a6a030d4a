// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import HTTPService
import Testing

@Suite struct QueryStringTests {
    private func pairs(_ raw: String) throws -> [String] {
        try QueryString(raw).fields.map { $0.name + "→" + $0.value }
    }

    @Test(
        "Fields are decoded in order, with duplicates",
        arguments: [
            ("", []), ("a=1", ["a→1"]), ("a=1&b=2&a=3", ["a→1", "b→2", "a→3"]), ("a", ["a→"]), ("a=", ["a→"]),
            ("=1", ["→1"]), ("&&a=1&", ["a→1"]), ("a=b=c", ["a→b=c"]), ("a=1+2%2B3", ["a→1 2+3"]),
            ("%C3%A9=%F0%9F%92%B3", ["é→💳"]),
            ("serviceId=ISSUER_C2P%23EXAMPLEBANK%2301", ["serviceId→ISSUER_C2P#EXAMPLEBANK#01"]),
        ] as [(String, [String])])
    func decodes(raw: String, expected: [String]) throws {
        #expect(try pairs(raw) == expected)
    }

    @Test(
        "Broken escapes, text that is not UTF-8 and NUL are refused",
        arguments: ["a=%", "a=%1", "a=%g0", "%=1", "a=%ff", "a=%C3", "a=%00", "a=1&b=%ED%A0%80"])
    func refuses(raw: String) {
        #expect(throws: QueryString.Failure.malformed) { try QueryString(raw) }
    }

    @Test("The bound on fields is exact")
    func bounded() throws {
        let full = (0..<5).map { "k\($0)=v" }.joined(separator: "&")
        #expect(try QueryString(full, countMax: 5).fields.count == 5)
        #expect(throws: QueryString.Failure.tooManyFields) { try QueryString(full + "&x", countMax: 5) }
    }

    @Test("Values are found by name, and duplicates are visible")
    func lookup() throws {
        let query = try QueryString("a=1&b=2&a=3")
        #expect(query["a"] == "1")
        #expect(query["c"] == nil)
        #expect(query.values("a") == ["1", "3"])
        #expect(query.hasDuplicates)
        #expect(try !QueryString("a=1&b=1").hasDuplicates)
    }

    @Test("Whatever Foundation encodes comes back as it was")
    func roundTrip() throws {
        let entropy = SeededEntropy(seed: 3)
        for _ in 0..<300 {
            let text = String(
                String.UnicodeScalarView(
                    (0..<Int(entropy.word() % 12)).compactMap { _ in
                        Unicode.Scalar(UInt32(entropy.word() % 0x3000 + 1))
                    }))
            var allowed = CharacterSet.alphanumerics
            allowed.formIntersection(CharacterSet(charactersIn: Unicode.Scalar(0)..."\u{7f}"))
            let encoded = try #require(text.addingPercentEncoding(withAllowedCharacters: allowed))
            #expect(try QueryString("x=" + encoded)["x"] == text)
        }
    }
}
