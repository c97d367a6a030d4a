// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@testable import Pages

@Suite struct PageAddressTests {
    private func request(_ target: String) -> HTTPRequest {
        HTTPRequest(head: HTTPRequestHead(method: "GET", target: target))
    }

    @Test("a parameter is read where it stands once, decoded")
    func parameters() {
        #expect(request("/p?a=1%2B&b=2").pageParameter("a") == "1+")
        for target in ["/p", "/p?b=1", "/p?a=1&a=2", "/p?a=%zz"] { #expect(request(target).pageParameter("a") == nil) }
    }

    @Test("the language of an address is one that is spoken, and the address goes on without it")
    func languages() {
        let target = "/bank/cards?done=added&lang=ar&x=%20"
        #expect(request(target).chosenLanguage == .arabic)
        #expect(request(target).pageAddress == "/bank/cards?done=added&x=%20")
        #expect(request("/p?lang=xx").chosenLanguage == nil)
        #expect(request("/p?lang=de").pageAddress == "/p")
    }
}
