// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Glibc

/// A plain socket, so that a test decides about every byte.
final class RawClient {
    struct Response: Equatable {
        var status: Int
        var headers: [String]
        var body: String

        func header(_ name: String) -> String? {
            let prefix = name.lowercased() + ": "
            return headers.first { $0.lowercased().hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        }
    }

    let descriptor: Int32
    private var received: [UInt8] = []

    /// Connects to a port on 127.0.0.1, or on ::1. No call waits longer than ten seconds.
    init(port: Int, isIPv6: Bool = false) {
        descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        if isIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = UInt16(port).bigEndian
            address.sin6_addr = in6addr_loopback
            connect(address)
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            connect(address)
        }
    }

    private(set) var isConnected = false

    private func connect<Address>(_ address: Address) {
        isConnected = withUnsafeBytes(of: address) { bytes in
            Glibc.connect(
                descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0
        }
    }

    deinit {
        close(descriptor)
    }

    /// Sends everything; false when the server does not take it.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool {
        send(text.utf8)
    }

    /// Tells the server that nothing more comes.
    func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Ends the connection with a reset instead of an orderly close.
    func abort() {
        var hard = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// One more piece from the server; false at its end.
    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }

    /// The next answer; nil when the connection ends before it is complete. For an answer to HEAD, `hasBody` is false.
    func response(hasBody: Bool = true) -> Response? {
        var headEnd: Int?
        while true {
            headEnd = received.indices.dropLast(3).first { received[$0...($0 + 3)] == [13, 10, 13, 10] }
            if headEnd != nil { break }
            guard receive() else { return nil }
        }
        guard let headEnd else { return nil }
        var lines = String(decoding: received[..<headEnd], as: UTF8.self).split(separator: "\r\n").map(String.init)
        let status = Int(lines.removeFirst().split(separator: " ")[1]) ?? 0
        var response = Response(status: status, headers: lines, body: "")
        received.removeFirst(headEnd + 4)
        let count = hasBody && status >= 200 ? Int(response.header("Content-Length") ?? "0") ?? 0 : 0
        while received.count < count { guard receive() else { return nil } }
        response.body = String(decoding: received[..<count], as: UTF8.self)
        received.removeFirst(count)
        return response
    }

    /// Whether the server ends the connection without sending more.
    func isClosedByServer() -> Bool {
        guard received.isEmpty else { return false }
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, 0)
        return count == 0 || count < 0 && errno == ECONNRESET
    }
}
