// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: one address is one consumer, whatever its case, and no trick makes two addresses one.
struct EmailTests {
    @Test("white space and case are set aside for matching, the original is kept")
    func normalisation() throws {
        let email = try Email(" \tAda.Lovelace+Tag@Example.TEST\n")
        #expect(email.original == "Ada.Lovelace+Tag@Example.TEST")
        #expect(email.matching == "ada.lovelace+tag@example.test")
        #expect(try email == Email("ADA.LOVELACE+TAG@example.test"))
        #expect(try email != Email("ada.lovelace@example.test"))
        #expect(try email != Email("adalovelace+tag@example.test"))
        #expect(try Email("Ärzte@Ümlaut.example").matching == "ärzte@ümlaut.example")
        #expect(try Set([Email("A@b.c"), Email("a@B.c")]).count == 1)
    }

    @Test(
        "what is no address is refused",
        arguments: [
            "", " ", "a", "@", "a@", "@b.c", "a@b", "a@b@c.d", "a@@b.c", "a@.c", "a@b.", "a@b..c", "a b@c.d", "a@b c.d",
            "a@b.c\u{0}", "a\u{7F}@b.c", "a@\tb.c",
        ])
    func refused(_ text: String) {
        #expect(throws: ValueFault.self) { try Email(text) }
    }

    @Test("64 characters before the @ and 255 in all are allowed, one more is not")
    func limits() throws {
        let local = String(repeating: "é", count: 64)
        #expect(try Email(local + "@example.test").original.hasPrefix(local))
        #expect(throws: ValueFault.self) { try Email(local + "x@example.test") }
        let domain = String(repeating: "d", count: 255 - 65 - 5) + ".test"
        #expect(try Email(local + "@" + domain).original.count == 255)
        #expect(throws: ValueFault.self) { try Email(local + "@d" + domain) }
    }

    @Test("printing an address masks it")
    func masked() throws {
        let email = try Email("adalovelace@example.test")
        #expect("\(email)" == "Email(…a*****e@example.test)")
        var dumped = ""
        dump(email, to: &dumped)
        #expect(!dumped.contains("lovelace"))
    }
}
