// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient

/// The server's metrics. The row of a request is its route and its status; both are bounded sets.
final class HTTPMetrics: Sendable {
    /// The statuses with a row of their own; any other counts as 0.
    private static let statuses = [
        0, 200, 201, 202, 204, 301, 302, 303, 304, 400, 401, 403, 404, 405, 406, 408, 409, 410, 412, 413, 415, 422, 423,
        429, 500, 501, 502, 503, 504, 505,
    ]

    private let requests: CounterTable
    private let durations: HistogramTable
    private let refusals: CounterTable
    private let statusRows: [UInt8]
    let bytesReceived: Counter
    let slowConnections: Counter

    init(_ metrics: Metrics, routes: [RouteTemplate]) {
        var rows = [[MetricLabel("method", "other"), MetricLabel("route", "other")]]
        for route in routes { rows.append([MetricLabel("method", route.method), MetricLabel("route", route.path)]) }
        requests = metrics.counterTable(
            "muster_http_requests_total", "Requests answered, by route and status (0: none of the usual ones).",
            rows: rows.flatMap { row in HTTPMetrics.statuses.map { row + [MetricLabel("status", $0)] } })
        durations = metrics.histogramTable(
            "muster_http_request_duration_seconds", "From the end of the request header to the end of the answer.",
            rows: rows)
        refusals = metrics.counterTable(
            "muster_http_refusals_total", "Requests that the server itself refused.",
            rows: HTTPRefusal.allCases.map { [MetricLabel("reason", $0.name)] })
        bytesReceived = metrics.counter("muster_http_body_bytes_received_total", "Bytes of request bodies.")
        slowConnections = metrics.counter(
            "muster_http_slow_connections_total", "Connections closed because they trickled.")
        var statusRows = [UInt8](repeating: 0, count: 600)
        for (row, status) in HTTPMetrics.statuses.enumerated() { statusRows[status] = UInt8(row) }
        self.statusRows = statusRows
    }

    func count(_ refusal: HTTPRefusal) {
        refusals.add(row: refusal.rawValue)
    }

    /// Counts one request; `route` is 0 for none.
    func count(route: Int, status: Int, nanoseconds: Int64) {
        let statusRow = statusRows.indices.contains(status) ? Int(statusRows[status]) : 0
        requests.add(row: route * HTTPMetrics.statuses.count + statusRow)
        durations.observe(nanoseconds: Int(nanoseconds), row: route)
    }
}
