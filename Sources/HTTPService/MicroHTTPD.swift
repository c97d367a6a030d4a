// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CMicroHTTPD
internal import Glibc

/// The calls of libmicrohttpd, but for the start and end of a daemon.
enum MicroHTTPD {
    static let yes = muster_mhd_result(1)
    static let no = muster_mhd_result(0)

    /// The library's version, such as `0.9.75`.
    static var version: String { String(cString: MHD_get_version()) }

    static func suspend(_ connection: OpaquePointer) {
        MHD_suspend_connection(connection)
    }

    static func resume(_ connection: OpaquePointer) {
        MHD_resume_connection(connection)
    }

    /// Queues an answer; false when it can not be sent (a header that is not allowed, no memory).
    static func queue(
        _ response: HTTPResponse, requestIDHeader: CText, requestID: HTTPRequestID?, closes: Bool,
        on connection: OpaquePointer
    ) -> Bool {
        guard (200...599).contains(response.status), let reply = makeReply(response.body) else { return false }
        defer { MHD_destroy_response(reply) }
        for field in response.headers {
            // Given as an argument, a text would be copied into an array first.
            let isAdded = field.name.withCString { name in
                field.value.withCString { MHD_add_response_header(reply, name, $0) == yes }
            }
            guard isAdded else { return false }
        }
        if let requestID {
            let isAdded = withUnsafeTemporaryAllocation(byteCount: 37, alignment: 8) { text in
                requestID.write(into: text)
                text[36] = 0
                return MHD_add_response_header(
                    reply, requestIDHeader.start, text.baseAddress?.assumingMemoryBound(to: CChar.self)) == yes
            }
            guard isAdded else { return false }
        }
        if closes, MHD_add_response_header(reply, "Connection", "close") != yes { return false }
        return MHD_queue_response(connection, UInt32(response.status), reply) == yes
    }

    /// The library copies the bytes: it sends them after the caller's are gone.
    private static func makeReply(_ body: [UInt8]) -> OpaquePointer? {
        body.withUnsafeBytes { muster_mhd_reply($0.baseAddress, $0.count) }
    }

    /// The end of the header block that begins at `start`.
    static func blockEnd(_ connection: OpaquePointer, from start: UnsafePointer<CChar>) -> UnsafePointer<CChar> {
        start + muster_mhd_header_bytes(connection)
    }

    /// Hands each header to `reader`, in order.
    static func readHeaders(_ connection: OpaquePointer, into reader: inout HeadReader) {
        withUnsafeMutablePointer(to: &reader) { pointer in
            muster_mhd_headers(
                connection,
                { context, _, name, nameCount, value, valueCount in
                    context?.assumingMemoryBound(to: HeadReader.self).pointee.takeHeader(
                        name: UnsafeBufferPointer(start: name, count: nameCount),
                        value: UnsafeBufferPointer(start: value, count: valueCount))
                    return MicroHTTPD.yes
                }, pointer)
        }
    }

    /// Sends an answer in the middle of a body, where the library takes none. The caller closes the connection.
    static func sendAtOnce(
        _ response: HTTPResponse, requestIDHeader: String, requestID: HTTPRequestID, on connection: OpaquePointer
    ) {
        let bytes = response.wireBytes(
            reason: String(cString: MHD_get_reason_phrase_for(UInt32(response.status))),
            extra: [HTTPField(requestIDHeader, requestID.description)])
        // The answer is small and nothing else is being sent: it fits into the socket's buffer or the client gets none.
        _ = bytes.withUnsafeBytes { muster_mhd_send(connection, $0.baseAddress, $0.count) }
    }
}

extension HTTPResponse {
    /// The whole answer as HTTP/1.1, with `Connection: close`.
    func wireBytes(reason: String, extra: [HTTPField] = []) -> [UInt8] {
        var text = "HTTP/1.1 " + String(status) + " " + reason + "\r\n"
        // The library checks the headers of the answers that it sends; these pass it by.
        for field in headers + extra where !(field.name + field.value).utf8.contains(where: { $0 < 0x20 }) {
            text += field.name + ": " + field.value + "\r\n"
        }
        text += "Content-Length: " + String(body.count) + "\r\nConnection: close\r\n\r\n"
        return Array(text.utf8) + body
    }
}
