// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// One place where the tree breaks one of our rules.
struct Fault: Equatable, CustomStringConvertible {
    let path: String
    /// Counted from 1; 0 when the fault is the file's as a whole.
    let line: Int
    let says: String

    init(_ path: String, _ line: Int, _ says: String) {
        self.path = path
        self.line = line
        self.says = says
    }

    init(_ path: String, _ says: String) { self.init(path, 0, says) }

    var description: String { line > 0 ? "\(path):\(line): \(says)" : "\(path): \(says)" }
}

/// One line a fault, for the message of a failed test.
func report(_ faults: [Fault]) -> String {
    (["\(faults.count) faults"] + faults.prefix(50).map(\.description)).joined(separator: "\n")
}
