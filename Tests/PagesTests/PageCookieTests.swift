// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@testable import Pages

@Suite struct PageCookieTests {
    private func request(_ cookie: String) -> HTTPRequest {
        HTTPRequest(head: HTTPRequestHead(method: "GET", target: "/", headers: [("Cookie", cookie)]))
    }

    @Test("a secure server's cookies have a name that no other server can set")
    func names() {
        #expect(PageCookie("muster", isSecure: true).name == "__Host-muster")
        #expect(PageCookie("muster", path: "/provision/1", isSecure: true).name == "__Secure-muster")
        #expect(PageCookie("muster", isSecure: false).name == "muster")
        #expect(
            PageCookie("muster", isSecure: true).set("v", seconds: 60).value
                == "__Host-muster=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure")
    }

    @Test("a cookie for pages of others says so, and is secure wherever the server is")
    func crossSite() {
        let value = PageCookie("a", path: "/src/api", isSecure: false, isCrossSite: true).set("v", seconds: 60).value
        #expect(value == "a=v; Path=/src/api; Max-Age=60; HttpOnly; SameSite=None; Secure")
    }

    @Test("the cookie of exactly that name is read")
    func reads() {
        let cookie = PageCookie("muster", isSecure: false)
        #expect(cookie.value(in: request("xmuster=1; muster=two; muster2=3")) == "two")
        #expect(cookie.value(in: request("muster=")) == nil)
        #expect(cookie.value(in: request("other=1")) == nil)
    }
}
