// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Synchronization
internal import WireJSON

/// The last calls, for whoever looks for what a client did. No bodies, no targets, no secrets, no ids of consumers or
/// cards: route templates and what ties calls together.
final class Journal: Sendable {
    struct Entry: Sendable {
        var time: Timestamp
        var method: String
        var route: String
        var operation: String
        /// 0: the connection was reset.
        var status: Int
        /// The client whose key the call names; whether the signature is right is seen from the status.
        var client: String?
        var correlationId: String?
        var flowId: String?
        var fault: Int?
        var duration: Duration
    }

    static let countMax = 1000

    private struct Ring {
        var entries: [Entry] = []
        /// Where the oldest stands once the ring is full.
        var first = 0
    }

    private let ring = Mutex(Ring())

    func add(_ entry: Entry) {
        ring.withLock { ring in
            if ring.entries.count < Self.countMax {
                ring.entries.append(entry)
            } else {
                ring.entries[ring.first] = entry
                ring.first = (ring.first + 1) % Self.countMax
            }
        }
    }

    func removeAll() {
        ring.withLock { $0 = Ring() }
    }

    /// The newest calls, newest first.
    func newest(_ limit: Int) -> [Entry] {
        ring.withLock { ring in
            let inOrder = ring.entries[ring.first...] + ring.entries[..<ring.first]
            return Array(inOrder.suffix(limit).reversed())
        }
    }

    static func json(_ entries: [Entry]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("calls") { writer in
                for entry in entries { entry.write(to: &writer) }
            }
        }
        return writer.bytes
    }
}

extension Journal.Entry {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("time", time.iso8601)
            writer.member("method", method)
            writer.member("route", route)
            writer.member("operation", operation)
            writer.member("status", status)
            writer.member("client", client)
            writer.member("srcCorrelationId", correlationId)
            writer.member("flowId", flowId)
            writer.member("fault", fault)
            writer.member("durationMicros", Int(duration / .microseconds(1)))
        }
    }
}
