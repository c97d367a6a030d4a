// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Cryptography
internal import HTTPClient
internal import RequestSigning
internal import Synchronization
internal import WireJSON

/// The one place where requests become bytes: method, URL, headers and body are put together, the signature is made
/// over exactly them, and the answer is read (enrollment 20, item 1).
final class SignedExchange: Sendable {
    /// A success.
    struct Answer: Sendable {
        let status: Int
        let body: [UInt8]

        /// Reads the body with `read`; an answer that it cannot read is not in the contract.
        func read<Value>(_ read: (JSONValue) -> Value?) throws(IssuerClientError) -> Value {
            guard let document = try? JSONDocument.parse(body, limits: Self.limits), let value = read(document.root)
            else {
                throw IssuerClientError(.unexpectedAnswer(status: status, "the body is not what the operation gives"))
            }
            return value
        }

        private static let limits = JSONLimits(depth: 32, bytes: 64 << 20)
    }

    private let baseURL: String
    private let clientIdHeader: String
    private let signer: RequestSigner
    private let transport: any IssuerTransport
    private let timeout: Duration
    /// The flow id of the newest answer (enrollment 2.4).
    private let flowId = Mutex<String?>(nil)

    /// Who signs, and where the calls go.
    struct Caller: Sendable {
        var baseURL: String
        var consumerKey: String
        var key: RSAPrivateKey
        /// `x-openapi-clientid`
        var clientIdHeader: String
    }

    convenience init(
        profile: IssuerProfile, passphrase: String?, options: IssuerClient.Options, transport: any IssuerTransport
    ) throws(IssuerClientError) {
        try self.init(
            Caller(
                baseURL: profile.baseURL, consumerKey: profile.consumerKey,
                key: try profile.signingKey(passphrase: passphrase), clientIdHeader: profile.openAPIClientId),
            clock: options.clock, entropy: options.entropy, timeout: options.timeout, transport: transport)
    }

    init(
        _ caller: Caller, clock: any WallClock, entropy: any EntropySource, timeout: Duration,
        transport: any IssuerTransport
    ) throws(IssuerClientError) {
        do {
            signer = try RequestSigner(
                consumerKey: caller.consumerKey, key: caller.key, clock: clock, entropy: entropy)
        } catch {
            throw IssuerClientError(.configuration("the profile cannot be signed with: \(error)"))
        }
        baseURL = caller.baseURL
        clientIdHeader = caller.clientIdHeader
        self.transport = transport
        self.timeout = timeout
    }

    /// Sends one request and gives the answer when it is a success.
    ///
    /// - Parameters:
    ///   - base: in place of the profile's `baseURL`.
    ///   - headers: beside those of every call, or in place of them.
    func send(
        _ method: String, _ path: String, base: String? = nil, query: [(name: String, value: String)] = [],
        headers: [(name: String, value: String)] = [], body: [UInt8] = []
    ) throws(IssuerClientError) -> Answer {
        let url = (base ?? baseURL) + path + (query.isEmpty ? "" : "?" + CanonicalURL.query(query))
        var request = try request(method, url, body)
        request.headers.removeAll { header in headers.contains { $0.name == header.name } }
        request.headers += headers.map { HTTPClientHeader($0.name, $0.value) }
        let response: HTTPClientResponse
        do {
            response = try transport.send(request)
        } catch {
            throw Self.transportError(error)
        }
        noteFlowId(response)
        if (200..<300).contains(response.status) { return Answer(status: response.status, body: response.body) }
        throw IssuerClientError(
            .refused(
                status: response.status, ReceivedError.read(status: response.status, body: response.body)),
            retryAfter: Self.retryAfter(response),
            correlationId: response.header("correlation-id") ?? response.header("X-MC-Correlation-ID"))
    }

    private func request(_ method: String, _ url: String, _ body: [UInt8]) throws(IssuerClientError)
        -> HTTPClientRequest
    {
        do {
            let signed = try signer.sign(method: method, url: CanonicalURL(url), body: BodyDigest(of: body))
            var headers = [
                HTTPClientHeader("Authorization", signed.authorization),
                HTTPClientHeader("x-openapi-clientid", clientIdHeader),
                HTTPClientHeader("Accept", "application/json"),
            ]
            if !body.isEmpty { headers.append(HTTPClientHeader("Content-Type", "application/json")) }
            if let flowId = flowId.withLock({ $0 }) { headers.append(HTTPClientHeader("X-Src-Cx-Flow-Id", flowId)) }
            return HTTPClientRequest(
                method: method, url: signed.url.text, headers: headers, body: body, totalTimeout: timeout)
        } catch {
            throw IssuerClientError(.configuration("the request cannot be signed: \(error)"))
        }
    }

    /// A flow id is kept only in the form that may be sent again.
    private func noteFlowId(_ response: HTTPClientResponse) {
        guard let id = response.header("X-Src-Cx-Flow-Id"), (1...255).contains(id.utf8.count),
            id.utf8.allSatisfy({ byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "#"), UInt8(ascii: "."): true
                default: false
                }
            })
        else { return }
        flowId.withLock { $0 = id }
    }

    /// `Retry-After` in seconds. The other form, a date, is passed over: the ordinary back-off will do.
    private static func retryAfter(_ response: HTTPClientResponse) -> Duration? {
        guard let text = response.header("Retry-After"), let seconds = Int(text), (0...86_400).contains(seconds) else {
            return nil
        }
        return .seconds(seconds)
    }

    private static func transportError(_ error: HTTPClientError) -> IssuerClientError {
        switch error.code {
        case .invalidRequest, .invalidConfiguration:
            IssuerClientError(.configuration("the request cannot be sent: \(error)"))
        default: IssuerClientError(.notReachable("the network is not reachable: \(error)"))
        }
    }
}
