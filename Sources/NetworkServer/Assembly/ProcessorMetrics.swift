// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Enrollment

/// What the batch processor is doing, for the operator.
enum ProcessorMetrics {
    static func register(_ processor: BatchProcessor, in metrics: Metrics) {
        metrics.gauge("muster_batches_waiting", "Accepted batches that are not being processed yet.") {
            processor.currentProgress.batchesWaiting
        }
        metrics.gauge("muster_cards_waiting", "Cards of the batches that wait.") {
            processor.currentProgress.cardsWaiting
        }
        metrics.gauge("muster_batches_finished", "Batches that became final since the start.") {
            processor.currentProgress.batchesFinished
        }
        metrics.gauge("muster_records_succeeded", "Records that became SUCCESSFUL since the start.") {
            processor.currentProgress.recordsSucceeded
        }
        metrics.gauge("muster_records_failed", "Records that became FAILED since the start.") {
            processor.currentProgress.recordsFailed
        }
        metrics.gauge("muster_directory_transactions", "Transactions of the batch processor since the start.") {
            processor.currentProgress.transactions
        }
    }
}
