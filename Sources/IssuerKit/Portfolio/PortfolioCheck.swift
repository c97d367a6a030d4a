// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

public import Ambient
public import ClickToPay
internal import Synchronization

/// The first reading of a portfolio: every row checked, before anything is sent.
///
/// One thread reads; others check, so that the file is checked as fast as the cores allow. Memory does not grow with
/// the file.
public struct PortfolioCheck {
    /// What was found.
    public struct Outcome: Sendable {
        public let columns: PortfolioColumns
        /// Where the first row begins in the file.
        let firstRowOffset: Int
        /// Rows, without the headings.
        public let rowCount: Int
        /// All faults; a row may have several.
        public let faultCount: Int
        /// The first faults in the order of the rows.
        public let firstFaults: [RowFault]
        /// Whether it is unclear where some row ends, so that no row can be left out with certainty.
        public let blursRows: Bool
        /// SHA-256 of the file.
        public let contentHash: [UInt8]
        public let byteCount: Int
    }

    /// How far the reading has come.
    public struct Progress: Sendable {
        public let rows: Int
        public let faults: Int
        public let bytes: Int
    }

    private static let rowsPerBlock = 512

    private let mapping: [String: PortfolioField]
    private let today: CalendarMonth
    private let threads: Int
    private let faultsShown: Int
    private let rule: IdentityRule

    /// - Parameters:
    ///   - mapping: which field a heading of another name stands for.
    ///   - now: cards that have expired by now are refused.
    ///   - threads: how many threads check, beside the calling one, which reads.
    ///   - faultsShown: how many faults `Outcome.firstFaults` holds at most.
    ///   - rule: which identities a consumer must have.
    public init(
        mapping: [String: PortfolioField] = [:], now: Timestamp, threads: Int = 2, faultsShown: Int = 20,
        rule: IdentityRule = .classic
    ) {
        self.rule = rule
        self.mapping = mapping
        let day = now.day
        today = CalendarMonth(year: day.year, month: day.month)
        self.threads = max(1, threads)
        self.faultsShown = faultsShown
    }

    /// Checks a portfolio.
    ///
    /// - Parameters:
    ///   - onFaults: gets all faults, block by block, in no particular order.
    ///   - onProgress: is told after each block that was read.
    public func run(
        _ source: some ByteSource, onFaults: ([RowFault]) throws -> Void = { _ in },
        onProgress: (Progress) -> Void = { _ in }
    ) throws -> Outcome {
        let tally = ContentTally()
        var reader = CSVReader(HashingSource(source, tally: tally))
        let (columns, firstRowOffset) = try Self.columns(&reader, mapping)
        let pool = CheckingPool(RowReader(columns: columns, today: today, rule: rule), threads: threads)
        defer { pool.stop() }
        var cards = SpilledKeys()
        var consumers = SpilledKeys()
        var faults = FaultTally(shown: faultsShown)
        var rows = 0
        while true {
            var block = pool.emptyBlock()
            let count = try reader.read(into: &block, countMax: Self.rowsPerBlock)
            if count == 0 { break }
            rows += count
            try Self.note(block, columns, &cards, &consumers)
            pool.check(block)
            try faults.add(pool.takeFaults(), onFaults)
            onProgress(Progress(rows: rows, faults: faults.count, bytes: tally.byteCount))
        }
        pool.stop()
        try faults.add(pool.takeFaults(), onFaults)
        try Self.findConflicts(&cards, &consumers, columns, &faults, onFaults)
        return Outcome(
            columns: columns, firstRowOffset: firstRowOffset, rowCount: rows, faultCount: faults.count,
            firstFaults: faults.first,
            blursRows: faults.blursRows, contentHash: tally.finish(), byteCount: tally.byteCount)
    }

