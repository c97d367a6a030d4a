// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPService
import Testing

@Suite struct BodyTests {
    private let head = "POST /b HTTP/1.1\r\nHost: x\r\n"

    /// Answers with the size and a sum of the body.
    private func measuring(_ configuration: HTTPConfiguration = HTTPConfiguration(), bytesMax: Int? = nil) throws
        -> Bench
    {
        try Bench(
            configuration, admit: { _ in .accept(bodyBytesMax: bytesMax) },
            handle: { request, responder in
                let sum = request.body.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF }
                responder.answer(.text(200, "\(request.body.count) \(sum)"))
            })
    }

    private func expected(_ body: [UInt8]) -> String {
        "\(body.count) \(body.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF_FFFF })"
    }

    @Test(
        "A body of any size arrives whole, by length and in chunks", arguments: [0, 1, 1000, 65_536, 65_537, 700_000])
    func whole(size: Int) throws {
        let bench = try measuring(bytesMax: 4 << 20)
        let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let client = bench.connect()
        client.send(head + "Content-Length: \(size)\r\n\r\n")
        client.send(body)
        #expect(client.response()?.body == expected(body))
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n")
        var rest = body[...]
        var step = 1
        while !rest.isEmpty {
            let part = rest.prefix(step)
            client.send(String(part.count, radix: 16) + ";ext=1\r\n")
            client.send(part)
            client.send("\r\n")
            rest = rest.dropFirst(step)
            step = min(step * 5, 200_000)
        }
        client.send("0\r\nX-Trailer: ignored\r\n\r\n")
        #expect(client.response()?.body == expected(body))
        client.send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(client.response()?.status == 200)
        #expect(bench.settles())
    }

    @Test("A trailer can not change how the request was framed or what its headers were")
    func trailers() throws {
        let bench = try Bench(handle: { request, responder in
            responder.answer(.text(200, request.headers["Content-Length"] ?? request.headers["X-A"] ?? "none"))
        })
        let client = bench.connect()
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nContent-Length: 5\r\nX-A: b\r\n\r\n")
        #expect(client.response()?.body == "none")
    }

    @Test(
        "Broken chunks end the connection with 400 and are not handled",
        arguments: ["x\r\n", "-1\r\n", "1\r\nab\r\n", "\r\n", "fffffffffffffffff\r\n", "1 \r\na\r\n"])
    func brokenChunks(chunk: String) throws {
        let bench = try Bench()
        let client = bench.connect()
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n")
        let status = client.response()?.status
        #expect(status == 400 || status == 413)
        #expect(client.response() == nil)
        #expect(bench.settles(connections: 0))
    }

    @Test("A client that waits for 100 gets it when the body is welcome, and the refusal at once when it is not")
    func continues() throws {
        let bench = try Bench(admit: { head in
            head.path == "/b" ? .accept(bodyBytesMax: 10) : .refuse(.text(403, "no"))
        })
        let client = bench.connect()
        client.send(head + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        #expect(client.response()?.status == 100)
        client.send("abc")
        #expect(client.response()?.body == "POST /b abc")
        client.send(head + "Content-Length: 11\r\nExpect: 100-continue\r\n\r\n")
        #expect(client.response()?.status == 413)
        #expect(client.isClosedByServer())
        let other = bench.connect()
        other.send("POST /no HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        let refused = other.response()
        #expect(refused?.status == 403)
        #expect(refused?.header("Connection") == "close")
    }

    @Test("The bound on a body is exact; beyond it 413 comes before the body and the connection closes")
    func bounded() throws {
        let count = Counter()
        let bench = try Bench(
            admit: { _ in .accept(bodyBytesMax: 1000) },
            handle: { request, responder in
                count.add()
                echo(request, responder)
            })
        let body = String(repeating: "a", count: 1000)
        #expect(bench.ask(head + "Content-Length: 1000\r\n\r\n" + body)?.status == 200)
        let client = bench.connect()
        client.send(head + "Content-Length: 1001\r\n\r\n")
        let refused = client.response()
        #expect(refused?.status == 413)
        #expect(refused?.body.contains("bodyTooLarge") == true)
        #expect(refused?.header("X-Request-ID") != nil)
        #expect(client.isClosedByServer())
        #expect(count.value == 1)
    }

    @Test("A chunked body is cut off with 413 where it passes the bound, even while the client goes on sending")
    func boundedChunks() throws {
        let bench = try measuring(bytesMax: 100_000)
        let chunk = "2710\r\n" + String(repeating: "a", count: 10_000) + "\r\n"
        let exact = bench.connect()
        exact.send(head + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 10) + "0\r\n\r\n")
        #expect(exact.response()?.status == 200)
        let client = bench.connect()
        client.send(head + "Transfer-Encoding: chunked\r\n\r\n" + String(repeating: chunk, count: 150))
        let refused = client.response()
        #expect(refused?.status == 413)
        #expect(refused?.header("Connection") == "close")
        #expect(refused?.header("X-Request-ID") != nil)
        #expect(client.isClosedByServer())
        #expect(bench.settles())
    }

    @Test("A large body that is refused by its length is answered although the client sends all of it")
    func refusedWhileSending() throws {
        let bench = try measuring(bytesMax: 10)
        for _ in 0..<10 {
            let client = bench.connect()
            client.send(head + "Content-Length: 2000000\r\n\r\n")
            client.send([UInt8](repeating: 65, count: 2_000_000))
            #expect(client.response()?.status == 413)
        }
    }

    @Test("Bodies of all connections share one bound: beyond it 503, before the body or in the middle of it")
    func inFlight() throws {
        var configuration = HTTPConfiguration()
        configuration.bodyBytesInFlightMax = 300_000
        let bench = try measuring(configuration, bytesMax: 1 << 20)
        let holder = bench.connect()
        holder.send(head + "Content-Length: 250000\r\n\r\n" + String(repeating: "a", count: 249_999))
        // Once the holder's buffer has grown to its whole length, 50,000 bytes are left.
        while !bench.metricsText.contains("muster_http_body_bytes_in_flight 250000\n") {}
        let early = bench.ask(head + "Content-Length: 50001\r\n\r\n")
        #expect(early?.status == 503)
        #expect(early?.header("Retry-After") == "1")
        let chunk = "c351\r\n" + String(repeating: "a", count: 50_001) + "\r\n"
        #expect(bench.ask(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk)?.status == 503)
        #expect(
            bench.ask(head + "Content-Length: 50000\r\n\r\n" + String(repeating: "a", count: 50_000))?.status == 200)
        holder.send("a")
        #expect(holder.response()?.status == 200)
        #expect(bench.settles())
        #expect(bench.ask(head + "Content-Length: 5\r\n\r\nabcde")?.status == 200)
    }

    @Test("Clients that break off in the middle of a body leave nothing behind")
    func brokenOff() throws {
        var configuration = HTTPConfiguration()
        configuration.connectionTimeout = .milliseconds(400)
        let bench = try measuring(configuration, bytesMax: 1 << 20)
        for round in 0..<60 {
            let client = bench.connect()
            let isChunked = round % 2 == 0
            client.send(
                head + (isChunked ? "Transfer-Encoding: chunked\r\n\r\nffff\r\n" : "Content-Length: 500000\r\n\r\n"))
            client.send([UInt8](repeating: 65, count: round * 1000))
            if round % 3 == 0 { client.abort() }
        }
        #expect(bench.settles(connections: 0))
        #expect(bench.ask(head + "Content-Length: 1\r\n\r\na")?.status == 200)
    }
}
