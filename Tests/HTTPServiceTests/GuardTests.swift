// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@Suite struct GuardTests {
    /// What a proxy and this server could read differently, or what no client means to send.
    private static let malformed: [String] = [
        // The length of the body said twice, or in another way than in digits.
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3 \t\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
        // Transfer codings other than chunked, or twice.
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        // Header names that are not tokens.
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length : 3\r\n\r\nabc",
        "GET / HTTP/1.1\r\nHost: x\r\nX A: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX\u{7f}A: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nXé: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n X-First: folded\r\n\r\n",
        // Lines that are folded, with the fold ending up in a name.
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Leng: 3\r\n th\r\n\r\nabc",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
        // Bytes that one reader takes for the end and another does not.
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\0c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\rc\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX-A: b\u{1}c\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\n\n",
        "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n",
        // Hosts: none, two, or not a host.
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: user@x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n",
        // Targets that are not a path.
        "GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET a HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /é HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET  /a HTTP/1.1\r\nHost: x\r\n\r\n",
        // Methods and versions.
        "G(T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: x\r\n\r\n",
        "GET / http/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.10\r\nHost: x\r\n\r\n",
        "GET /\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
    ]

    @Test(
        "A malformed or ambiguous header is answered 400, nothing is handled and nothing more is read",
        arguments: malformed)
    func refuses(request: String) throws {
        let count = Counter()
        let bench = try Bench(
            admit: { _ in
                count.add()
                return .accept()
            },
            handle: { request, responder in
                count.add()
                echo(request, responder)
            })
        let client = bench.connect()
        // Whatever is smuggled behind must not be answered.
        client.send(request + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = client.response()
        #expect(response?.status == 400 || response?.status == 413 && request.contains("9999"))
        #expect(client.response() == nil)
        #expect(count.value == 0)
    }

    @Test(
        "Unusual but unambiguous headers are taken",
        arguments: [
            "GET / HTTP/1.1\r\nhOST: x:80\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n",
            "GET /?a=b?c/%zz HTTP/1.1\r\nHost:x\r\n\r\n",
            "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "PATCH / HTTP/1.1\r\nHost: x\r\ncontent-length: 003\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: Chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nX-Spaces: \t \r\nX-Colon: a:b: c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nX-Text: caf\u{e9}\tau lait\r\n\r\n",
            "FROBNICATE / HTTP/1.1\r\nHost: x\r\n!#$%&'*+-.^_`|~09: ok\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nCookie: a=b; c=\"d\"\r\nAuthorization: OAuth a=\"b\", c=\"d%3D\"\r\n\r\n",
        ])
    func takes(request: String) throws {
        let response = try Bench().ask(request)
        #expect(response?.status == 200)
    }

    @Test("A header may come in any pieces, and be nearly as large as the memory of a connection")
    func pieces() throws {
        let bench = try Bench(handle: { request, responder in
            responder.answer(.text(200, String(request.headers.count)))
        })
        let client = bench.connect()
        for size in [1, 100, 1000, 5000, 15_900] {
            let request =
                "GET /\(size) HTTP/1.1\r\nHost: x\r\nX-A: \(String(repeating: "a", count: size))\r\nX-B: b\r\n\r\n"
            var rest = Substring(request)
            let step = size <= 100 ? 1 : 997
            while !rest.isEmpty {
                client.send(String(rest.prefix(step)))
                rest = rest.dropFirst(step)
            }
            #expect(client.response()?.body == "3")
        }
        let many = (0..<100).map { "X-Header-\($0): value \($0)\r\n" }.joined()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\(many)\r\n")
        #expect(client.response()?.body == "101")
    }

    @Test("A header beyond the memory of a connection is answered 431 or 414 and the connection closed")
    func tooLarge() throws {
        let bench = try Bench()
        for request in [
            "GET / HTTP/1.1\r\nHost: x\r\nX-A: \(String(repeating: "a", count: 40_000))\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X-A: b\r\n", count: 5000) + "\r\n",
            "GET /\(String(repeating: "a", count: 40_000)) HTTP/1.1\r\nHost: x\r\n\r\n",
        ] {
            let response = bench.ask(request)
            #expect([414, 431].contains(response?.status))
        }
        #expect(bench.settles(connections: 0))
    }

    @Test("Versions other than 1.0 and 1.1 are answered 505", arguments: ["HTTP/2.0", "HTTP/0.9", "HTTP/1.2"])
    func versions(version: String) throws {
        #expect(try Bench().ask("GET / \(version)\r\nHost: x\r\n\r\n")?.status == 505)
    }
}
