// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CCurl

/// One easy handle of libcurl with its kept-alive connections, used by one thread at a time. All calls of the library
/// are made in this file.
final class Curl: @unchecked Sendable {
    // Sendable: the pool gives a handle to one thread at a time, which is what the library asks for.
    private let handle: UnsafeMutableRawPointer

    /// The library's global set-up, once for the process.
    private static let isInitialised: Bool = muster_curl_initialise() == CURLE_OK

    /// Nil when the library gives no handle or refuses an option of the configuration.
    init?(_ configuration: HTTPClientConfiguration) {
        guard Curl.isInitialised, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        guard setFixedOptions(), set(configuration) else { return nil }
    }

    deinit {
        curl_easy_cleanup(handle)
    }

    private func setFixedOptions() -> Bool {
        setLong(CURLOPT_NOSIGNAL, 1)
            && setLong(CURLOPT_NOPROGRESS, 1)
            && setLong(CURLOPT_TCP_NODELAY, 1)
            && setLong(CURLOPT_TCP_KEEPALIVE, 1)
            // The path that was signed is the path that is sent.
            && setLong(CURLOPT_PATH_AS_IS, 1)
            && setLong(CURLOPT_FOLLOWLOCATION, 0)
            && setLong(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
            && setLong(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
            && setText(CURLOPT_PROTOCOLS_STR, "http,https")
            && setLong(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
            && muster_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION, receiveBody) == CURLE_OK
            && muster_curl_set_transfer(handle, CURLOPT_HEADERFUNCTION, receiveHeader) == CURLE_OK
    }

    private func set(_ configuration: HTTPClientConfiguration) -> Bool {
        guard setLong(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(configuration.connectTimeout)),
            setText(CURLOPT_USERAGENT, configuration.userAgent)
        else { return false }
        switch configuration.proxy {
        case .none: guard setText(CURLOPT_PROXY, "") else { return false }
        case .environment: break
        case .url(let url): guard setText(CURLOPT_PROXY, url) else { return false }
        }
        if let file = configuration.caFile {
            guard setText(CURLOPT_CAINFO, file) else { return false }
        }
        if let certificate = configuration.clientCertificate {
            return setText(CURLOPT_SSLCERTTYPE, "PEM") && setText(CURLOPT_SSLKEYTYPE, "PEM")
                && setBlob(CURLOPT_SSLCERT_BLOB, certificate.certificatePEM)
                && setBlob(CURLOPT_SSLKEY_BLOB, certificate.keyPEM)
        }
        return true
    }

    /// Sends a checked request and waits for the answer.
    func perform(
        _ request: HTTPClientRequest, timeout: Duration, responseBytesMax: Int
    ) throws(HTTPClientError) -> HTTPClientResponse {
        let reception = Reception(bytesMax: responseBytesMax)
        var list: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(list) }
        for line in headerLines(request) {
            guard let longer = curl_slist_append(list, line) else { throw request.failure(CURLE_OUT_OF_MEMORY) }
            list = longer
        }
        guard setText(CURLOPT_URL, request.url), setLong(CURLOPT_TIMEOUT_MS, milliseconds(timeout)),
            muster_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list) == CURLE_OK
        else { throw request.failure(CURLE_OUT_OF_MEMORY) }

        let code = withExtendedLifetime(reception) {
            let context = Unmanaged.passUnretained(reception).toOpaque()
            _ = muster_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
            _ = muster_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
            return request.body.withUnsafeBytes { body in
                // Giving the body makes the request a POST, so the method comes after it.
                setBody(request, body) && setMethod(request) ? curl_easy_perform(handle) : CURLE_OUT_OF_MEMORY
            }
        }
        // The body, the headers and the reception end with this call: the handle must not keep their addresses.
        _ = muster_curl_set_pointer(handle, CURLOPT_HTTPHEADER, nil)
        _ = muster_curl_set_pointer(handle, CURLOPT_POSTFIELDS, nil)
        if reception.isTooLarge {
            throw HTTPClientError(
                code: .tooLarge, message: "the answer is larger than the bound", host: request.host)
        }
        guard code == CURLE_OK else { throw request.failure(code) }
        return HTTPClientResponse(
            status: muster_curl_status(handle), headers: reception.headers, body: reception.body)
    }

