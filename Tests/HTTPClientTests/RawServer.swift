// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Glibc

/// Accepts one connection after the other, reads a request's header and sends fixed bytes; for answers that no server
/// of ours gives.
final class RawServer: Sendable {
    let port: Int
    private let descriptor: Int32

    /// With `answer` nil, a connection is accepted and left without an answer; an empty one is closed at once.
    init(_ answer: String?) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var count = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutableBytes(of: &address) { bytes in
            let raw = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
            bind(listener, raw, count)
            listen(listener, 16)
            getsockname(listener, raw, &count)
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        descriptor = listener
        Thread.detachNewThread {
            var silent: [Int32] = []
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { break }
                guard let answer else {
                    silent.append(connection)
                    continue
                }
                var buffer = [UInt8](repeating: 0, count: 65_536)
                _ = recv(connection, &buffer, buffer.count, 0)
                _ = Array(answer.utf8).withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                close(connection)
            }
            for connection in silent { close(connection) }
            // Closed here and nowhere else: another socket could get the number while this thread still uses it.
            close(listener)
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    var url: String { "http://127.0.0.1:\(port)/" }
}
