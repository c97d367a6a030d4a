// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import HTTPService
internal import RequestSigning
internal import WireJSON

/// Writes calls into the journal, and decides what of a call may stand there.
struct JournalNotes: Sendable {
    /// Longer bodies are not searched for a correlation id.
    private static let searchedBytesMax = 16 << 10
    /// A flow id with so many digits in a row could hold a PAN.
    private static let digitsMax = 11

    let journal: Journal
    let callers: CallerDirectory
    let clock: SandboxClock

    /// - Parameter consumerKey: of whoever has signed, when it was read already.
    func add(
        _ head: HTTPRequestHead, _ operation: Operation?, _ response: HTTPResponse, body: [UInt8] = [],
        consumerKey: String? = nil, fault: Int? = nil
    ) {
        switch operation {
        case .health, .readiness, .metrics: return
        default: break
        }
        let parties = response.note as? CallParties
        journal.add(
            Journal.Entry(
                time: clock.now, method: operation?.method.description ?? "other",
                route: operation?.path.description ?? "other", operation: operation?.rawValue ?? "none",
                status: response.resetsConnection ? 0 : response.status,
                client: parties?.srcClientId ?? client(consumerKey ?? Self.consumerKey(head))
                    ?? client(operation, body),
                correlationId: parties?.srcCorrelationId ?? correlation(head, [response.body, body]),
                flowId: flowId(response, requestID: "\(head.requestID)"), fault: fault,
                duration: MonotonicInstant.now.duration(since: head.received)))
    }

    private static func consumerKey(_ head: HTTPRequestHead) -> String? {
        guard let text = head.headers["Authorization"], let header = try? AuthorizationHeader(text) else { return nil }
        return (try? SignatureParameters(header))?.consumerKey
    }

    private func client(_ consumerKey: String?) -> String? {
        consumerKey.flatMap { callers.caller(consumerKey: $0)?.srcClientId }
    }

    /// The client that a page names, when it is one.
    private func client(_ operation: Operation?, _ body: [UInt8]) -> String? {
        guard let operation, operation.isBrowserSide, !body.isEmpty, body.count <= Self.searchedBytesMax,
            let id = (try? JSONDocument.parse(body))?.root["srcClientId"]?.string
        else { return nil }
        return callers.registry.callers[id.lowercased()]?.srcClientId
    }

    /// From the query or from a body; only what has the form of one (a UUID).
    private func correlation(_ head: HTTPRequestHead, _ bodies: [[UInt8]]) -> String? {
        let fields = (try? head.queryString())?.fields ?? []
        let given = fields.first { $0.name == "srcCorrelationId" }?.value
        if let id = given.flatMap({ try? CorrelationID($0) }) { return id.value }
        for body in bodies where !body.isEmpty && body.count <= Self.searchedBytesMax {
            let text = (try? JSONDocument.parse(body))?.root["srcCorrelationId"]?.string
            if let id = text.flatMap({ try? CorrelationID($0) }) { return id.value }
        }
        return nil
    }

    private func flowId(_ response: HTTPResponse, requestID: String) -> String? {
        guard let id = response.headers.first(where: { $0.name == "X-Src-Cx-Flow-Id" })?.value else { return nil }
        return id == requestID || Self.isHarmless(id) ? id : nil
    }

    /// Whether no PAN can stand in it, with separators or without.
    static func isHarmless(_ id: String) -> Bool {
        var digits = 0
        for byte in id.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "#"): break
            default: digits = 0
            }
            if digits > digitsMax { return false }
        }
        return true
    }
}
