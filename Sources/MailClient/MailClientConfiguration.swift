// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The server that messages are given to, and what is the same for all of them.
public struct MailClientConfiguration: Sendable {
    /// How the connection is protected. The server's certificate is verified always.
    public enum Encryption: Sendable {
        /// Not at all: for a server on the same machine.
        case none
        /// STARTTLS before anything else is said; a server that does not offer it gets nothing (RFC 3207).
        case startTLS
        /// TLS from the first byte (RFC 8314, 3.3).
        case implicit
    }

    /// Who the server is told that we are. Printing one shows nothing of it.
    public struct Login: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
        public var user: String
        public var password: String

        public init(user: String, password: String) {
            self.user = user
            self.password = password
        }

        public var description: String { "login (hidden)" }
        public var debugDescription: String { description }
        public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
    }

    /// A name, an IPv4 address, or an IPv6 address without brackets.
    public var host: String
    public var port: Int
    public var encryption: Encryption
    /// Nil: without authentication.
    public var login: Login?
    /// What this machine calls itself in EHLO: a domain (RFC 5321, 4.1.1.1).
    public var greetingName: String
    /// A file of PEM certificates to trust in place of the system's.
    public var caFile: String?
    /// For the name look-up, the connection and the TLS handshake together.
    public var connectTimeout: Duration
    /// For a whole message, from the connection to the server's word that it has it.
    public var totalTimeout: Duration
    /// How many unused connections stay open for later messages.
    public var idleConnectionsMax: Int

    public init(
        host: String, port: Int, encryption: Encryption, login: Login? = nil, greetingName: String,
        caFile: String? = nil, connectTimeout: Duration = .seconds(5), totalTimeout: Duration = .seconds(10),
        idleConnectionsMax: Int = 4
    ) {
        self.host = host
        self.port = port
        self.encryption = encryption
        self.login = login
        self.greetingName = greetingName
        self.caFile = caFile
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.idleConnectionsMax = idleConnectionsMax
    }

    /// Whether a text has the characters of a host.
    public static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isDomainByte($0) || $0 == UInt8(ascii: ":") }
    }

    /// `host:port`, as it is shown.
    var server: String { urlHost + ":" + String(port) }

    private var urlHost: String { host.contains(":") ? "[" + host + "]" : host }

    /// The URL for the library, whose path is the name in EHLO; nil when a part could change its shape.
    var url: String? {
        guard Self.isHost(host), (1...65_535).contains(port), !greetingName.isEmpty,
            greetingName.utf8.allSatisfy(isDomainByte)
        else { return nil }
        return (encryption == .implicit ? "smtps://" : "smtp://") + server + "/" + greetingName
    }
}

/// Letters, digits, hyphen and dot.
func isDomainByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
    default:
        false
    }
}
