// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Pages

@Suite struct PageFieldTests {
    @Test("a field's hint and error are tied to it, and what was typed comes back as text")
    func field() {
        let field = PageField(
            "email", "Email", kind: .email, value: "\"><script>", hint: "H", error: "E", autocomplete: "email")
        let text = String(decoding: field.markup.bytes, as: UTF8.self)
        #expect(text.contains("<label for=\"email\">Email</label>"))
        #expect(text.contains("aria-describedby=\"email-hint email-fault\" aria-invalid=\"true\""))
        #expect(text.contains("value=\"&quot;&gt;&lt;script&gt;\""))
        #expect(!text.contains("<script>"))
    }
}
