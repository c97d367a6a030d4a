// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// Several patterns over digits as one table: a step a digit, and at the end the set of patterns that match.
struct DigitAutomaton: Sendable {
    /// Ten next states for each state. State 0 accepts nothing any more, state 1 is the first.
    private var steps: [UInt16]
    /// For each state, a bit for each pattern that matches what has been read.
    private var accepted: [UInt16]

    private static let statesMax = 30_000

    /// At most 16 patterns. Nil when the table would become too large.
    init?(_ patterns: [DigitPattern]) {
        precondition(patterns.count <= 16, "a bit for each pattern")
        var machine = Machine(patterns)
        steps = [UInt16](repeating: 0, count: 20)
        accepted = [0, 0]
        var numbers: [[Int32]: UInt16] = [[]: 0]
        var pending: [[Int32]] = [machine.closure(of: machine.starts)]
        numbers[pending[0]] = 1
        accepted[1] = machine.accepted(by: pending[0])
        var next = 0
        while next < pending.count {
            let set = pending[next]
            next += 1
            for digit in 0..<10 {
                let target = machine.closure(of: machine.step(set, digit))
                if numbers[target] == nil {
                    guard accepted.count < Self.statesMax else { return nil }
                    numbers[target] = UInt16(accepted.count)
                    accepted.append(machine.accepted(by: target))
                    steps.append(contentsOf: repeatElement(0, count: 10))
                    pending.append(target)
                }
                steps[next * 10 + digit] = numbers[target] ?? 0
            }
        }
    }

    /// A bit for each pattern that matches `digits` (ASCII) as a whole.
    func match(_ digits: UnsafeBufferPointer<UInt8>) -> UInt16 {
        var state = 1
        steps.withUnsafeBufferPointer { steps in
            for byte in digits {
                state = Int(steps[state * 10 + Int(byte &- UInt8(ascii: "0"))])
            }
        }
        return accepted[state]
    }

    /// Whether the first pattern matches `digits` or a beginning of them.
    func matchesPrefix(of digits: UnsafeBufferPointer<UInt8>) -> Bool {
        var state = 1
        for byte in digits {
            if accepted[state] & 1 != 0 { return true }
            state = Int(steps[state * 10 + Int(byte &- UInt8(ascii: "0"))])
        }
        return accepted[state] & 1 != 0
    }
}

/// The patterns side by side, in any number of states at once.
private struct Machine {
    let states: [DigitPattern.State]
    let starts: [Int32]
    let ends: [Int32]
    private var seen: [Bool]

    init(_ patterns: [DigitPattern]) {
        var states: [DigitPattern.State] = []
        var starts: [Int32] = []
        var ends: [Int32] = []
        for pattern in patterns {
            let base = Int32(states.count)
            starts.append(base + pattern.start)
            ends.append(base + pattern.end)
            states += pattern.states.map {
                DigitPattern.State(
                    digits: $0.digits, next: $0.next == -1 ? -1 : $0.next + base, free: $0.free.map { $0 + base })
            }
        }
        self.states = states
        self.starts = starts
        self.ends = ends
        seen = [Bool](repeating: false, count: states.count)
    }

    /// The states that matter among those that can be reached without a digit: the ones that read a digit or end.
    mutating func closure(of set: [Int32]) -> [Int32] {
        var reached = set
        for state in set { seen[Int(state)] = true }
        var next = 0
        while next < reached.count {
            for free in states[Int(reached[next])].free where !seen[Int(free)] {
                seen[Int(free)] = true
                reached.append(free)
            }
            next += 1
        }
        for state in reached { seen[Int(state)] = false }
        return reached.filter { states[Int($0)].next != -1 || ends.contains($0) }.sorted()
    }

    func step(_ set: [Int32], _ digit: Int) -> [Int32] {
        var targets: [Int32] = []
        for state in set where states[Int(state)].next != -1 && states[Int(state)].digits >> UInt16(digit) & 1 == 1 {
            targets.append(states[Int(state)].next)
        }
        return Set(targets).sorted()
    }

    func accepted(by set: [Int32]) -> UInt16 {
        var bits: UInt16 = 0
        for (number, end) in ends.enumerated() where set.contains(end) { bits |= 1 << UInt16(number) }
        return bits
    }
}