    /// Reads the headings, and tells where the first row begins.
    static func columns<Source: ByteSource>(
        _ reader: inout CSVReader<Source>, _ mapping: [String: PortfolioField]
    ) throws(PortfolioError) -> (columns: PortfolioColumns, firstRowOffset: Int) {
        var block = CSVBlock()
        guard try reader.read(into: &block, countMax: 1) == 1 else {
            throw PortfolioError(.headings, "the portfolio is empty: it has no headings")
        }
        if let fault = block.fault(ofRecord: 0) {
            throw PortfolioError(.headings, "the headings cannot be read: \(fault)")
        }
        let headings = (0..<block.fieldCount(ofRecord: 0)).map { block.text($0, ofRecord: 0) }
        return (try PortfolioColumns(headings: headings, mapping: mapping), block.entries[0].end)
    }

    /// Remembers what must not occur twice, or only with the same consumer beside it.
    private static func note(
        _ block: CSVBlock, _ columns: PortfolioColumns, _ cards: inout SpilledKeys, _ consumers: inout SpilledKeys
    ) throws(PortfolioError) {
        try RowView.forEach(in: block, columns) { (record) throws(PortfolioError) in
            guard case .row(let row, let entry) = record else { return }
            let place = SpilledKeys.Place(
                row: UInt32(truncatingIfNeeded: entry.number), line: UInt32(truncatingIfNeeded: entry.line))
            let card = row[.externalCardId]
            if !card.isEmpty { try cards.add(key: card, value: UInt64(entry.number), at: place) }
            let consumer = row[.externalConsumerId]
            if !consumer.isEmpty {
                try consumers.add(key: consumer, value: row.consumerHash, at: place)
            }
        }
    }

    private static func findConflicts(
        _ cards: inout SpilledKeys, _ consumers: inout SpilledKeys, _ columns: PortfolioColumns,
        _ faults: inout FaultTally, _ onFaults: ([RowFault]) throws -> Void
    ) throws {
        var found: [RowFault] = []
        let cardHeading = columns.heading(of: .externalCardId)
        try cards.forEachConflict { (place, first) throws(PortfolioError) in
            found.append(
                RowFault(
                    row: Int(place.row), line: Int(place.line), column: cardHeading,
                    reason: DetailReason.cannotBeDuplicateOrNull.rawValue, message: "is also in row \(first)"))
        }
        let consumerHeading = columns.heading(of: .externalConsumerId)
        try consumers.forEachConflict { (place, first) throws(PortfolioError) in
            found.append(
                RowFault(
                    row: Int(place.row), line: Int(place.line), column: consumerHeading,
                    reason: DetailReason.invalidValue.rawValue,
                    message: "stands in row \(first) with another email, mobile, name, country or language"))
        }
        try faults.add(found, onFaults)
    }
}

extension RowView {
    /// A hash over everything that describes the consumer.
    var consumerHash: UInt64 {
        var hasher = Hasher()
        var lengths: UInt64 = 0
        for field in Self.consumerFields {
            let value = self[field]
            lengths = lengths &* 0x0001_0000_0001_B3B1 &+ UInt64(value.count)
            hasher.combine(bytes: UnsafeRawBufferPointer(value))
        }
        hasher.combine(lengths)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static let consumerFields = PortfolioField.allCases.filter(\.isOfConsumer)
}

/// Counts faults and keeps the first ones.
private struct FaultTally {
    private let shown: Int
    private var kept: [RowFault] = []
    private(set) var count = 0
    private(set) var blursRows = false

    init(shown: Int) {
        self.shown = shown
    }

    mutating func add(_ faults: [RowFault], _ onFaults: ([RowFault]) throws -> Void) throws {
        if faults.isEmpty { return }
        count += faults.count
        blursRows = blursRows || faults.contains(where: \.blursRows)
        kept += faults
        if kept.count > 16 * shown { kept = first }
        try onFaults(faults)
    }

    var first: [RowFault] {
        Array(kept.sorted { $0.row < $1.row }.prefix(shown))
    }
}
