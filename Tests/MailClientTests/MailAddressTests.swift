// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import MailClient

@Suite struct MailAddressTests {
    @Test(
        "an address of words and a domain is taken as it is",
        arguments: [
            "ada@example.test", "a.b+c_d-e@sub.example.test", "!#$%&'*+-/=?^_`{|}~@example.test", "A@B.C", "1@2.3.4",
            String(repeating: "a", count: 64) + "@example.test", "ada@xn--bcher-kva.example",
        ])
    func taken(text: String) throws {
        let address = try #require(MailAddress(text))
        #expect(address.text == text && address.domain == text.split(separator: "@").last.map(String.init))
    }

    @Test(
        "what could end a command or a header, or is outside ASCII, is none",
        arguments: [
            "", "ada", "@example.test", "ada@", "ada@example", "ada@@example.test", "ada@a@example.test",
            "ada@example.test\r\nRCPT TO:<eve@example.test>", "ada@example.test\r\n", "ada\n@example.test",
            "ada@example.test\n.", "ada>@example.test", "<ada@example.test>", "ada@example.test> SIZE=1",
            "ada@exam ple.test", "ada@example.test ", " ada@example.test", "a da@example.test", "ada\0@example.test",
            "\"ada eve\"@example.test", "ada@[127.0.0.1]", "ada@example..test", "ada@.example.test",
            "ada@example.test.",
            ".ada@example.test", "ada.@example.test", "a..b@example.test", "ada@-example.test", "ada@example-.test",
            "ada@exam_ple.test", "ädа@example.test", "ada@exämple.test", "ada,eve@example.test", "ada;@example.test",
            "ada(x)@example.test", "ada:eve@example.test", "ada@example.test,eve@example.test", "ada\\@example.test",
            String(repeating: "a", count: 65) + "@example.test", "ada@" + String(repeating: "a", count: 64) + ".test",
            "ada@" + String(repeating: "abcdefgh.", count: 28) + "test",
        ])
    func refused(text: String) {
        #expect(MailAddress(text) == nil)
    }
}
