// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// How a server listens and what it bounds.
public struct HTTPConfiguration: Sendable {
    /// A certificate chain and key; with `clientCAPEM`, clients without a certificate of that CA fail the handshake.
    public struct TLS: Sendable {
        /// PEM: the server's certificate, then its chain.
        public var certificateChainPEM: [UInt8]
        /// PEM, not encrypted.
        public var keyPEM: [UInt8]
        /// PEM: the certificates that client certificates must descend from.
        public var clientCAPEM: [UInt8]?

        public init(certificateChainPEM: [UInt8], keyPEM: [UInt8], clientCAPEM: [UInt8]? = nil) {
            self.certificateChainPEM = certificateChainPEM
            self.keyPEM = keyPEM
            self.clientCAPEM = clientCAPEM
        }
    }

    /// A numeric address or a name; `*` is every address, IPv4 and IPv6.
    public var host: String
    /// 0 takes a free port.
    public var port: Int
    /// 1 to 4. A connection stays with one of them.
    public var ioThreads = 1
    /// Further connections are answered 503 and closed.
    public var connectionsMax = 4096
    /// Connections of one address at a time; 0 is no limit.
    public var connectionsPerAddressMax = 0
    /// A connection without traffic for this long is closed; it is rounded up to whole seconds. A request header must
    /// be complete within twice this time, whatever trickles in.
    public var connectionTimeout: Duration = .seconds(30)
    /// Beyond `connectionTimeout`, a body must come in and an answer must go out at this mean rate.
    public var bytesPerSecondMin = 16 << 10
    /// Memory that a connection has for a request header, in bytes. Every open connection takes this much, and the
    /// library clears it after every request: twice as much costs about a sixth of a small request's time.
    public var headerBytesMax = 16 << 10
    /// The largest body of a request whose handler names no bound of its own.
    public var bodyBytesMax = 1 << 20
    /// Buffers for bodies of all connections together; beyond it requests are answered 503.
    public var bodyBytesInFlightMax = 256 << 20
    /// The header that carries the identifier of the request on every answer.
    public var requestIDHeader = "X-Request-ID"
    public var tls: TLS?

    public init(host: String = "127.0.0.1", port: Int = 0) {
        self.host = host
        self.port = port
    }
}
