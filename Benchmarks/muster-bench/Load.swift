// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import CBenchFloor
internal import HTTPClient

/// Calls that are written out before the clock starts, and made by a load generator in C: it shares the cores with the
/// server, and what it costs would be taken for the server's.
struct Load {
    struct Outcome {
        var statuses: [Int]
        /// Seconds from the first byte of a call, or from when it was due, to the last one of its answer; in the order
        /// of the calls.
        var times: [Double]
        /// For all of them together.
        var seconds: Double

        var rate: Double { Double(statuses.count) / seconds }

        /// Milliseconds that a part of the calls took at most, such as 0.99.
        func milliseconds(of part: Double) -> Double {
            let sorted = times.sorted()
            return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1000
        }

        func expect(_ status: Int, _ what: String) throws {
            let wrong = statuses.count { $0 != status }
            guard wrong == 0 else { throw BenchFailure("\(wrong) \(what) were not answered \(status)") }
        }
    }

    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private let port: UInt16

    /// - Parameter requests: to one server on this machine.
    init(_ requests: [HTTPClientRequest]) throws {
        guard let first = requests.first, let host = Self.parts(first.url)?.host,
            let port = host.split(separator: ":").last.flatMap({ UInt16($0) })
        else { throw BenchFailure("there is no call to make, or it has no port") }
        self.port = port
        for request in requests {
            guard let (host, path) = Self.parts(request.url) else { throw BenchFailure("the URL is not one") }
            var head = "\(request.method) \(path) HTTP/1.1\r\nHost: \(host)\r\n"
            for header in request.headers { head += "\(header.name): \(header.value)\r\n" }
            if request.method != "GET" { head += "Content-Length: \(request.body.count)\r\n" }
            bytes += Array((head + "\r\n").utf8) + request.body
            ends.append(bytes.count)
        }
    }

    private static func parts(_ url: String) -> (host: Substring, path: String)? {
        let scheme = "http://"
        guard url.hasPrefix(scheme) else { return nil }
        let rest = url.dropFirst(scheme.utf8.count)
        let host = rest.prefix { $0 != "/" }
        let path = rest.dropFirst(host.count)
        return (host, path.isEmpty ? "/" : String(path))
    }

    /// Makes every call once, on so many kept-alive connections.
    ///
    /// - Parameter rate: calls a second, each at its time; nil: as fast as they are answered.
    func run(connections: Int, rate: Double? = nil) throws -> Outcome {
        try bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { throw BenchFailure("there is no call to make") }
            var calls = zip([0] + ends, ends).map { start, end in
                load_call(bytes: base + start, length: end - start, status: 0, seconds: 0)
            }
            var result: Int32 = -1
            let taken = seconds { result = load_run(port, Int32(connections), rate ?? 0, &calls, calls.count) }
            guard result == 0 else { throw BenchFailure("a connection to the server failed") }
            return Outcome(
                statuses: calls.map { Int($0.status) }, times: calls.map(\.seconds), seconds: taken)
        }
    }
}
