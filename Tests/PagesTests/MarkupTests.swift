// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Pages

@Suite struct MarkupTests {
    @Test("what is put into markup can neither end an attribute nor begin an element")
    func escapes() {
        let sent = #"<b a="1" c='2'>&"#
        let markup: Markup = "<p title=\"\(sent)\">\(sent)</p>"
        let safe = "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;"
        #expect(String(decoding: markup.bytes, as: UTF8.self) == "<p title=\"\(safe)\">\(safe)</p>")
    }

    @Test("markup that is put into markup stays what it is, and nil adds nothing")
    func nests() {
        let inner: Markup = "<i>\("a<b")</i>"
        let none: Markup? = nil
        let markup: Markup = "<p>\(inner)\(none)\(7)</p>"
        #expect(String(decoding: markup.bytes, as: UTF8.self) == "<p><i>a&lt;b</i>7</p>")
    }
}
