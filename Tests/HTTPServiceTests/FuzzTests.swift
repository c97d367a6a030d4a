// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import HTTPService
import Testing

@Suite struct FuzzTests {
    private static let seed: UInt64 = 20_260_105

    /// Pieces of requests, whole and broken.
    private static let pieces: [String] = [
        "GET / HTTP/1.1\r\n", "POST /a HTTP/1.1\r\n", "HEAD /b HTTP/1.0\r\n", "OPTIONS * HTTP/1.1\r\n", "Host: x\r\n",
        "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Content-Length: 70000\r\n", "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "Cookie: a=b;c\r\n",
        "X: y\r\n",
        " folded\r\n", "\r\n", "\n", "\r", "\0", ":", "abcde", "5\r\nabcde\r\n", "0\r\n\r\n", "0\r\nX: y\r\n\r\n",
        "ffffffff\r\n", "Upgrade: h2c\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /?a&b=%zz&&&& HTTP/1.1\r\n",
    ]

    private static func request(_ entropy: SeededEntropy) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<(1 + entropy.word() % 12) {
            switch entropy.word() % 8 {
            case 0: bytes += entropy.bytes(Int(entropy.word() % 60))
            case 1:
                bytes += Array(repeating: UInt8(truncatingIfNeeded: entropy.word()), count: Int(entropy.word() % 3000))
            case 2: bytes += "GET /ok HTTP/1.1\r\nHost: x\r\n\r\n".utf8
            default: bytes += pieces[Int(entropy.word() % UInt64(pieces.count))].utf8
            }
        }
        for _ in 0..<(entropy.word() % 3) where !bytes.isEmpty {
            bytes[Int(entropy.word() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: entropy.word())
        }
        return bytes
    }

    @Test("Whatever bytes arrive, in whatever pieces, the server lives, leaks nothing and answers the next client")
    func bytes() throws {
        let entropy = SeededEntropy(seed: FuzzTests.seed)
        var configuration = HTTPConfiguration()
        configuration.connectionTimeout = .milliseconds(500)
        configuration.bodyBytesMax = 10_000
        let parked = Parked()
        let bench = try Bench(
            configuration,
            admit: { head in head.path == "/a" ? .refuse(.empty(403)) : .accept() },
            handle: { request, responder in
                // Every text is made once, so that none of them can fail.
                _ = (request.method, request.path, request.query, try? request.head.queryString())
                for index in 0..<request.headers.count { _ = request.headers.header(at: index) }
                if request.path != "/alive", request.requestID.description.hasSuffix("0") {
                    parked.park(responder)
                } else {
                    echo(request, responder)
                }
            })
        for _ in 0..<600 {
            let client = bench.connect()
            let bytes = FuzzTests.request(entropy)
            let cut = bytes.isEmpty ? 0 : Int(entropy.word() % UInt64(bytes.count))
            client.send(bytes[..<cut])
            client.send(bytes[cut...])
            switch entropy.word() % 4 {
            case 0: client.abort()
            case 1: client.finishSending()
            default: break
            }
            for responder in parked.takeAll() { responder.answer(.empty(200)) }
        }
        // What is still in the sockets may be parked as well.
        let isQuiet = bench.settles(connections: 0) {
            for responder in parked.takeAll() { responder.answer(.empty(200)) }
        }
        #expect(isQuiet, "seed \(FuzzTests.seed)")
        let survivor = bench.ask("GET /alive HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(survivor?.body == "GET /alive ", "seed \(FuzzTests.seed)")
    }
}
