// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Foundation

/// `muster-bench [crypto] [batch] [enroll] [single] [reads] [lookup] [start] [--quick]`: without names, everything.
///
/// Each figure stands beside its ceiling, measured in the same run, and is printed only after the work was found done.
/// Machines differ and drift: read the ratios.
@main
struct MusterBench {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let isQuick = arguments.contains("--quick")
        let names = arguments.filter { !$0.hasPrefix("--") }
        let known = ["crypto", "batch", "enroll", "single", "reads", "lookup", "start"]
        if let other = arguments.first(where: { $0 != "--quick" && !known.contains($0) }) {
            print("There is no benchmark \(other). Usage: muster-bench [\(known.joined(separator: "] ["))] [--quick]")
            exit(2)
        }
        func wanted(_ name: String) -> Bool { names.isEmpty || names.contains(name) }
        do {
            if wanted("crypto") { try CryptoBench.run(rounds: isQuick ? 3 : 5) }
            if wanted("batch") { try BatchBench.run(cards: isQuick ? 200_000 : 500_000) }
            if wanted("enroll") { try EnrollBench.run(rows: isQuick ? 50_000 : 1_000_000) }
            if wanted("single") { try SingleBench.run(cards: isQuick ? 10_000 : 60_000) }
            if wanted("reads") {
                try ReadsBench.run(cards: isQuick ? 20_000 : 1_000_000, reads: isQuick ? 4000 : 20_000)
            }
            if wanted("lookup") {
                try LookUpBench.run(consumers: isQuick ? 20_000 : 1_000_000, calls: isQuick ? 10_000 : 40_000)
            }
            if wanted("start") { try StartBench.run(cards: isQuick ? 20_000 : 1_000_000) }
        } catch let failure as BenchFailure {
            print("FAILED: \(failure)")
            exit(1)
        }
    }
}
