// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import HTTPClient
internal import JOSE
internal import Synchronization

/// The network's public keys for what it signs (checkout 3.1): fetched from its key set and kept for at most 24 hours.
final class VerificationKeyProvider: Sendable {
    private static let lifetime = Duration.seconds(24 * 3600)
    /// A token under a key that nobody knows must not make us ask each time.
    static let pause = Duration.seconds(60)

    private struct State {
        var keys: VerificationKeySet?
        var fetched = MonotonicInstant(nanoseconds: 0)
    }

    private let url: String
    private let transport: any IssuerTransport
    private let now: @Sendable () -> MonotonicInstant
    private let state = Mutex(State())

    init(url: String, transport: any IssuerTransport, now: @escaping @Sendable () -> MonotonicInstant = { .now }) {
        self.url = url
        self.transport = transport
        self.now = now
    }

    func keys() throws(IssuerClientError) -> VerificationKeySet { try keys(notOlderThan: Self.lifetime) }

    /// After a token whose key is not among those that are known.
    func newKeys() throws(IssuerClientError) -> VerificationKeySet { try keys(notOlderThan: Self.pause) }

    private func keys(notOlderThan age: Duration) throws(IssuerClientError) -> VerificationKeySet {
        try state.withLock { state throws(IssuerClientError) in
            if let keys = state.keys, now().duration(since: state.fetched) < age { return keys }
            let keys = try fetch()
            state.keys = keys
            state.fetched = now()
            return keys
        }
    }

    private func fetch() throws(IssuerClientError) -> VerificationKeySet {
        let response: HTTPClientResponse
        do {
            let headers = [HTTPClientHeader("Accept", "application/json")]
            response = try transport.send(HTTPClientRequest(method: "GET", url: url, headers: headers))
        } catch {
            throw IssuerClientError(.notReachable("the network's keys cannot be fetched: \(error)"))
        }
        guard response.status == 200, let all = try? JSONWebKeySet(response.body) else {
            throw IssuerClientError(.unexpectedAnswer(status: response.status, "what \(url) gives is no key set"))
        }
        // A key that the network signs other things with vouches for no payment.
        let fitting = all.keys.filter { key in
            JSONWebKeySet.Purpose.payloadVerification.markers.contains { key.keyID?.contains($0) == true }
        }
        guard let keys = try? VerificationKeySet(JSONWebKeySet(fitting)) else {
            throw IssuerClientError(.unexpectedAnswer(status: 200, "two keys at \(url) have the same id"))
        }
        return keys
    }
}