    /// The library reads the body from where it lies. Without an address it would read from standard input.
    private func setBody(_ request: HTTPClientRequest, _ body: UnsafeRawBufferPointer) -> Bool {
        let nothing: StaticString = ""
        return muster_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)) == CURLE_OK
            && muster_curl_set_pointer(
                handle, CURLOPT_POSTFIELDS, body.baseAddress ?? UnsafeRawPointer(nothing.utf8Start)) == CURLE_OK
    }

    /// Sets the method anew; what an earlier request set is taken back.
    private func setMethod(_ request: HTTPClientRequest) -> Bool {
        let sendsBody = !request.body.isEmpty || request.method == "POST"
        guard setLong(CURLOPT_NOBODY, 0), setLong(sendsBody ? CURLOPT_POST : CURLOPT_HTTPGET, 1),
            muster_curl_set_text(handle, CURLOPT_CUSTOMREQUEST, nil) == CURLE_OK
        else { return false }
        switch request.method {
        case "POST": return true
        case "GET" where !sendsBody: return true
        case "HEAD" where !sendsBody: return setLong(CURLOPT_NOBODY, 1)
        default: return setText(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    /// The headers as lines; a line that ends in a colon takes a header of the library's own away.
    private func headerLines(_ request: HTTPClientRequest) -> [String] {
        var lines: [String] = []
        var hasContentType = false
        var hasExpect = false
        for header in request.headers {
            let name = header.name.lowercased()
            if name == "content-type" { hasContentType = true }
            if name == "expect" { hasExpect = true }
            // An empty value is written with a semicolon, or the library would leave the header out.
            lines.append(header.value.isEmpty ? header.name + ";" : header.name + ": " + header.value)
        }
        if !hasContentType { lines.append("Content-Type:") }
        if !hasExpect { lines.append("Expect:") }
        return lines
    }

    private func setLong(_ option: CURLoption, _ value: Int) -> Bool {
        muster_curl_set_long(handle, option, value) == CURLE_OK
    }

    private func setText(_ option: CURLoption, _ value: String) -> Bool {
        muster_curl_set_text(handle, option, value) == CURLE_OK
    }

    private func setBlob(_ option: CURLoption, _ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { muster_curl_set_blob(handle, option, $0.baseAddress, $0.count) == CURLE_OK }
    }
}

extension HTTPClientRequest {
    /// The library's result code as an error of ours.
    fileprivate func failure(_ code: CURLcode) -> HTTPClientError {
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            HTTPClientError(code: .timedOut, message: "no answer in time", host: host)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            HTTPClientError(code: .notReachable, message: "the host name was not found", host: host)
        case CURLE_COULDNT_CONNECT:
            HTTPClientError(code: .notReachable, message: "the connection was refused or has no route", host: host)
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING:
            HTTPClientError(code: .notReachable, message: "the connection was lost before an answer", host: host)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_USE_SSL_FAILED, CURLE_SSL_INVALIDCERTSTATUS:
            HTTPClientError(code: .tls, message: "the TLS handshake failed", host: host)
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_NOTFOUND:
            HTTPClientError(
                code: .invalidConfiguration, message: "a certificate, key or CA file can not be used", host: host)
        case CURLE_URL_MALFORMAT:
            HTTPClientError(code: .invalidRequest, message: "the URL can not be used", host: host)
        case CURLE_OUT_OF_MEMORY:
            HTTPClientError(code: .invalidConfiguration, message: "the client could not be set up", host: host)
        default:
            HTTPClientError(code: .protocolError, message: "the answer is not valid HTTP", host: host)
        }
    }
}

/// Whole milliseconds, at least one: the library takes 0 for "no limit".
private func milliseconds(_ duration: Duration) -> Int {
    let parts = duration.components
    let whole = parts.seconds.multipliedReportingOverflow(by: 1000)
    guard !whole.overflow else { return Int(Int32.max) }
    return max(1, min(Int(Int32.max), Int(whole.partialValue) + Int(parts.attoseconds / 1_000_000_000_000_000)))
}
