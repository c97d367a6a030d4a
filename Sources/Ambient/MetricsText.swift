// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Metrics in the Prometheus text format, version 0.0.4.
struct MetricsText {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ family: Metrics.Family) {
        append("# HELP " + family.name + " " + family.help + "\n")
        append("# TYPE " + family.name + " " + family.kind.rawValue + "\n")
        for series in family.series { append(series, of: family.name) }
    }

    private mutating func append(_ series: Metrics.Series, of name: String) {
        switch series.source {
        case .cells(let cells, let index, let whenZero):
            let value = cells.sum(at: index)
            if value != 0 || whenZero { append(name, series.labels, String(value)) }
        case .reading(let read):
            append(name, series.labels, String(read()))
        case .histogram(let table, let row, let whenZero):
            append(table, row, whenZero, series.labels, of: name)
        }
    }

    /// The buckets are read one after the other while others count: the count is taken from the same readings, so that
    /// it always equals the last bucket.
    private mutating func append(
        _ table: HistogramTable, _ row: Int, _ whenZero: Bool, _ labels: String, of name: String
    ) {
        let cells = (0..<table.width).map { table.cells.sum(at: row * table.width + $0) }
        let count = cells.dropLast().reduce(0, +)
        guard count != 0 || whenZero else { return }
        let before = labels.isEmpty ? "" : labels + ","
        var below = 0
        for (index, bound) in table.bounds.enumerated() {
            below += cells[index]
            append(name + "_bucket", before + "le=\"" + seconds(bound) + "\"", String(below))
        }
        append(name + "_bucket", before + "le=\"+Inf\"", String(count))
        append(name + "_sum", labels, seconds(cells[table.width - 1]))
        append(name + "_count", labels, String(count))
    }

    private mutating func append(_ name: String, _ labels: String, _ value: String) {
        append(labels.isEmpty ? name + " " + value + "\n" : name + "{" + labels + "} " + value + "\n")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }
}

/// Nanoseconds as a plain decimal number of seconds without needless zeros.
private func seconds(_ nanoseconds: Int) -> String {
    let magnitude = nanoseconds.magnitude
    var fraction = String(magnitude % 1_000_000_000)
    fraction = String(repeating: "0", count: 9 - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let whole = (nanoseconds < 0 ? "-" : "") + String(magnitude / 1_000_000_000)
    return fraction.isEmpty ? whole : whole + "." + fraction
}
