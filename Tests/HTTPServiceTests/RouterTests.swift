// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import HTTPService
import Testing

@Suite struct RouterTests {
    private let router = Router<String>([
        ("GET", "/", "root"),
        ("POST", "/cards", "enroll"),
        ("GET", "/cards/batch/status/{batchId}", "status"),
        ("GET", "/cards/batch", "batch"),
        ("GET", "/cards/{cardId}", "card"),
        ("DELETE", "/cards/{cardId}", "remove"),
        ("GET", "/cards/{cardId}/image", "image"),
        ("GET", "/{a}/{b}/{c}/{d}", "four"),
    ])

    /// The endpoint with its parameters, or what was found instead.
    private func find(_ method: String, _ target: String) -> String {
        let head = HTTPRequestHead(method: method, target: target, entropy: SeededEntropy(seed: 1))
        switch router.match(head) {
        case .found(let endpoint, let match):
            let request = HTTPRequest(head: head, route: match)
            let values = match.template.parameterNames.map { request.parameter($0) ?? "nil" }
            return ([endpoint] + values).joined(separator: " ")
        case .notFound: return "404"
        case .methodNotAllowed(let allow): return "405 " + allow
        case .options(let allow): return "204 " + allow
        case .malformed: return "400"
        }
    }

    @Test(
        "A path finds its route, fixed segments before parameters, and gives the decoded parameters",
        arguments: [
            ("GET", "/", "root"),
            ("GET", "/?x=1", "root"),
            ("POST", "/cards", "enroll"),
            ("POST", "/cards?srcClientId=1", "enroll"),
            ("GET", "/cards/batch", "batch"),
            ("GET", "/cards/batches", "card batches"),
            ("GET", "/cards/batch/status/b-1?x=/y", "status b-1"),
            ("GET", "/cards/a%20b%2Fc%C3%A9", "card a b/cé"),
            ("GET", "/cards/batch/image", "image batch"),
            ("GET", "/cards/..", "card .."),
            ("HEAD", "/cards/1", "card 1"),
            ("DELETE", "/cards/1", "remove 1"),
            ("GET", "/1/2/3/4", "four 1 2 3 4"),
            ("GET", "/cards/batch/status2/4", "four cards batch status2 4"),
        ])
    func found(method: String, target: String, expected: String) {
        #expect(find(method, target) == expected)
    }

    @Test(
        "What no template fits is 404: empty segments, a slash at the end, escapes in fixed segments, another case",
        arguments: [
            "/card", "/cards/", "//cards", "/cards//", "/cards/1/", "/%63ards/1/2", "/Cards", "*", "/1/2/3/4/5",
        ])
    func notFound(target: String) {
        #expect(find("GET", target) == "404")
    }

    @Test("A known path with another method is 405 with every method, OPTIONS tells them too")
    func methods() {
        #expect(find("PUT", "/cards/1") == "405 DELETE, GET, HEAD, OPTIONS")
        #expect(find("GET", "/cards") == "405 OPTIONS, POST")
        #expect(find("HEAD", "/cards") == "405 OPTIONS, POST")
        #expect(find("get", "/cards/1") == "405 DELETE, GET, HEAD, OPTIONS")
        #expect(find("OPTIONS", "/cards") == "204 OPTIONS, POST")
        #expect(find("OPTIONS", "/none") == "404")
    }

    @Test(
        "A parameter with a broken escape, text that is not UTF-8, or a control character is malformed",
        arguments: ["/cards/%", "/cards/%4", "/cards/%zz", "/cards/%ff", "/cards/%C3", "/cards/a%00b", "/cards/%0a"])
    func malformed(target: String) {
        #expect(find("GET", target) == "400")
    }

    @Test("Random paths never find what a plain comparison of segments does not find")
    func random() {
        let entropy = SeededEntropy(seed: 42)
        let words = ["cards", "batch", "status", "image", "1", "", "x"]
        for _ in 0..<3000 {
            let count = Int(entropy.word() % 6)
            let segments = (0..<count).map { _ in words[Int(entropy.word() % 7)] }
            let found = find("GET", "/" + segments.joined(separator: "/"))
            #expect(found.split(separator: " ").first.map(String.init) == oracle(segments))
        }
    }

    /// Tries the templates in order of how fixed they are, segment by segment.
    private func oracle(_ segments: [String]) -> String {
        let path = segments.isEmpty ? [] : segments
        if path == [] || path == [""] { return "root" }
        let templates: [([String], String)] = [
            (["cards", "batch", "status", "{}"], "status"), (["cards", "batch"], "batch"),
            (["cards", "{}"], "card"), (["cards", "{}", "image"], "image"), (["{}", "{}", "{}", "{}"], "four"),
            (["cards"], "405"),
        ]
        let fits = templates.first { template, _ in
            template.count == path.count
                && zip(template, path).allSatisfy { $0 == $1 || $0 == "{}" && !$1.isEmpty }
        }
        return fits?.1 ?? "404"
    }
}
