// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// The metrics of a process, rendered in the Prometheus text format. Parts register their instruments when they are
/// made and keep them; registering a name again with the same kind adds series to it.
public final class Metrics: Sendable {
    /// More series than this are a programmer's error: labels are bounded.
    public static let seriesMax = 20_000

    enum Source: Sendable {
        case cells(ShardedCells, index: Int, whenZero: Bool)
        case reading(@Sendable () -> Int)
        case histogram(HistogramTable, row: Int, whenZero: Bool)
    }

    struct Series: Sendable {
        /// `name="value",…`, empty without labels.
        let labels: String
        let source: Source
    }

    struct Family: Sendable {
        enum Kind: String { case counter, gauge, histogram }

        let name: String
        let help: String
        let kind: Kind
        var series: [Series]
    }

    private struct State {
        var families: [Family] = []
        var seriesCount = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// A counter; by convention its name ends in `_total`.
    public func counter(_ name: StaticString, _ help: StaticString, _ labels: MetricLabel...) -> Counter {
        let cells = ShardedCells(count: 1)
        add(name, help, .counter, [series(labels, .cells(cells, index: 0, whenZero: true))])
        return Counter(cells: cells, index: 0)
    }

    /// One counter for each row of labels; rows still at zero are not rendered.
    public func counterTable(_ name: StaticString, _ help: StaticString, rows: [[MetricLabel]]) -> CounterTable {
        let cells = ShardedCells(count: rows.count)
        add(
            name, help, .counter,
            rows.enumerated().map { series($1, .cells(cells, index: $0, whenZero: false)) })
        return CounterTable(cells: cells)
    }

    /// A gauge that the owner sets.
    public func gauge(_ name: StaticString, _ help: StaticString, _ labels: MetricLabel...) -> Gauge {
        let gauge = Gauge()
        add(name, help, .gauge, [series(labels, .reading { gauge.value })])
        return gauge
    }

    /// A gauge that is read when metrics are rendered; `read` must be quick and must not hold its owner.
    public func gauge(
        _ name: StaticString, _ help: StaticString, _ labels: MetricLabel..., read: @escaping @Sendable () -> Int
    ) {
        add(name, help, .gauge, [series(labels, .reading(read))])
    }

    /// A histogram of durations, rendered in seconds; by convention its name ends in `_seconds`.
    public func histogram(
        _ name: StaticString, _ help: StaticString, _ labels: MetricLabel...,
        bounds: [Duration] = HistogramTable.durationBounds
    ) -> Histogram {
        let table = makeHistogram(name, help, rows: [labels], bounds: bounds, whenZero: true)
        return Histogram(table: table)
    }

    /// One histogram for each row of labels; rows without a count are not rendered.
    public func histogramTable(
        _ name: StaticString, _ help: StaticString, rows: [[MetricLabel]],
        bounds: [Duration] = HistogramTable.durationBounds
    ) -> HistogramTable {
        makeHistogram(name, help, rows: rows, bounds: bounds, whenZero: false)
    }

    /// Everything, in the Prometheus text format (version 0.0.4).
    public func render() -> [UInt8] {
        let families = state.withLock { $0.families }
        var text = MetricsText()
        for family in families { text.append(family) }
        return text.bytes
    }

    private func makeHistogram(
        _ name: StaticString, _ help: StaticString, rows: [[MetricLabel]], bounds: [Duration], whenZero: Bool
    ) -> HistogramTable {
        let nanoseconds = bounds.map { bound in
            let parts = bound.components
            return Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
        }
        precondition(nanoseconds == nanoseconds.sorted(), "the bounds of a histogram ascend")
        let table = HistogramTable(bounds: nanoseconds, cells: ShardedCells(count: rows.count * (bounds.count + 2)))
        add(
            name, help, .histogram,
            rows.enumerated().map { series($1, .histogram(table, row: $0, whenZero: whenZero)) })
        return table
    }

    private func series(_ labels: [MetricLabel], _ source: Source) -> Series {
        Series(labels: labels.map(\.text).joined(separator: ","), source: source)
    }

    private func add(_ name: StaticString, _ help: StaticString, _ kind: Family.Kind, _ series: [Series]) {
        state.withLock { state in
            state.seriesCount += series.count
            precondition(state.seriesCount <= Metrics.seriesMax, "more time series than the bound")
            let name = name.description
            if let index = state.families.firstIndex(where: { $0.name == name }) {
                precondition(state.families[index].kind == kind, "a metric has one kind")
                state.families[index].series += series
            } else {
                state.families.append(Family(name: name, help: help.description, kind: kind, series: series))
            }
        }
    }
}
