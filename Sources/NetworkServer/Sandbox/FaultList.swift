// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import ClickToPay
internal import Synchronization
internal import WireJSON

/// The faults that are in force, in the order in which they were made.
final class FaultList: Sendable {
    private struct State {
        var faults: [Fault] = []
        var lastID = 0
    }

    private static let countMax = 100

    private let entropy: any EntropySource
    private let state = Mutex(State())

    init(entropy: any EntropySource) {
        self.entropy = entropy
    }

    /// Adds a fault and returns it with its number.
    func add(_ fault: Fault) throws(ServiceError) -> Fault {
        let added = state.withLock { state -> Fault? in
            guard state.faults.count < Self.countMax else { return nil }
            state.lastID += 1
            var fault = fault
            fault.id = state.lastID
            state.faults.append(fault)
            return fault
        }
        guard let added else { throw ServiceError(.resourceExhausted, "There are \(Self.countMax) faults already.") }
        return added
    }

    func removeAll() {
        state.withLock { $0.faults = [] }
    }

    /// The fault for this call, nil for none: every fault counts it, and the oldest that acts on it wins.
    func fault(for operation: Operation) -> Fault? {
        state.withLock { state in
            var acting: Fault?
            for index in state.faults.indices {
                let acts = state.faults[index].counts(operation) { Double(entropy.word() >> 11) / 0x1p53 }
                if acts, acting == nil { acting = state.faults[index] }
            }
            return acting
        }
    }

    var json: [UInt8] {
        let faults = state.withLock { $0.faults }
        var writer = JSONWriter()
        writer.object { writer in
            writer.array("faults") { writer in
                for fault in faults { fault.write(to: &writer) }
            }
        }
        return writer.bytes
    }
}
