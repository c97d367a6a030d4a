// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// What is the same for all requests of a client.
public struct HTTPClientConfiguration: Sendable {
    /// A client certificate for mutual TLS, with its private key.
    public struct Certificate: Sendable {
        /// PEM: the certificate, then its chain.
        public var certificatePEM: [UInt8]
        /// PEM (PKCS#8 or the algorithm's own form), not encrypted.
        public var keyPEM: [UInt8]

        public init(certificatePEM: [UInt8], keyPEM: [UInt8]) {
            self.certificatePEM = certificatePEM
            self.keyPEM = keyPEM
        }
    }

    /// Whether requests go through a proxy.
    public enum Proxy: Sendable {
        /// Never, whatever the environment says.
        case none
        /// As `http_proxy`, `https_proxy` and `no_proxy` say.
        case environment
        case url(String)
    }

    /// For the name look-up, the connection and the TLS handshake together.
    public var connectTimeout: Duration
    /// For a whole request.
    public var totalTimeout: Duration
    /// The largest body of an answer, after which the request fails.
    public var responseBytesMax: Int
    /// A file of PEM certificates to trust in place of the system's.
    public var caFile: String?
    public var clientCertificate: Certificate?
    public var userAgent: String
    public var proxy: Proxy
    /// How many unused connections stay open for later requests.
    public var idleConnectionsMax: Int

    public init(
        connectTimeout: Duration = .seconds(10), totalTimeout: Duration = .seconds(60),
        responseBytesMax: Int = 64 << 20, caFile: String? = nil, clientCertificate: Certificate? = nil,
        userAgent: String = "muster", proxy: Proxy = .none, idleConnectionsMax: Int = 16
    ) {
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.responseBytesMax = responseBytesMax
        self.caFile = caFile
        self.clientCertificate = clientCertificate
        self.userAgent = userAgent
        self.proxy = proxy
        self.idleConnectionsMax = idleConnectionsMax
    }
}
