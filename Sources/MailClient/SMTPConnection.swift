// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CCurl

/// One easy handle of libcurl with its kept-alive connection, used by one thread at a time. All calls of the library
/// are made in this file.
final class SMTPConnection: @unchecked Sendable {
    // Sendable: the pool gives a handle to one thread at a time, which is what the library asks for.
    private let handle: UnsafeMutableRawPointer
    private let server: String

    /// After so many idle seconds a connection is not used again: a path between may have forgotten it.
    private static let idleSecondsMax = 30

    private static let isInitialised: Bool = muster_curl_initialise() == CURLE_OK

    /// Nil when the library gives no handle or refuses an option of the configuration.
    init?(_ configuration: MailClientConfiguration) {
        guard Self.isInitialised, let url = configuration.url, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        server = configuration.server
        guard setFixedOptions(), set(configuration, url) else { return nil }
    }

    deinit {
        curl_easy_cleanup(handle)
    }

    private func setFixedOptions() -> Bool {
        setLong(CURLOPT_NOSIGNAL, 1)
            && setLong(CURLOPT_NOPROGRESS, 1)
            && setLong(CURLOPT_TCP_NODELAY, 1)
            && setText(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
            && setLong(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
            && setLong(CURLOPT_SSL_VERIFYPEER, 1)
            && setLong(CURLOPT_SSL_VERIFYHOST, 2)
            && setText(CURLOPT_PROXY, "")
            && setLong(CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
            && setLong(CURLOPT_MAXAGE_CONN, Self.idleSecondsMax)
            && setLong(CURLOPT_UPLOAD, 1)
            && muster_curl_set_transfer(handle, CURLOPT_READFUNCTION, supplyMessage) == CURLE_OK
            && muster_curl_set_transfer(handle, CURLOPT_WRITEFUNCTION, dropAnswer) == CURLE_OK
    }

    private func set(_ configuration: MailClientConfiguration, _ url: String) -> Bool {
        let total = milliseconds(configuration.totalTimeout)
        guard setText(CURLOPT_URL, url),
            setLong(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(configuration.connectTimeout)),
            setLong(CURLOPT_TIMEOUT_MS, total),
            // The goodbye of a connection has no other limit than this one, in whole seconds.
            setLong(CURLOPT_SERVER_RESPONSE_TIMEOUT, (total + 999) / 1000)
        else { return false }
        if configuration.encryption == .startTLS {
            // All: without TLS nothing is said, neither user nor recipient.
            guard setLong(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) else { return false }
        }
        if let login = configuration.login {
            guard setText(CURLOPT_USERNAME, login.user), setText(CURLOPT_PASSWORD, login.password) else { return false }
        }
        if let file = configuration.caFile {
            return setText(CURLOPT_CAINFO, file)
        }
        return true
    }

    /// False once the server has closed the connection, or is about to: a message would be lost on it. The library
    /// itself takes such a connection for one that lives.
    var isUsable: Bool { muster_curl_is_quiet(handle) == 1 }

    /// Gives a message to the server; it returns once the server has taken it.
    func send(
        _ bytes: [UInt8], from sender: MailAddress, to recipient: MailAddress
    ) throws(MailClientError) {
        let supply = MessageSupply(bytes)
        guard let list = curl_slist_append(nil, "<" + recipient.text + ">") else { throw failure(CURLE_OUT_OF_MEMORY) }
        defer { curl_slist_free_all(list) }
        guard setText(CURLOPT_MAIL_FROM, "<" + sender.text + ">"),
            muster_curl_set_pointer(handle, CURLOPT_MAIL_RCPT, list) == CURLE_OK,
            muster_curl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(bytes.count)) == CURLE_OK
        else { throw failure(CURLE_OUT_OF_MEMORY) }
        let code = withExtendedLifetime(supply) {
            _ = muster_curl_set_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(supply).toOpaque())
            return curl_easy_perform(handle)
        }
        // The list and the message end with this call: the handle must not keep their addresses.
        _ = muster_curl_set_pointer(handle, CURLOPT_MAIL_RCPT, nil)
        _ = muster_curl_set_pointer(handle, CURLOPT_READDATA, nil)
        guard code == CURLE_OK else { throw failure(code) }
    }

    private func setLong(_ option: CURLoption, _ value: Int) -> Bool {
        muster_curl_set_long(handle, option, value) == CURLE_OK
    }

    private func setText(_ option: CURLoption, _ value: String) -> Bool {
        muster_curl_set_text(handle, option, value) == CURLE_OK
    }

    /// The library's result code as an error of ours.
    private func failure(_ code: CURLcode) -> MailClientError {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: error(.timedOut, "no answer in time")
        case CURLE_COULDNT_RESOLVE_HOST: error(.notReachable, "the host name was not found")
        case CURLE_COULDNT_CONNECT: error(.notReachable, "the connection was refused or has no route")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
            CURLE_USE_SSL_FAILED, CURLE_SSL_INVALIDCERTSTATUS:
            error(.tls, "there is no TLS, or the handshake failed")
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_NOTFOUND:
            error(.invalidConfiguration, "the CA file can not be used")
        case CURLE_OUT_OF_MEMORY, CURLE_URL_MALFORMAT:
            error(.invalidConfiguration, "the client could not be set up")
        case CURLE_LOGIN_DENIED: error(.loginRefused, "user and password were not accepted")
        default: refusal(code, status: muster_curl_status(handle))
        }
    }

    /// What the server said last decides: a reply code of 400 or more is a refusal.
    private func refusal(_ code: CURLcode, status: Int) -> MailClientError {
        if (400...599).contains(status) {
            return MailClientError(
                code: .refused, message: "the server refused the message", server: server, status: status)
        }
        switch code {
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING:
            return error(.notReachable, "the connection was lost")
        default: return error(.protocolError, "the server's answer is not SMTP")
        }
    }

    private func error(_ code: MailClientError.Code, _ message: String) -> MailClientError {
        MailClientError(code: code, message: message, server: server)
    }
}

/// Hands out one message, part by part. One thread uses it.
private final class MessageSupply {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Fills `room` as far as there is something left; how much that was.
    func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let part = bytes[position..<min(bytes.count, position + room.count)]
        room.copyBytes(from: part)
        position += part.count
        return part.count
    }
}

/// The library's call-back for the next part of the message.
private func supplyMessage(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    return Unmanaged<MessageSupply>.fromOpaque(context).takeUnretainedValue()
        .fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}

/// The library's call-back for what the server says besides its replies: nobody reads it.
private func dropAnswer(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    size * count
}

/// Whole milliseconds, at least one: the library takes 0 for "no limit".
private func milliseconds(_ duration: Duration) -> Int {
    let parts = duration.components
    let whole = parts.seconds.multipliedReportingOverflow(by: 1000)
    guard !whole.overflow else { return Int(Int32.max) }
    return max(1, min(Int(Int32.max), Int(whole.partialValue) + Int(parts.attoseconds / 1_000_000_000_000_000)))
}
