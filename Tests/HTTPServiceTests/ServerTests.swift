// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import HTTPService
import Testing

@Suite struct ServerTests {
    @Test("One connection carries many requests, and each answer bears its own identifier")
    func keepAlive() throws {
        let bench = try Bench()
        let client = bench.connect()
        var identifiers = Set<String>()
        for number in 0..<20 {
            client.send("GET /\(number)?q=%20 HTTP/1.1\r\nHost: x\r\n\r\n")
            let response = client.response()
            #expect(response?.status == 200)
            #expect(response?.body == "GET /\(number)?q=%20 ")
            #expect(response?.header("Connection") == nil)
            let identifier = try #require(response?.header("X-Request-ID"))
            #expect(UUID(uuidString: identifier) != nil)
            #expect(identifiers.insert(identifier).inserted)
        }
        #expect(bench.server.connectionCount == 1)
    }

    @Test("Requests sent in one go are answered in order")
    func pipelining() throws {
        let bench = try Bench()
        let client = bench.connect()
        var text = ""
        for number in 0..<50 {
            text += "POST /\(number) HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab\(number % 10)"
        }
        client.send(text)
        for number in 0..<50 { #expect(client.response()?.body == "POST /\(number) ab\(number % 10)") }
    }

    @Test("HEAD is answered with the length of the body and without it")
    func head() throws {
        let bench = try Bench()
        let client = bench.connect()
        client.send("HEAD /abc HTTP/1.1\r\nHost: x\r\n\r\nGET /d HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response(hasBody: false)?.header("Content-Length") == "10")
        #expect(client.response()?.body == "GET /d ")
    }

    @Test("OPTIONS for the whole server is a request like any other, and 204 has no body")
    func options() throws {
        let bench = try Bench(handle: { request, responder in
            responder.answer(.empty(204, headers: [HTTPField("Allow", "GET"), HTTPField("X-Target", request.target)]))
        })
        let response = bench.ask("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(response?.status == 204)
        #expect(response?.header("Allow") == "GET")
        #expect(response?.header("X-Target") == "*")
    }

    @Test("A handler sees target, headers with duplicates, address and identifier as they came")
    func details() throws {
        let bench = try Bench(handle: { request, responder in
            let headers = request.headers
            let seen = [
                request.path, request.query, headers["x-a"] ?? "none", headers.values("X-A").joined(separator: "|"),
                String(headers.count(of: "x-A")), headers["missing"] ?? "none", request.remoteAddress.description,
                String(request.isTLS), headers.header(at: 1).name,
                String(headers.withBytes(of: "x-b") { $0.count } ?? -1), request.requestID.description,
            ]
            responder.answer(.text(200, seen.joined(separator: ",")))
        })
        let response = bench.ask(
            "GET /a%2Fb/../c?x=1&x=%zz?y HTTP/1.1\r\nHost: x\r\nX-A: 1 \t\r\nx-a:2\r\nX-B:\t \r\n\r\n")
        let identifier = response?.header("X-Request-ID") ?? ""
        #expect(response?.body == "/a%2Fb/../c,x=1&x=%zz?y,1,1|2,2,none,127.0.0.1,false,X-A,0,\(identifier)")
    }

    @Test("An HTTP/1.0 client is answered and the connection closed, unless it asks to keep it")
    func version10() throws {
        let bench = try Bench()
        let client = bench.connect()
        client.send("GET /a HTTP/1.0\r\n\r\n")
        #expect(client.response()?.body == "GET /a ")
        #expect(client.isClosedByServer())
        let keeping = bench.connect()
        keeping.send("GET /a HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n")
        #expect(keeping.response()?.status == 200)
        keeping.send("GET /b HTTP/1.0\r\nHost: x\r\n\r\n")
        #expect(keeping.response()?.body == "GET /b ")
    }

    @Test("A refusal keeps the connection where nothing is left unread, and the body is not handled")
    func refuse() throws {
        let bench = try Bench(admit: { head in
            head.path == "/no" ? .refuse(.text(401, "no")) : .accept()
        })
        let client = bench.connect()
        client.send("GET /no HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.status == 401)
        client.send("POST /no HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde")
        #expect(client.response()?.body == "no")
        client.send("GET /yes HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.body == "GET /yes ")
    }

    @Test("An answer with a header that would split it becomes a 500")
    func headerInjection() throws {
        let bench = try Bench(handle: { _, responder in
            responder.answer(.empty(200, headers: [HTTPField("X-A", "b\r\nSet-Cookie: c")]))
        })
        let response = bench.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(response?.status == 500)
        #expect(response?.header("Set-Cookie") == nil)
        #expect(response?.body.contains("noAnswer") == true)
    }

    @Test("A server on every address answers IPv4 and IPv6 on one port", arguments: [("*", true), ("[::1]", false)])
    func families(host: String, answersIPv4: Bool) throws {
        let bench = try Bench(
            HTTPConfiguration(host: host),
            handle: { request, responder in
                let near = request.remoteAddress.isLoopback ? " near" : ""
                responder.answer(.text(200, request.remoteAddress.description + near))
            })
        #expect(!RemoteAddress.unknown.isLoopback)
        for (text, block) in [
            ("198.51.100.7", "198.51.100.0/24"), (" 198.51.100.255 ", "198.51.100.0/24"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"), ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ] {
            #expect(RemoteAddress(text: text)?.block == block)
        }
        for text in ["", "198.51.100", "198.51.100.7:80", "[::1]", "unknown"] {
            #expect(RemoteAddress(text: text) == nil)
        }
        for isIPv6 in [false, true] where isIPv6 || answersIPv4 {
            let client = RawClient(port: bench.server.port, isIPv6: isIPv6)
            client.send("GET /x HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(client.response()?.body == (isIPv6 ? "::1 near" : "127.0.0.1 near"))
        }
        #expect(RawClient(port: bench.server.port).isConnected == answersIPv4)
    }

    @Test("A taken port, an unknown host and a setting out of range are refused by name")
    func refusesToStart() throws {
        let bench = try Bench()
        let taken = #expect(throws: HTTPServerError.self) { try Bench(HTTPConfiguration(port: bench.server.port)) }
        #expect(taken?.code == .addressNotAvailable)
        #expect(taken?.place == "127.0.0.1:\(bench.server.port)")
        let host = #expect(throws: HTTPServerError.self) { try Bench(HTTPConfiguration(host: "nowhere.invalid")) }
        #expect(host?.code == .hostNotFound)
        var configuration = HTTPConfiguration()
        configuration.ioThreads = 5
        let setting = #expect(throws: HTTPServerError.self) { try Bench(configuration) }
        #expect(setting?.code == .invalidConfiguration)
        #expect(setting?.place == "ioThreads")
    }

    @Test("Requests are counted by route template and status, never by path")
    func metrics() throws {
        let router = Router<Int>([("GET", "/cards/{cardId}", 1)])
        let bench = try Bench(
            routes: router.templates,
            admit: { head in
                if case .found(_, let match) = router.match(head) {
                    .accept(route: match)
                } else {
                    .refuse(.empty(404))
                }
            },
            handle: { request, responder in responder.answer(.text(200, request.parameter("cardId") ?? "none")) })
        #expect(bench.ask("GET /cards/a%20b HTTP/1.1\r\nHost: x\r\n\r\n")?.body == "a b")
        #expect(bench.ask("GET /cards/c HTTP/1.1\r\nHost: x\r\n\r\n")?.body == "c")
        #expect(bench.ask("GET /other HTTP/1.1\r\nHost: x\r\n\r\n")?.status == 404)
        #expect(bench.settles())
        let text = bench.metricsText
        #expect(
            text.contains(#"muster_http_requests_total{method="GET",route="/cards/{cardId}",status="200"} 2"# + "\n"))
        #expect(text.contains(#"muster_http_requests_total{method="other",route="other",status="404"} 1"# + "\n"))
        #expect(
            text.contains(#"muster_http_request_duration_seconds_count{method="GET",route="/cards/{cardId}"} 2"#))
        #expect(!text.contains("a%20b"))
    }

    @Test("Beyond the bound on connections, and on those of one address, clients are answered 503")
    func connectionBounds() throws {
        for perAddress in [false, true] {
            var configuration = HTTPConfiguration()
            if perAddress { configuration.connectionsPerAddressMax = 2 } else { configuration.connectionsMax = 2 }
            let bench = try Bench(configuration)
            var clients = [bench.connect(), bench.connect()]
            for client in clients {
                client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(client.response()?.status == 200)
            }
            let third = bench.connect()
            let refused = third.response()
            #expect(refused?.status == 503)
            #expect(refused?.header("Retry-After") == "1")
            #expect(refused?.body.contains("overloaded") == true)
            clients.removeAll()
            #expect(bench.settles(connections: 0))
            #expect(bench.ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")?.status == 200)
        }
    }

    @Test("Requests spread over the I/O threads are all answered")
    func threads() throws {
        var configuration = HTTPConfiguration()
        configuration.ioThreads = 4
        let bench = try Bench(configuration)
        let clients = (0..<16).map { _ in bench.connect() }
        for client in clients { client.send("GET /x HTTP/1.1\r\nHost: x\r\n\r\n") }
        for client in clients { #expect(client.response()?.body == "GET /x ") }
    }
}
