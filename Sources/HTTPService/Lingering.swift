// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// Sockets that were answered before all of their request was read. Closing them at once would send a reset, and a
/// client that is still sending could lose the answer; so what it sends is read and thrown away for a moment
/// (RFC 9112, 9.6).
final class Lingering: Sendable {
    private static let countMax = 64
    private static let bytesMax = 4 << 20
    private static let nanosecondsMax: Int64 = 2_000_000_000

    private struct Entry {
        let descriptor: Int32
        let deadline: Int64
        var bytes = 0
    }

    private let entries = Mutex<[Entry]>([])
    private let wake: @Sendable () -> Void

    /// `wake` makes whoever polls ask for the descriptors anew.
    init(wake: @escaping @Sendable () -> Void) {
        self.wake = wake
    }

    deinit {
        entries.withLock { entries in
            for entry in entries { close(entry.descriptor) }
        }
    }

    /// Keeps a socket open that somebody else is about to close.
    func take(copyOf descriptor: Int32) {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        if copy >= 0 { take(copy) }
    }

    /// Takes over a socket.
    func take(_ descriptor: Int32) {
        shutdown(descriptor, Int32(SHUT_WR))
        let isTaken = entries.withLock { entries in
            guard entries.count < Lingering.countMax else { return false }
            entries.append(
                Entry(
                    descriptor: descriptor,
                    deadline: MonotonicInstant.coarse.nanoseconds + Lingering.nanosecondsMax))
            return true
        }
        if isTaken { wake() } else { close(descriptor) }
    }

    var descriptors: [Int32] {
        entries.withLock { $0.map(\.descriptor) }
    }

    /// Reads what is there and closes what is done.
    func drain(now: Int64) {
        entries.withLock { entries in
            for index in entries.indices.reversed() where isDone(&entries[index], now) {
                entries.remove(at: index)
            }
        }
    }

    private func isDone(_ entry: inout Entry, _ now: Int64) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
            while entry.bytes < Lingering.bytesMax, now < entry.deadline {
                let count = recv(entry.descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
                if count < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR { return false }
                if count <= 0 { break }
                entry.bytes += count
            }
            close(entry.descriptor)
            return true
        }
    }
}
