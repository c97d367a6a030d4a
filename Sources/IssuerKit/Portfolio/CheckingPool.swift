// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Synchronization

/// Threads that check blocks of rows. Without a thread to be had, the caller checks.
final class CheckingPool: Sendable {
    private let reader: RowReader
    private let blocks: BlockingQueue<CSVBlock>
    private let faults = Mutex<[RowFault]>([])
    private let spare = Mutex<[CSVBlock]>([])
    private let threads = Mutex<[WorkerThread]>([])

    init(_ reader: RowReader, threads count: Int) {
        self.reader = reader
        blocks = BlockingQueue(capacity: 2 * count)
        for _ in 0..<count {
            guard let thread = WorkerThread({ [self] in work() }) else { break }
            threads.withLock { $0.append(thread) }
        }
    }

    /// A block to fill; one that was checked already if there is one.
    func emptyBlock() -> CSVBlock {
        spare.withLock { $0.popLast() } ?? CSVBlock()
    }

    /// Has a block checked.
    func check(_ block: CSVBlock) {
        if threads.withLock({ $0.isEmpty }) { checkNow(block) } else { blocks.push(block) }
    }

    /// The faults found since the last call.
    func takeFaults() -> [RowFault] {
        faults.withLock { faults in
            defer { faults = [] }
            return faults
        }
    }

    /// Waits until everything is checked and ends the threads.
    func stop() {
        blocks.close()
        let running = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for thread in running { thread.join() }
    }

    private func work() {
        while let block = blocks.pop() { checkNow(block) }
    }

    private func checkNow(_ filled: consuming CSVBlock) {
        var block = filled
        var found: [RowFault] = []
        RowView.forEach(in: block, reader.columns) { record in
            switch record {
            case .row(let row, _): _ = reader.read(row, into: &found)
            case .fault(let fault): found.append(fault)
            }
        }
        if !found.isEmpty { faults.withLock { $0 += found } }
        block.removeAll()
        let emptied = block
        spare.withLock { $0.append(emptied) }
    }
}
