// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPClient
import HTTPService
import Synchronization
import Testing

/// Echoes what it received, so that a test sees the request as it was on the wire.
final class Echo: HTTPHandler {
    let targets = Mutex<[String]>([])

    func admit(_ head: HTTPRequestHead) -> HTTPAdmission { .accept() }

    func handle(_ request: HTTPRequest, context: HTTPContext?, _ responder: HTTPResponder) {
        targets.withLock { $0.append(request.target) }
        var lines = [request.method + " " + request.target]
        for index in 0..<request.headers.count {
            let header = request.headers.header(at: index)
            lines.append(header.name + ": " + header.value)
        }
        switch request.path {
        case "/large": responder.answer(HTTPResponse(status: 200, body: [UInt8](repeating: 7, count: 100_000)))
        case "/moved": responder.answer(.empty(302, headers: [HTTPField("Location", "/elsewhere")]))
        case "/body": responder.answer(HTTPResponse(status: 200, body: request.body))
        default: responder.answer(.text(200, lines.joined(separator: "\n")))
        }
    }

    func errorResponse(_ refusal: HTTPRefusal, requestID: HTTPRequestID) -> HTTPResponse { .empty(refusal.status) }
}

/// A server, the handler behind it, and a client.
struct Stage {
    let echo = Echo()
    let server: HTTPServer
    let client: HTTPClient
    let base: String

    init(_ configuration: HTTPClientConfiguration = HTTPClientConfiguration()) throws {
        server = try HTTPServer(configuration: HTTPConfiguration(), handler: echo)
        client = HTTPClient(configuration: configuration)
        base = "http://127.0.0.1:\(server.port)"
    }

    func send(_ method: String, _ path: String, body: [UInt8] = []) throws -> HTTPClientResponse {
        try client.send(HTTPClientRequest(method: method, url: base + path, body: body))
    }
}

@Suite struct ExchangeTests {
    @Test("Method, target, headers and body arrive as they were given")
    func arrives() throws {
        let stage = try Stage(HTTPClientConfiguration(userAgent: "muster-test/1"))
        let response = try stage.client.send(
            HTTPClientRequest(
                method: "GET", url: stage.base + "/a/../b%2Fc/./d?x=1&y=%20",
                headers: [HTTPClientHeader("X-One", "1"), HTTPClientHeader("X-Empty", "")]))
        let lines = String(decoding: response.body, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(response.status == 200)
        #expect(lines[0] == "GET /a/../b%2Fc/./d?x=1&y=%20")
        #expect(lines.contains("X-One: 1"))
        #expect(lines.contains("X-Empty: "))
        #expect(lines.contains("User-Agent: muster-test/1"))
        #expect(!lines.contains { $0.hasPrefix("Expect") || $0.hasPrefix("Content-Type") })
        #expect(response.header("content-TYPE") == "text/plain; charset=utf-8")
    }

    @Test("Each method is sent under its own name, with its body, whatever came before on the connection")
    func methods() throws {
        let stage = try Stage()
        let body = [UInt8](repeating: 65, count: 300_000)
        for method in ["POST", "GET", "PUT", "DELETE", "HEAD", "POST", "PATCH", "GET", "OPTIONS"] {
            let response = try stage.send(method, "/")
            let text = String(decoding: response.body, as: UTF8.self)
            #expect(method == "HEAD" ? text.isEmpty : text.hasPrefix(method + " /"))
        }
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
            #expect(try stage.send(method, "/body", body: body).body.count == (300_000))
        }
        #expect(stage.server.connectionCount == 1)
    }

    @Test("A redirect is handed back, not followed")
    func redirect() throws {
        let stage = try Stage()
        let response = try stage.send("GET", "/moved")
        #expect(response.status == 302)
        #expect(response.header("Location") == "/elsewhere")
        #expect(stage.echo.targets.withLock { $0 } == ["/moved"])
    }

    @Test("An answer of the bound's size is taken; one byte more fails as too large")
    func bounded() throws {
        let exact = try Stage(HTTPClientConfiguration(responseBytesMax: 100_000))
        #expect(try exact.send("GET", "/large").body.count == 100_000)
        let stage = try Stage(HTTPClientConfiguration(responseBytesMax: 99_999))
        let error = #expect(throws: HTTPClientError.self) { try stage.send("GET", "/large") }
        #expect(error?.code == .tooLarge)
        // The client is usable afterwards.
        #expect(try stage.send("GET", "/").status == 200)
    }

    @Test("A port without a listener is not reachable, and the error names the host without path or query")
    func refused() throws {
        let stage = try Stage()
        stage.server.stop(draining: .zero)
        let error = #expect(throws: HTTPClientError.self) { try stage.send("GET", "/cards?pan=5555") }
        #expect(error?.code == .notReachable)
        #expect(error?.host == "127.0.0.1:\(stage.server.port)")
        #expect(error.map { !$0.description.contains("cards") && !$0.description.contains("pan") } == true)
    }

    @Test("What would change the shape of the request is refused before anything is sent")
    func refusesInjection() throws {
        let stage = try Stage()
        let requests = [
            HTTPClientRequest(method: "GET", url: stage.base + "/a b"),
            HTTPClientRequest(method: "GET", url: stage.base + "/a\r\nX: y"),
            HTTPClientRequest(method: "GET /x HTTP/1.1", url: stage.base + "/"),
            HTTPClientRequest(method: "GET", url: stage.base + "/", headers: [HTTPClientHeader("A", "b\r\nC: d")]),
            HTTPClientRequest(method: "GET", url: stage.base + "/", headers: [HTTPClientHeader("A:", "b")]),
            HTTPClientRequest(method: "GET", url: "file:///etc/passwd"),
            HTTPClientRequest(method: "GET", url: "/relative"),
        ]
        for request in requests {
            let error = #expect(throws: HTTPClientError.self) { try stage.client.send(request) }
            #expect(error?.code == .invalidRequest)
        }
        #expect(stage.echo.targets.withLock { $0 }.isEmpty)
    }

    @Test("Threads that send at the same time each get their own answer")
    func parallel() async throws {
        let stage = try Stage()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for round in 0..<50 {
                        let response = try stage.send("GET", "/\(task)/\(round)")
                        #expect(String(decoding: response.body, as: UTF8.self).hasPrefix("GET /\(task)/\(round)\n"))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(stage.echo.targets.withLock { $0.count } == 200)
        #expect(stage.server.connectionCount <= 4)
    }
}
