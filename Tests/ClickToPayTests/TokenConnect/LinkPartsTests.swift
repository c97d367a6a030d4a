// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Testing

@testable internal import ClickToPay

/// Goal: a link comes apart and together without a byte changed, whatever it is, and never traps.
@Suite struct LinkPartsTests {
    @Test("A link is put together again from its parts, byte for byte.")
    func together() throws {
        for url in [
            "https://a.example", "https://a.example/p?x", "https://a.example/p?x=1&y=%2F+#f?g", "app:thing", "a://b#",
            "https://a.example/?x==&y=&=z",
        ] {
            #expect(try LinkParts(url).url { _ in true } == url)
        }
    }

    @Test(
        "What is no link of printable ASCII, or has escapes that give no text, is refused.",
        arguments: [
            "", "x", ":x", "1a:b", "https:", "https://a.example/ b", "https://a.example/é", "https://a.example/?a=%",
            "https://a.example/?a=%4", "https://a.example/?a=%zz", "https://a.example/?a=%FF",
            "https://a.example/?a=%00",
            "https://a.example/?%0Ab=1",
        ])
    func refused(url: String) {
        #expect(throws: LinkFinding.self) { try LinkParts(url) }
    }

    @Test("The limits hold at their edge: 8192 bytes and 64 parameters.")
    func limits() throws {
        let start = "https://a.example/"
        _ = try LinkParts(start + String(repeating: "p", count: 8192 - start.utf8.count))
        #expect(throws: LinkFinding.self) {
            try LinkParts(start + String(repeating: "p", count: 8193 - start.utf8.count))
        }
        let many = Array(repeating: "a=1", count: 64).joined(separator: "&")
        #expect(try LinkParts(start + "?" + many).parameters.count == 64)
        #expect(throws: LinkFinding.self) { try LinkParts(start + "?" + many + "&a=1") }
    }

    @Test("Random bytes between the marks of a link are read or refused, and what is read is put together again.")
    func fuzz() {
        var random = SplitMix(seed: 20_260_101)
        let pieces = [
            "https://a.example/p", "?", "&", "=", "#", "%5B", "%", "results[A]", "pushAccountReceipts", "%7C", "|",
        ]
        var read = 0
        for _ in 0..<20_000 {
            var url = "https://a.example/"
            for _ in 0..<(random.next() % 12) {
                let pick = Int(random.next() % UInt64(pieces.count + 2))
                url += pick < pieces.count ? pieces[pick] : String(UnicodeScalar(UInt8(0x21 + random.next() % 94)))
            }
            guard let link = try? LinkParts(url) else { continue }
            read += 1
            if let redirect = PushRedirect.read(link).redirect {
                #expect((try? PushRedirect(url: redirect.url)) == redirect, "\(url)")
            }
            if let back = PushReturnURL.read(link).link {
                #expect((try? PushReturnURL(url: back.url)) == back, "\(url)")
            }
        }
        #expect(read > 1000)
    }
}
