// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// The thread that accepts connections and hands them to the I/O threads. It also keeps the time: it ends connections
/// that trickle and closes the lingering ones.
final class Acceptor: Sendable {
    /// New connections taken from one socket before the others get their turn.
    private static let burstMax = 64

    private let core: ServerCore
    private let socket: ListenSocket
    let threads: [IOThread]
    private let isStopped = Atomic(false)
    private let acceptsNone = Atomic(false)
    private let backlogIsEmpty = Monitor()
    private let hasLeft = Atomic(false)
    private let thread = Mutex<SystemThread?>(nil)

    init(core: ServerCore, socket: ListenSocket, threads: [IOThread]) {
        self.core = core
        self.socket = socket
        self.threads = threads
    }

    /// False when the system gives no thread.
    func start() -> Bool {
        thread.withLock { thread in
            thread = SystemThread(name: "http-accept") { self.run() }
            return thread != nil
        }
    }

    /// Lets nobody new in. Connections that the system has already made for us are still taken.
    func stopAccepting() {
        acceptsNone.store(true, ordering: .releasing)
        core.wakeup.signal()
        backlogIsEmpty.withLock {
            while !hasLeft.load(ordering: .acquiring) { backlogIsEmpty.wait() }
        }
    }

    /// Ends the thread.
    func stop() {
        isStopped.store(true, ordering: .releasing)
        core.wakeup.signal()
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private func run() {
        let tick = tickMilliseconds
        var nextSweep: Int64 = 0
        var pause = false
        var listens = true
        while !isStopped.load(ordering: .acquiring) {
            if listens, acceptsNone.load(ordering: .acquiring) {
                listens = false
                leave()
            }
            var polled = [pollfd(fd: core.wakeup.readEnd, events: Int16(POLLIN), revents: 0)]
            if listens && !pause {
                polled += socket.descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            }
            let lingering = core.lingering.descriptors
            polled += lingering.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            poll(&polled, nfds_t(polled.count), Int32(pause || !lingering.isEmpty ? min(tick, 100) : tick))
            if polled[0].revents != 0 { core.wakeup.clear() }
            if listens { pause = !acceptAll() }
            let now = MonotonicInstant.now.nanoseconds
            if !lingering.isEmpty { core.lingering.drain(now: now) }
            if now >= nextSweep {
                nextSweep = now + Int64(tick) * 1_000_000
                sweep(now)
            }
        }
        if listens { leave() }
    }

    /// How often slow connections are looked for: a quarter of the timeout, 10 ms to 1 s.
    private var tickMilliseconds: Int {
        let timeout = core.configuration.connectionTimeout.components
        return min(1000, max(10, Int(timeout.seconds * 250 + timeout.attoseconds / 4_000_000_000_000_000)))
    }

    /// Takes the connections that are already made, and lets go of the port.
    private func leave() {
        _ = acceptAll()
        socket.close()
        backlogIsEmpty.withLock {
            hasLeft.store(true, ordering: .releasing)
            backlogIsEmpty.wakeAll()
        }
    }

    private func sweep(_ now: Int64) {
        core.table.endAbandoned()
        let count = core.table.endSlow(now: now)
        guard count > 0 else { return }
        core.metrics.slowConnections.add(count)
        core.log.info("slow connections were closed", .int("count", count))
    }

    /// Accepts what waits; false when the system has no descriptor left and a pause is due.
    private func acceptAll() -> Bool {
        for descriptor in socket.descriptors {
            for _ in 0..<Acceptor.burstMax {
                var address = sockaddr_storage()
                var count = socklen_t(MemoryLayout<sockaddr_storage>.size)
                let result = withUnsafeMutableBytes(of: &address) { bytes -> Int32 in
                    guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
                    let accepted = muster_accept(descriptor, address, &count)
                    if accepted >= 0 { take(accepted, address, count) }
                    return accepted
                }
                if result >= 0 || errno == EINTR || errno == ECONNABORTED { continue }
                if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM { return false }
                break
            }
        }
        return true
    }

    private func take(_ descriptor: Int32, _ address: UnsafePointer<sockaddr>, _ count: socklen_t) {
        let total = threads.reduce(0) { $0 + $1.connectionCount }
        guard total < core.configuration.connectionsMax, core.table.admit(RemoteAddress(address)) else {
            refuse(descriptor)
            return
        }
        threads.min { $0.connectionCount < $1.connectionCount }?.add(descriptor, address, count)
    }

    /// Answers without reading; a TLS client is only cut off.
    private func refuse(_ descriptor: Int32) {
        if core.configuration.tls == nil {
            let bytes = core.refusal(.overloaded, HTTPRequestID(core.entropy))
                .wireBytes(reason: "Service Unavailable")
            _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        core.lingering.take(descriptor)
    }
}
