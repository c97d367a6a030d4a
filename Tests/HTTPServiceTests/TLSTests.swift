// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import HTTPClient
import HTTPService
import Testing

@Suite struct TLSTests {
    /// A server with the certificate of the test's CA, and the outcome of requests to it.
    private final class Stage {
        let certificates: Certificates
        let bench: Bench

        init(requiresClient: Bool) throws {
            certificates = try Certificates()
            var configuration = HTTPConfiguration()
            configuration.bodyBytesMax = 200_000
            configuration.tls = HTTPConfiguration.TLS(
                certificateChainPEM: try certificates.bytes("server.pem"), keyPEM: try certificates.bytes("server.key"),
                clientCAPEM: requiresClient ? try certificates.bytes("ca.pem") : nil)
            bench = try Bench(
                configuration,
                handle: { request, responder in
                    responder.answer(.text(200, "\(request.isTLS) \(request.body.count)"))
                })
        }

        deinit {
            certificates.remove()
        }

        func client(identity: String? = nil, trusts: String = "ca.pem") throws -> HTTPClient {
            var configuration = HTTPClientConfiguration(caFile: certificates.path(trusts))
            if let identity {
                configuration.clientCertificate = HTTPClientConfiguration.Certificate(
                    certificatePEM: try certificates.bytes(identity + ".pem"),
                    keyPEM: try certificates.bytes(identity + ".key"))
            }
            return HTTPClient(configuration: configuration)
        }

        func request(_ body: [UInt8] = [], host: String = "127.0.0.1") -> HTTPClientRequest {
            HTTPClientRequest(method: "POST", url: "https://\(host):\(bench.server.port)/x", body: body)
        }
    }

    @Test("A client that trusts the CA is answered over TLS, on one connection, with bodies of any size")
    func answers() throws {
        let stage = try Stage(requiresClient: false)
        let client = try stage.client()
        for size in [0, 10, 100_000] {
            let response = try client.send(stage.request([UInt8](repeating: 1, count: size)))
            #expect(String(decoding: response.body, as: UTF8.self) == "true \(size)")
        }
        #expect(stage.bench.server.connectionCount == 1)
    }

    @Test("A client that trusts another CA, or asks for another name, refuses the server")
    func refusesServer() throws {
        let stage = try Stage(requiresClient: false)
        let foreign = try stage.client(trusts: "foreign.pem")
        #expect(#expect(throws: HTTPClientError.self) { try foreign.send(stage.request()) }?.code == .tls)
        let misnamed = try stage.client()
        #expect(
            #expect(throws: HTTPClientError.self) { try misnamed.send(stage.request(host: "localhost")) }?.code == .tls)
    }

    @Test("A CA file or client key that can not be read is an error of the configuration")
    func configuration() throws {
        let stage = try Stage(requiresClient: false)
        let client = try stage.client(trusts: "missing.pem")
        #expect(
            #expect(throws: HTTPClientError.self) { try client.send(stage.request()) }?.code == .invalidConfiguration)
    }

    @Test("With a client CA, only clients with a certificate of it get through the handshake")
    func mutual() throws {
        let stage = try Stage(requiresClient: true)
        let response = try stage.client(identity: "client").send(stage.request([1, 2, 3]))
        #expect(String(decoding: response.body, as: UTF8.self) == "true 3")
        for identity in [nil, "stranger"] {
            let client = try stage.client(identity: identity)
            let error = #expect(throws: HTTPClientError.self) { try client.send(stage.request()) }
            // TLS 1.3 tells the client only after it has sent its request.
            #expect(error?.code == .tls || error?.code == .notReachable)
        }
        // A certificate of the right CA that is meant for servers does not do either.
        let misused = try stage.client(identity: "server")
        #expect(throws: HTTPClientError.self) { try misused.send(stage.request()) }
        #expect(stage.bench.metricsText.contains("status=\"200\"} 1\n"))
    }

    @Test("A body beyond the bound is refused over TLS too, in the middle of chunks as well as by its length")
    func refusesBody() throws {
        let stage = try Stage(requiresClient: false)
        let client = try stage.client()
        #expect(try client.send(stage.request([UInt8](repeating: 1, count: 200_001))).status == 413)
        var chunked = stage.request([UInt8](repeating: 1, count: 300_000))
        chunked.headers = [HTTPClientHeader("Transfer-Encoding", "chunked")]
        #expect(try client.send(chunked).status == 413)
    }

    @Test("A key that does not belong to the certificate stops the server from starting")
    func mismatch() throws {
        let certificates = try Certificates()
        defer { certificates.remove() }
        var configuration = HTTPConfiguration()
        configuration.tls = HTTPConfiguration.TLS(
            certificateChainPEM: try certificates.bytes("server.pem"), keyPEM: try certificates.bytes("client.key"))
        let error = #expect(throws: HTTPServerError.self) { try Bench(configuration) }
        #expect(error?.code == .tls)
    }

    @Test("A plain request to a TLS port is cut off and hurts nobody")
    func plain() throws {
        let stage = try Stage(requiresClient: false)
        let plain = stage.bench.connect()
        plain.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(plain.response() == nil)
        #expect(try stage.client().send(stage.request()).status == 200)
    }
}
