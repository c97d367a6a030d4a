// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
public import Cryptography
internal import HTTPClient
internal import JOSE
internal import Synchronization

/// The network's public key for card data (enrollment 3.3): fetched from its key set, kept for at most 24 hours, and
/// never named in advance.
public final class NetworkKeyProvider: Sendable {
    /// A key and its name.
    public struct Key: Sendable {
        public let keyID: String
        public let publicKey: RSAPublicKey
    }

    /// How long a key is used without asking again.
    public static let lifetime: Duration = .seconds(24 * 3600)
    /// What the id of a key for card data contains.
    static let purposeMarker = "fpan-encryption"

    private struct State {
        var key: Key?
        var fetched = MonotonicInstant(nanoseconds: 0)
    }

    private let url: String
    private let transport: any IssuerTransport
    private let now: @Sendable () -> MonotonicInstant
    private let state = Mutex(State())

    /// - Parameter now: a clock that never runs backwards.
    public convenience init(url: String, transport: any IssuerTransport) {
        self.init(url: url, transport: transport, now: { .now })
    }

    init(url: String, transport: any IssuerTransport, now: @escaping @Sendable () -> MonotonicInstant) {
        self.url = url
        self.transport = transport
        self.now = now
    }

    /// The key to encrypt with now. Callers that come while it is being fetched wait for that one fetch.
    public func key() throws(IssuerClientError) -> Key {
        try state.withLock { state throws(IssuerClientError) in
            if let key = state.key, now().duration(since: state.fetched) < Self.lifetime { return key }
            let key = try fetch()
            state.key = key
            state.fetched = now()
            return key
        }
    }

    /// Forgets a key that the network could not decrypt with, unless another has taken its place meanwhile.
    public func forget(_ keyID: String) {
        state.withLock { state in
            if state.key?.keyID == keyID { state.key = nil }
        }
    }

    private func fetch() throws(IssuerClientError) -> Key {
        let response: HTTPClientResponse
        do {
            let headers = [HTTPClientHeader("Accept", "application/json")]
            response = try transport.send(HTTPClientRequest(method: "GET", url: url, headers: headers))
        } catch {
            throw IssuerClientError(.notReachable("the network's keys cannot be fetched: \(error)"))
        }
        guard response.status == 200 else {
            throw IssuerClientError(.unexpectedAnswer(status: response.status, "no key set at \(url)"))
        }
        guard let set = try? JSONWebKeySet(response.body) else {
            throw IssuerClientError(.unexpectedAnswer(status: 200, "what \(url) gives is no key set"))
        }
        guard let key = KeyFile.newest(in: set, use: "enc", idContaining: Self.purposeMarker), let id = key.keyID else {
            throw IssuerClientError(
                .configuration("the key set at \(url) has no key whose id contains \(Self.purposeMarker)"))
        }
        return Key(keyID: id, publicKey: key.publicKey)
    }
}
