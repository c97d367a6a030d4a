// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// A batch with its rows, on the way to the network.
struct BatchDraft: Sendable {
    var batch: LedgerBatch
    /// The rows; emptied once the network has them.
    var rows: [PortfolioRow]
    var manifest: BatchManifest
}

/// Which card of a batch stands in which row: all that is needed to read its results.
struct BatchManifest: Sendable {
    struct Entry: Sendable, Equatable {
        var row: Int
        var externalConsumerId: String
        var externalCardId: String
    }

    var entries: [Entry] = []

    /// The consumers as numbers, each once for every stretch of rows.
    var consumers: [Int] {
        var hashes: [Int] = []
        var last: String?
        for entry in entries where entry.externalConsumerId != last {
            last = entry.externalConsumerId
            hashes.append(entry.externalConsumerId.hashValue)
        }
        return hashes
    }
}
