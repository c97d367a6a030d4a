// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import NetworkServer

@Suite("ServerConfiguration") struct ServerConfigurationTests {
    private func refused(
        _ mode: ServerConfiguration.Mode = .sandbox, _ change: (inout ServerConfiguration) -> Void
    ) -> String? {
        var configuration = ServerConfiguration.defaults(for: mode)
        configuration.dataDirectory = "/srv/muster"
        if mode == .production { configuration.rootKeyFile = "/etc/muster/root.key" }
        change(&configuration)
        do {
            try configuration.validate()
            return nil
        } catch {
            #expect(!error.message.isEmpty)
            return error.setting
        }
    }

    @Test("the defaults of both modes are accepted, production's once it has a root key")
    func defaults() {
        #expect(refused { _ in } == nil)
        #expect(refused(.production) { _ in } == nil)
        let production = ServerConfiguration.defaults(for: .production)
        #expect(production.requestsPerSecond == 50 && production.requestsBurst == 100)
        #expect(production.batchesPerSecond == 5 && production.batchesInProgressMax == 100)
        #expect(production.statusIntervalSeconds == 5)
    }

    @Test("numbers are accepted at both ends of their range and refused beyond them, by name")
    func ranges() {
        let table: [(String, WritableKeyPath<ServerConfiguration, Int>, ClosedRange<Int>)] = [
            ("--page-cache", \.pageCacheMiB, 2...1_048_576), ("--http-threads", \.httpThreads, 1...16),
            ("--workers", \.workers, 1...64), ("--connections-max", \.connectionsMax, 16...1_048_576),
            ("--body-max", \.bodyBytesMax, 16_384...268_435_456),
            ("--cards-per-batch-max", \.cardsPerBatchMax, 1...100_000),
        ]
        for (name, path, range) in table {
            for value in [range.lowerBound, range.upperBound] { #expect(refused { $0[keyPath: path] = value } == nil) }
            for value in [range.lowerBound - 1, range.upperBound + 1, -1, Int.max] {
                #expect(refused { $0[keyPath: path] = value } == name, "\(name) \(value)")
            }
        }
    }

    @Test("settings that do not go together are refused by name")
    func combinations() {
        #expect(refused { $0.tlsCertificateFile = "c" } == "--tls-cert")
        #expect(refused { $0.tlsKeyFile = "k" } == "--tls-cert")
        #expect(refused { $0.tlsClientCAFile = "ca" } == "--tls-client-ca")
        #expect(refused { $0.signatureRule = "S2" } == "--signature-rule")
        for rule in ["S1", "G", "rfc5849"] { #expect(refused { $0.signatureRule = rule } == nil) }
        #expect(
            refused {
                $0.rootKeyFile = "f"
                $0.rootPassphrase = [1]
            } == "--root-key")
    }

    @Test("production refuses what is not safe, by name")
    func production() {
        #expect(refused(.production) { $0.rootKeyFile = nil } == "--root-key")
        for inside in ["/srv/muster/root.key", "/srv/muster/a/b", "/srv/other/../muster/root.key"] {
            #expect(refused(.production) { $0.rootKeyFile = inside } == "--root-key", "\(inside)")
        }
        #expect(refused(.production) { $0.rootKeyFile = "/srv/muster-keys/root.key" } == nil)
        for host in ["0.0.0.0", "::", "192.0.2.1", "example.com"] {
            #expect(refused(.production) { $0.host = host } == "--listen", "\(host)")
            #expect(
                refused(.production) {
                    $0.host = host
                    $0.tlsCertificateFile = "c"
                    $0.tlsKeyFile = "k"
                } == nil)
        }
        #expect(refused(.production) { $0.isBehindProxy = true } == "--public-origin")
        #expect(
            refused(.production) {
                $0.host = "0.0.0.0"
                $0.isBehindProxy = true
                $0.publicOrigins = ["https://example.com"]
            } == nil)
        // Sandbox is free to.
        #expect(refused { $0.host = "0.0.0.0" } == nil)
    }

    @Test("a host name that only looks like this machine is not this machine")
    func loopback() {
        #expect(refused(.production) { $0.host = "127.attacker.example" } == "--listen")
        for host in ["127.0.0.1", "127.1.2.3", "localhost", "::1"] {
            #expect(refused(.production) { $0.host = host } == nil, "\(host)")
        }
    }

    @Test("a public origin that is none is refused by name")
    func origins() {
        var configuration = ServerConfiguration()
        configuration.publicOrigins = ["https://example.com", "not an origin"]
        #expect { try configuration.originPolicy() } throws: {
            ($0 as? ConfigurationError)?.setting == "--public-origin"
        }
    }
}
