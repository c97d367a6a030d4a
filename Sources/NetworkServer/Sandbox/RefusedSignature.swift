// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPService
internal import RequestSigning
internal import Synchronization
internal import WireJSON

/// Keeps the last request whose signature was refused, to explain it when somebody asks (security 2.7). What is shown
/// is in the request itself: base strings and hashes, neither the signature nor a key.
final class RefusedSignature: Sendable {
    private struct Refused: Sendable {
        var refusal: SigningRefusal
        var head: RequestHead
        /// Nil when it was refused before its body was read.
        var body: [UInt8]?
        var at: Timestamp
    }

    private struct StoppedClock: WallClock {
        var now: Timestamp
    }

    private let clock: any WallClock
    private let last = Mutex<Refused?>(nil)

    /// - Parameter clock: the one that signatures are checked by.
    init(clock: any WallClock) {
        self.clock = clock
    }

    func note(_ refusal: SigningRefusal, _ head: HTTPRequestHead, body: [UInt8]?) {
        let refused = Refused(refusal: refusal, head: RequestHead(head), body: body, at: clock.now)
        last.withLock { $0 = refused }
    }

    /// Nil when none was refused.
    func json(origins: OriginPolicy, keys: any SigningKeyDirectory) -> [UInt8]? {
        guard let refused = last.withLock({ $0 }) else { return nil }
        let named = refused.head.authorizationHeaders.first.flatMap { try? AuthorizationHeader($0) }
            .flatMap { try? SignatureParameters($0) }
        let explanation = SigningExplanation(
            of: refused.head, body: refused.body ?? [], origins: origins,
            key: (named?.consumerKey).flatMap { keys.signingKey(consumerKey: $0)?.publicKey },
            clock: StoppedClock(now: refused.at))
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("code", refused.refusal.code.name)
            writer.member("status", refused.refusal.status)
            writer.member("time", refused.at.iso8601)
            writer.member("problem", refused.refusal.details.hint)
            writer.array("baseStrings") { writer in
                for candidate in explanation.candidates where !candidate.rules.isEmpty {
                    writer.object { writer in
                        writer.member("forms", candidate.forms.map(\.description))
                        writer.member("rules", candidate.rules)
                        writer.member("baseString", candidate.baseString)
                    }
                }
            }
            writer.member("bodyHashReceived", explanation.bodyHashReceived)
            // Without the body nothing can be said about its hash, nor about what the client may have signed.
            if refused.body != nil {
                writer.member("bodyHash", explanation.bodyHashCalculated)
                writer.member("hints", explanation.hints)
            }
        }
        return writer.bytes
    }
}

extension RequestHead {
    init(_ head: HTTPRequestHead) {
        self.init(
            method: head.method, target: head.target, scheme: head.isTLS ? .https : .http,
            host: head.headers["Host"], authorizationHeaders: head.headers.values("Authorization"))
    }
}
