// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// A daemon of libmicrohttpd with its one thread. Connections are handed to it, so that the number of them on each
/// thread is even and stopping needs nothing from the library's own listener.
final class IOThread: @unchecked Sendable {
    // Sendable: the daemon is set once before use and the random bytes belong to the daemon's thread.
    let core: ServerCore
    private let connectionsOpen = Atomic(0)
    private var daemon: OpaquePointer?
    private var random: [UInt64] = []
    /// The library may read these for as long as the daemon lives.
    private let texts: (certificate: CText, key: CText, trust: CText?)?

    var connectionCount: Int { connectionsOpen.load(ordering: .relaxed) }

    init(core: ServerCore) {
        self.core = core
        texts = core.configuration.tls.map { tls in
            (CText(tls.certificateChainPEM), CText(tls.keyPEM), tls.clientCAPEM.map { CText($0) })
        }
    }

    /// False when the library refuses: with TLS, most likely the certificate or the key.
    func start() -> Bool {
        let configuration = core.configuration
        let seconds = configuration.connectionTimeout.components
        var settings = muster_mhd_settings(
            context: Unmanaged.passUnretained(self).toOpaque(),
            handler: handleAccess,
            target: noteTarget,
            completed: noteCompleted,
            notified: noteConnection,
            unescape: { _, _, text in text.map { strlen($0) } ?? 0 },
            header_bytes_max: configuration.headerBytesMax,
            // The bound is kept where connections are accepted; this one only must not be in the way.
            connections_max: UInt32(configuration.connectionsMax + 64),
            timeout_seconds: UInt32(clamping: seconds.seconds + (seconds.attoseconds > 0 ? 1 : 0)),
            certificate: texts?.certificate.start,
            key: texts?.key.start,
            trust: texts?.trust?.start)
        daemon = SystemThread.withoutSignals { muster_mhd_start(&settings) }
        return daemon != nil
    }

    /// Closes all connections. None may be suspended.
    func stop() {
        if let daemon { MHD_stop_daemon(daemon) }
        daemon = nil
    }

    /// Takes over an accepted socket.
    func add(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ addressCount: socklen_t) {
        connectionsOpen.add(1, ordering: .relaxed)
        guard let daemon, MHD_add_connection(daemon, descriptor, address, addressCount) == MicroHTTPD.yes else {
            connectionsOpen.subtract(1, ordering: .relaxed)
            core.table.dismiss(RemoteAddress(address))
            return
        }
    }

    /// On the I/O thread. Random bytes are drawn for many requests at a time.
    func nextRequestID() -> HTTPRequestID {
        if random.count < 2 {
            random = [UInt64](unsafeUninitializedCapacity: 256) { buffer, count in
                core.entropy.fill(UnsafeMutableRawBufferPointer(buffer))
                count = 256
            }
        }
        let high = random.removeLast()
        return HTTPRequestID(high: high, low: random.removeLast())
    }

    fileprivate func opened(_ connection: OpaquePointer) -> Connection? {
        guard let address = muster_mhd_address(connection) else { return nil }
        let ours = Connection(
            core: core, thread: self, remoteAddress: RemoteAddress(address),
            descriptor: muster_mhd_descriptor(connection))
        core.table.add(ours)
        if texts?.trust != nil { muster_mhd_require_certificate(connection) }
        return ours
    }

    fileprivate func closed(_ connection: Connection) {
        core.table.remove(connection)
        core.table.dismiss(connection.remoteAddress)
        connectionsOpen.subtract(1, ordering: .relaxed)
        if connection.lingers { core.lingering.take(copyOf: connection.descriptor) }
    }
}

/// The library's call-back for a connection that begins or ends. Our object is retained in between.
private func noteConnection(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_ConnectionNotificationCode
) {
    guard let context, let connection, let slot else { return }
    let thread = Unmanaged<IOThread>.fromOpaque(context).takeUnretainedValue()
    if muster_mhd_has_started(code) != 0 {
        slot.pointee = thread.opened(connection).map { Unmanaged.passRetained($0).toOpaque() }
    } else if let ours = slot.pointee {
        slot.pointee = nil
        thread.closed(Unmanaged<Connection>.fromOpaque(ours).takeRetainedValue())
    }
}

/// The library's call-back for a request line, before it takes the target apart. What is returned comes back with
/// every other call for the request.
private func noteTarget(
    _ context: UnsafeMutableRawPointer?, _ target: UnsafePointer<CChar>?, _ connection: OpaquePointer?
) -> UnsafeMutableRawPointer? {
    guard let connection, let slot = muster_mhd_slot(connection) else { return nil }
    let ours = Unmanaged<Connection>.fromOpaque(slot).takeUnretainedValue()
    ours.target.removeAll(keepingCapacity: true)
    if let target {
        ours.target.append(contentsOf: UnsafeRawBufferPointer(start: target, count: strlen(target)))
    }
    return slot
}

/// The library's call-back for the end of a request, answered or broken off.
private func noteCompleted(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?,
    _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ code: MHD_RequestTerminationCode
) {
    guard let slot = request?.pointee else { return }
    Unmanaged<Connection>.fromOpaque(slot).takeUnretainedValue().finish()
}

/// The library's call-back for everything in between: once for the header, once for each part of the body, once at
/// the end of the request, and once more when a suspended connection goes on.
private func handleAccess(
    _ context: UnsafeMutableRawPointer?, _ connection: OpaquePointer?, _ url: UnsafePointer<CChar>?,
    _ method: UnsafePointer<CChar>?, _ version: UnsafePointer<CChar>?, _ bytes: UnsafePointer<CChar>?,
    _ count: UnsafeMutablePointer<Int>?, _ request: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
) -> MHD_Result {
    guard let connection, let method, let version, let count, let slot = request?.pointee else { return MicroHTTPD.no }
    let ours = Unmanaged<Connection>.fromOpaque(slot).takeUnretainedValue()
    let goesOn: Bool
    if ours.head == nil {
        var reader = HeadReader(target: ours.target)
        reader.takeRequestLine(method: method, url: url, version: version, checksLayout: ours.core.checksLayout)
        MicroHTTPD.readHeaders(connection, into: &reader)
        reader.finish(blockEnd: MicroHTTPD.blockEnd(connection, from: method))
        goesOn = ours.begin(connection, reader: reader)
    } else if count.pointee > 0 {
        goesOn = ours.receive(UnsafeRawBufferPointer(start: bytes, count: count.pointee), connection)
        count.pointee = 0
    } else {
        goesOn = ours.proceed(connection)
    }
    return goesOn ? MicroHTTPD.yes : MicroHTTPD.no
}
