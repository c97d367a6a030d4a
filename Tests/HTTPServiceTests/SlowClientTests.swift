// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@Suite struct SlowClientTests {
    /// A timeout of 20 ms: a header has 40 ms, a body of a thousand bytes no more.
    private func bench() throws -> Bench {
        var configuration = HTTPConfiguration()
        configuration.connectionTimeout = .milliseconds(20)
        return try Bench(configuration)
    }

    @Test("A header that trickles in is cut off, although something always comes")
    func header() throws {
        let bench = try bench()
        let client = bench.connect()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n")
        while client.send("X") {}
        #expect(bench.settles(connections: 0))
        #expect(
            bench.metricsText.contains("muster_http_slow_connections_total 1\n") || client.response()?.status == 431)
    }

    @Test("A client that says nothing, or stops in the middle of a header or body, is closed")
    func silent() throws {
        let bench = try bench()
        for text in ["", "GET / HT", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"] {
            let client = bench.connect()
            client.send(text)
            #expect(client.isClosedByServer())
        }
        #expect(bench.settles(connections: 0))
    }

    @Test("A connection that is idle after an answer is closed")
    func idle() throws {
        var configuration = HTTPConfiguration()
        configuration.connectionTimeout = .milliseconds(200)
        let bench = try Bench(configuration)
        let client = bench.connect()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.status == 200)
        #expect(client.isClosedByServer())
    }

    @Test("A client that waits for its answer is not slow, however long the answer takes")
    func waiting() throws {
        let parked = Parked()
        var configuration = HTTPConfiguration()
        configuration.connectionTimeout = .milliseconds(20)
        let bench = try Bench(configuration, handle: { _, responder in parked.park(responder) })
        let client = bench.connect()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(parked.wait(1))
        // Another client that is cut off for being slow shows that the time has passed.
        #expect(bench.connect().isClosedByServer())
        #expect(bench.connect().isClosedByServer())
        parked.takeAll()[0].answer(.text(200, "patience"))
        #expect(client.response()?.body == "patience")
    }

    @Test("A client that does not read its answer is cut off")
    func reading() throws {
        var configuration = HTTPConfiguration()
        configuration.connectionTimeout = .milliseconds(20)
        configuration.bytesPerSecondMin = 1 << 30
        let bench = try Bench(
            configuration,
            handle: { _, responder in
                responder.answer(HTTPResponse(status: 200, body: [UInt8](repeating: 65, count: 200_000_000)))
            })
        let client = bench.connect()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(bench.settles(connections: 0))
        #expect(client.response() == nil)
    }
}
