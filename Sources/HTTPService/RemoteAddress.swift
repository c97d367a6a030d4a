// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CMicroHTTPD
internal import Glibc

/// The address of the other side of a connection. An IPv4 address that came through an IPv6 socket counts as IPv4.
public struct RemoteAddress: Sendable, Hashable, CustomStringConvertible {
    let isIPv6: Bool
    /// The address in network order: both words for IPv6, the lower half of `low` for IPv4.
    let high: UInt64
    let low: UInt64
    public let port: UInt16

    /// 0.0.0.0, for requests that came over no connection.
    public static let unknown = RemoteAddress(isIPv6: false, high: 0, low: 0, port: 0)

    init(isIPv6: Bool, high: UInt64, low: UInt64, port: UInt16) {
        self.isIPv6 = isIPv6
        self.high = high
        self.low = low
        self.port = port
    }

    init(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            let inet = raw.loadUnaligned(as: sockaddr_in.self)
            self.init(
                isIPv6: false, high: 0, low: UInt64(UInt32(bigEndian: inet.sin_addr.s_addr)),
                port: UInt16(bigEndian: inet.sin_port))
        case AF_INET6:
            let inet = raw.loadUnaligned(as: sockaddr_in6.self)
            let words = withUnsafeBytes(of: inet.sin6_addr) { bytes in
                (
                    UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                )
            }
            let isMapped = words.0 == 0 && words.1 >> 32 == 0xFFFF
            self.init(
                isIPv6: !isMapped, high: words.0, low: isMapped ? words.1 & 0xFFFF_FFFF : words.1,
                port: UInt16(bigEndian: inet.sin6_port))
        default:
            self = .unknown
        }
    }

    /// Reads an address as text, such as `192.0.2.1` or `2001:db8::1`; white space around it is passed over.
    public init?(text: String) {
        let text = String(text.drop { $0 == " " }.prefix { $0 != " " })
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(isIPv6: false, high: 0, low: UInt64(UInt32(bigEndian: four.s_addr)), port: 0)
            return
        }
        var six = sockaddr_in6()
        guard inet_pton(AF_INET6, text, &six.sin6_addr) == 1 else { return nil }
        six.sin6_family = sa_family_t(AF_INET6)
        self = withUnsafePointer(to: &six) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { RemoteAddress($0) }
        }
    }

    /// The addresses that one subscriber has, as a text: the first 24 bits of an IPv4 address, the first 64 of an IPv6
    /// address.
    public var block: String {
        let first = isIPv6 ? RemoteAddress(isIPv6: true, high: high, low: 0, port: 0) : nil
        let description = (first ?? RemoteAddress(isIPv6: false, high: 0, low: low & ~0xFF, port: 0)).description
        return description + (isIPv6 ? "/64" : "/24")
    }

    /// The same address whatever its port is: what limits and rates count by.
    public var withoutPort: RemoteAddress {
        RemoteAddress(isIPv6: isIPv6, high: high, low: low, port: 0)
    }

    /// Whether the other side is this machine: 127.0.0.0/8 or ::1.
    public var isLoopback: Bool {
        isIPv6 ? high == 0 && low == 1 : low >> 24 == 127
    }

    /// The address without the port, such as `192.0.2.1` or `2001:db8::1`.
    public var description: String {
        if !isIPv6 {
            return String(low >> 24 & 255) + "." + String(low >> 16 & 255) + "." + String(low >> 8 & 255) + "."
                + String(low & 255)
        }
        var address = (high.bigEndian, low.bigEndian)
        return String(unsafeUninitializedCapacity: Int(INET6_ADDRSTRLEN)) { text in
            let size = socklen_t(text.count)
            return text.withMemoryRebound(to: CChar.self) { text in
                guard inet_ntop(AF_INET6, &address, text.baseAddress, size) != nil, let start = text.baseAddress
                else { return 0 }
                return strlen(start)
            }
        }
    }
}
