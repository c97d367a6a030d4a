// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// The sockets that a server listens on: one for each address of its host.
final class ListenSocket: Sendable {
    /// How often a free port is looked for that is free on every address.
    private static let attemptsMax = 8
    private static let addressesMax = 8

    let port: Int
    private let open: Mutex<[Int32]>

    /// Empty once it is closed.
    var descriptors: [Int32] { open.withLock { $0 } }

    /// Binds and listens.
    init(host: String, port: Int) throws(HTTPServerError) {
        let place = host + ":" + String(port)
        guard (0...65_535).contains(port) else {
            throw HTTPServerError(.invalidConfiguration, "a port is 0 to 65535", place: place)
        }
        for _ in 0..<ListenSocket.attemptsMax {
            if let (descriptors, bound) = try ListenSocket.bindAll(host, port, place) {
                open = Mutex(descriptors)
                self.port = bound
                return
            }
        }
        throw HTTPServerError(.addressNotAvailable, "no port is free on every address", place: place)
    }

    deinit {
        close()
    }

    /// Lets go of the port: clients are refused from here on.
    func close() {
        open.withLock { open in
            for descriptor in open { Glibc.close(descriptor) }
            open = []
        }
    }

    /// Binds every address of the host to one port; nil when a port that the system chose is taken on another address.
    private static func bindAll(
        _ host: String, _ port: Int, _ place: String
    ) throws(HTTPServerError) -> ([Int32], Int)? {
        var bound = port
        var descriptors: [Int32] = []
        for address in try addresses(host, place) {
            switch bindOne(address, port: bound, anyFamily: host == "*") {
            case .success(let descriptor, let chosen):
                descriptors.append(descriptor)
                bound = chosen
            case .familyMissing:
                continue
            case .failure(let code):
                for descriptor in descriptors { Glibc.close(descriptor) }
                if code == EADDRINUSE, port == 0, !descriptors.isEmpty { return nil }
                let message =
                    switch code {
                    case EADDRINUSE: "the port is taken"
                    case EACCES: "the port may not be bound by this user"
                    case EADDRNOTAVAIL: "the address is not one of this machine"
                    default: "the address can not be listened on"
                    }
                throw HTTPServerError(.addressNotAvailable, message, place: place)
            }
        }
        guard !descriptors.isEmpty else {
            throw HTTPServerError(.addressNotAvailable, "the machine has no such address family", place: place)
        }
        return (descriptors, bound)
    }

    /// The addresses of a host as the system's own structures.
    private static func addresses(_ host: String, _ place: String) throws(HTTPServerError) -> [[UInt8]] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        // One socket of the newer family takes both when every address is meant.
        hints.ai_family = host == "*" ? AF_INET6 : AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        let name = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        guard getaddrinfo(host == "*" ? nil : name, "0", &hints, &list) == 0 else {
            throw HTTPServerError(.hostNotFound, "the host has no address", place: place)
        }
        defer { freeaddrinfo(list) }
        var found: [[UInt8]] = []
        var next = list
        while let entry = next?.pointee, found.count < addressesMax {
            let bytes = [UInt8](UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen)))
            if !found.contains(bytes) { found.append(bytes) }
            next = entry.ai_next
        }
        return found
    }

    private enum Outcome {
        case success(Int32, port: Int)
        case familyMissing
        case failure(Int32)
    }

    private static func bindOne(_ address: [UInt8], port: Int, anyFamily: Bool) -> Outcome {
        var address = address
        return address.withUnsafeMutableBytes { bytes in
            guard let raw = bytes.baseAddress else { return .failure(EINVAL) }
            let family = Int32(raw.loadUnaligned(as: sockaddr.self).sa_family)
            // In both families the port follows the family, in network order.
            raw.storeBytes(of: UInt16(port).bigEndian, toByteOffset: 2, as: UInt16.self)
            let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let descriptor = socket(family, type, 0)
            guard descriptor >= 0 else { return errno == EAFNOSUPPORT ? .familyMissing : .failure(errno) }
            var on: Int32 = 1
            var only: Int32 = anyFamily ? 0 : 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
            if family == AF_INET6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &only, 4) }
            guard bind(descriptor, raw.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count)) == 0,
                listen(descriptor, SOMAXCONN) == 0
            else {
                let code = errno
                Glibc.close(descriptor)
                // A name such as localhost may stand for a family that is switched off.
                return code == EADDRNOTAVAIL && family == AF_INET6 ? .familyMissing : .failure(code)
            }
            var count = socklen_t(bytes.count)
            getsockname(descriptor, raw.assumingMemoryBound(to: sockaddr.self), &count)
            return .success(descriptor, port: Int(UInt16(bigEndian: raw.load(fromByteOffset: 2, as: UInt16.self))))
        }
    }
}
