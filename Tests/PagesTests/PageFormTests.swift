// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@testable import Pages

@Suite struct PageFormTests {
    private func request(_ body: String, _ headers: [(name: String, value: String)]) -> HTTPRequest {
        let all = [(name: "Host", value: "here.example")] + headers
        return HTTPRequest(
            head: HTTPRequestHead(method: "POST", target: "/form", headers: all), body: Array(body.utf8))
    }

    private static let type = (name: "Content-Type", value: "application/x-www-form-urlencoded")

    @Test("a form of a page of this server is read, without the white space around its values")
    func reads() throws {
        let form = try PageForm(
            request("email=+a%40b.example%20&empty=++&box=yes", [Self.type, ("Sec-Fetch-Site", "same-origin")]))
        #expect(form["email"] == "a@b.example")
        #expect(form["empty"] == nil)
        #expect(form.isTicked("box") && !form.isTicked("other"))
    }

    @Test(
        "a form from elsewhere is refused, and one that does not say where it comes from",
        arguments: [
            [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none")],
            [("Origin", "https://evil.example")], [("Origin", "null")], [("Origin", "https://here.example.evil")], [],
            [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://here.example")],
        ])
    func foreign(headers: [(String, String)]) {
        #expect(throws: PageForm.Fault.foreign) {
            try PageForm(request("a=1", [Self.type] + headers.map { (name: $0.0, value: $0.1) }))
        }
    }

    @Test("an older browser's form is known by its origin")
    func origin() throws {
        #expect(try PageForm(request("a=1", [Self.type, ("Origin", "https://here.example")]))["a"] == "1")
    }

    @Test("what is no form is refused")
    func malformed() {
        let own = (name: "Sec-Fetch-Site", value: "same-origin")
        #expect(throws: PageForm.Fault.malformed) {
            try PageForm(request("{}", [own, ("Content-Type", "application/json")]))
        }
        #expect(throws: PageForm.Fault.malformed) { try PageForm(request("a=%zz", [own, Self.type])) }
        let many = (0...32).map { "f\($0)=1" }.joined(separator: "&")
        #expect(throws: PageForm.Fault.malformed) { try PageForm(request(many, [own, Self.type])) }
    }
}
