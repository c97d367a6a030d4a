// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPClient
import HTTPService
import Testing

@Suite struct FailureTests {
    private func code(
        _ answer: String?, _ configuration: HTTPClientConfiguration = HTTPClientConfiguration()
    ) -> HTTPClientError.Code? {
        let server = RawServer(answer)
        defer { withExtendedLifetime(server) {} }
        do throws(HTTPClientError) {
            _ = try HTTPClient(configuration: configuration).send(HTTPClientRequest(method: "GET", url: server.url))
            return nil
        } catch {
            return error.code
        }
    }

    @Test("A server that does not answer in time is a timeout, by the client's limit or the request's own")
    func timeout() {
        #expect(code(nil, HTTPClientConfiguration(totalTimeout: .milliseconds(50))) == .timedOut)
        let server = RawServer(nil)
        let error = #expect(throws: HTTPClientError.self) {
            try HTTPClient().send(
                HTTPClientRequest(method: "GET", url: server.url, totalTimeout: .milliseconds(50)))
        }
        #expect(error?.code == .timedOut)
        #expect(error?.host == "127.0.0.1:\(server.port)")
    }

    @Test("A connection that ends without an answer is not reachable; one that breaks off in the middle is broken")
    func brokenOff() {
        #expect(code("") == .notReachable)
        #expect(code("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") == .protocolError)
        #expect(code("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab") == .protocolError)
    }

    @Test("An answer that is not HTTP is a protocol error", arguments: ["hello\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n"])
    func notHTTP(answer: String) {
        #expect(code(answer) == .protocolError)
    }

    @Test("A header without end is too large")
    func endlessHeader() {
        let line = "X-A: " + String(repeating: "a", count: 1000) + "\r\n"
        #expect(code("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 300)) == .tooLarge)
    }

    @Test("A chunked answer is put together, an interim answer is skipped, and its headers are forgotten")
    func readsAnswers() throws {
        let server = RawServer(
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 201 Created\r\nx-a:  1 \r\nX-A: 2\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        )
        let response = try HTTPClient().send(HTTPClientRequest(method: "GET", url: server.url))
        #expect(response.status == 201)
        #expect(String(decoding: response.body, as: UTF8.self) == "abcde")
        #expect(response.headers.filter { $0.name.lowercased() == "x-a" }.map(\.value) == ["1", "2"])
        #expect(response.header("Link") == nil)
    }

    @Test("A name that does not exist is not reachable")
    func unknownHost() {
        let error = #expect(throws: HTTPClientError.self) {
            try HTTPClient().send(HTTPClientRequest(method: "GET", url: "http://nowhere.invalid/secret"))
        }
        #expect(error?.code == .notReachable)
        #expect(error?.host == "nowhere.invalid")
    }

    @Test("A request goes through the proxy that the configuration names")
    func proxy() throws {
        let proxy = RawServer("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nproxied")
        let client = HTTPClient(configuration: HTTPClientConfiguration(proxy: .url(proxy.url)))
        let response = try client.send(HTTPClientRequest(method: "GET", url: "http://nowhere.invalid/x"))
        #expect(String(decoding: response.body, as: UTF8.self) == "proxied")
    }

    @Test("A connection that the server has closed meanwhile is replaced without an error")
    func stale() throws {
        var configuration = HTTPConfiguration()
        configuration.connectionTimeout = .milliseconds(20)
        let server = try HTTPServer(configuration: configuration, handler: Echo())
        let client = HTTPClient()
        for _ in 0..<3 {
            let request = HTTPClientRequest(method: "POST", url: "http://127.0.0.1:\(server.port)/body", body: [1, 2])
            #expect(try client.send(request).body == [1, 2])
            while server.connectionCount > 0 {}
        }
    }

    @Test("A user name and password in a URL stay out of the error")
    func userInformation() {
        let error = #expect(throws: HTTPClientError.self) {
            try HTTPClient().send(HTTPClientRequest(method: "GET", url: "http://user:secret@nowhere.invalid/x"))
        }
        #expect(error?.host == "nowhere.invalid")
    }
}
