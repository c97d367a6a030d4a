// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay

/// Threads that talk to the network, one call at a time each.
final class EnrollmentWorkers: Sendable {
    enum Job: Sendable {
        case submit(number: Int, externalBatchId: String, rows: [PortfolioRow])
        case poll(number: Int, batchId: String)
    }

    enum Report: Sendable {
        case submitted(number: Int, Result<BatchAccepted, IssuerClientError>)
        case polled(number: Int, Result<BatchStatus, IssuerClientError>)
    }

    let reports: BlockingQueue<Report>
    private let jobs: BlockingQueue<Job>
    private let network: any EnrollmentNetwork
    private let threads: [WorkerThread]

    /// - Throws: `PortfolioError` when the system gives no thread.
    init(_ network: any EnrollmentNetwork, count: Int) throws(PortfolioError) {
        let jobs = BlockingQueue<Job>(capacity: 4 * count)
        let reports = BlockingQueue<Report>(capacity: 8 * count)
        self.jobs = jobs
        self.reports = reports
        self.network = network
        threads = (0..<count).compactMap { _ in
            WorkerThread {
                while let job = jobs.pop() { reports.push(Self.perform(job, network)) }
            }
        }
        if threads.isEmpty { throw PortfolioError(.file, "the system gives no thread") }
    }

    var count: Int { threads.count }

    func start(_ job: Job) {
        jobs.push(job)
    }

    /// Ends the threads after what they are doing.
    func stop() {
        jobs.close()
        reports.close()
        for thread in threads { thread.join() }
    }

    private static func perform(_ job: Job, _ network: any EnrollmentNetwork) -> Report {
        switch job {
        case .submit(let number, let externalBatchId, let rows):
            return .submitted(
                number: number,
                Result { () throws(IssuerClientError) in
                    guard let id = try? ExternalID(externalBatchId) else {
                        throw IssuerClientError(.invalidRequest("\(externalBatchId) is no batch id"))
                    }
                    return try network.submitOnce(externalBatchId: id, plaintext: BatchPlaintext.write(rows))
                })
        case .poll(let number, let batchId):
            return .polled(
                number: number, Result { () throws(IssuerClientError) in try network.statusOnce(batchId: batchId) })
        }
    }
}
