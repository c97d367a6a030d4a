// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// The open connections. It bounds those of one address, and finds the ones that trickle.
final class ConnectionTable: Sendable {
    private struct State {
        var connections: [Connection?] = []
        var free: [Int] = []
        var addresses: [RemoteAddress: Int] = [:]
    }

    private let addressLimit: Int
    private let state = Mutex(State())

    init(addressLimit: Int) {
        self.addressLimit = addressLimit
    }

    /// Counts a new connection of an address; false when it has too many.
    func admit(_ address: RemoteAddress) -> Bool {
        guard addressLimit > 0 else { return true }
        return state.withLock { state in
            let count = state.addresses[address.withoutPort] ?? 0
            guard count < addressLimit else { return false }
            state.addresses[address.withoutPort] = count + 1
            return true
        }
    }

    /// Takes back one `admit`.
    func dismiss(_ address: RemoteAddress) {
        guard addressLimit > 0 else { return }
        state.withLock { state in
            let count = state.addresses[address.withoutPort] ?? 0
            state.addresses[address.withoutPort] = count > 1 ? count - 1 : nil
        }
    }

    func add(_ connection: Connection) {
        state.withLock { state in
            if let index = state.free.popLast() {
                state.connections[index] = connection
                connection.tableIndex = index
            } else {
                connection.tableIndex = state.connections.count
                state.connections.append(connection)
            }
        }
    }

    /// To be called before the descriptor is closed: a sweep must not touch the one that takes its number.
    func remove(_ connection: Connection) {
        state.withLock { state in
            state.connections[connection.tableIndex] = nil
            state.free.append(connection.tableIndex)
        }
    }

    /// Ends the connections whose deadline has passed; their I/O thread then finds them closed. The count of them.
    func endSlow(now: Int64) -> Int {
        state.withLock { state in
            var count = 0
            for case let connection? in state.connections
            where connection.deadline.load(ordering: .relaxed) < now {
                connection.deadline.store(.max, ordering: .relaxed)
                shutdown(connection.descriptor, Int32(SHUT_RDWR))
                count += 1
            }
            return count
        }
    }

    /// Ends the connections that the client has closed without the library seeing it: it takes a short read for the
    /// last of what there is, and misses an end that came together with the last bytes. A connection is ended when it
    /// looks like that twice, so that what was just read is acted upon first.
    func endAbandoned() {
        state.withLock { state in
            let waiting = state.connections.compactMap { connection in
                connection.flatMap { $0.awaitsInput.load(ordering: .relaxed) ? $0 : nil }
            }
            var polled = waiting.map { pollfd(fd: $0.descriptor, events: Int16(muster_poll_peer_closed), revents: 0) }
            guard poll(&polled, nfds_t(polled.count), 0) > 0 else { return }
            for (connection, entry) in zip(waiting, polled) where entry.revents != 0 {
                var byte: UInt8 = 0
                let hasEnded = recv(connection.descriptor, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0
                if hasEnded && connection.hasEnded { shutdown(connection.descriptor, Int32(SHUT_RDWR)) }
                connection.hasEnded = hasEnded
            }
        }
    }

    var all: [Connection] {
        state.withLock { $0.connections.compactMap(\.self) }
    }
}
