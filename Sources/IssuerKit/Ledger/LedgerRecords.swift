// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One way of enrolling one content: the same file, columns, batch size and program make the same run.
struct LedgerRun: Sendable, Equatable {
    let id: Int64
    /// Begins the id of every batch.
    let batchPrefix: String
    let rowCount: Int
    /// Rows that were left out because they are not valid.
    let skippedRows: Int
    /// Whether every row belongs to a batch that is written down.
    var isPlanned: Bool
}

/// A batch: rows that follow each other in the file. Written down before it is sent.
struct LedgerBatch: Sendable, Equatable {
    enum State: Int64, Sendable {
        /// Not yet known to have been accepted.
        case planned = 0
        /// The network has it and has given a `batchId`.
        case accepted = 1
        /// Every row has its result.
        case final = 2
        /// The network did not take it. It is offered again when the file is enrolled again.
        case refused = 3
    }

    /// From 1, in the order of the file.
    let number: Int
    /// The first and the last row, rows that were left out among them included.
    let rows: ClosedRange<Int>
    /// How many cards it holds.
    let cardCount: Int
    /// Where its rows lie in the file.
    let bytes: Range<Int>
    var state = State.planned
    var batchId: String?
    /// When it was accepted, in milliseconds since 1970.
    var acceptedAt: Int64?
    /// Why it was refused.
    var refusal: LedgerReason?

    func externalBatchId(_ prefix: String) -> String {
        let digits = String(number)
        return prefix + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}

/// Why a row or a batch failed, in the network's words.
struct LedgerReason: Sendable, Equatable {
    var reason: String
    var field: String?
    var message: String?
}

/// What has become of a row.
struct LedgerResult: Sendable, Equatable {
    enum Status: Int64, Sendable {
        case successful = 1
        case failed = 2
        /// The network has not said what became of it.
        case unknown = 3
        /// Not sent, because it is not valid.
        case invalid = 4

        /// The word in the results file.
        var word: String {
            switch self {
            case .successful: "SUCCESSFUL"
            case .failed, .invalid: "FAILED"
            case .unknown: "UNKNOWN"
            }
        }
    }

    let row: Int
    let status: Status
    var externalConsumerId = ""
    var externalCardId = ""
    var srcConsumerId: String?
    var srcDigitalCardId: String?
    var reason: LedgerReason?
}
