// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import HTTPClient

/// Several kinds of calls to one server, measured in turn with a part of each in every round: a shared machine drifts,
/// and what is compared must have had the same minute of it.
struct Race {
    struct Lane {
        var name: String
        var requests: [HTTPClientRequest]
        /// What every call must be answered.
        var status = 200
    }

    /// What one lane did, round by round.
    struct Pace {
        fileprivate(set) var rates: [Double] = []
        /// Microseconds of the server's CPU time a call.
        fileprivate(set) var costs: [Double] = []

        /// Calls a second in the median round.
        var rate: Double { Race.median(rates) }
        var cost: Double { Race.median(costs) }

        /// This lane's rate as a part of another's: the median of the rounds, the lowest and the highest.
        func ratio(to other: Pace) -> (median: Double, lowest: Double, highest: Double) {
            let ratios = zip(rates, other.rates).map { $0 / $1 }
            return (Race.median(ratios), ratios.min() ?? 0, ratios.max() ?? 0)
        }
    }

    static let rounds = 7
    static let connections = 16

    private(set) var paces: [String: Pace] = [:]

    init(_ lanes: [Lane], on server: ServerProcess) throws {
        for round in 0..<Self.rounds {
            for lane in lanes {
                let count = lane.requests.count
                let part = lane.requests[count * round / Self.rounds..<count * (round + 1) / Self.rounds]
                let load = try Load(Array(part))
                let before = server.processorSeconds()
                let outcome = try load.run(connections: Self.connections)
                let spent = server.processorSeconds() - before
                try outcome.expect(lane.status, "calls for \"\(lane.name)\"")
                paces[lane.name, default: Pace()].rates.append(outcome.rate)
                paces[lane.name, default: Pace()].costs.append(spent / Double(part.count) * 1e6)
            }
        }
    }

    /// Prints a lane beside another one: the ratio of the median round, and how far the rounds lie apart.
    func report(_ name: String, beside ceiling: String, label: String? = nil) {
        guard let pace = paces[name], let other = paces[ceiling] else { return }
        let ratio = pace.ratio(to: other)
        let spread = "\(Report.twoDigits(ratio.lowest)) to \(Report.twoDigits(ratio.highest))"
        Report.line(
            Figure(
                name: label ?? name, rate: pace.rate, unit: "/s", ceiling: other.rate,
                ceilingName: ceiling, target: 0.5, ratio: ratio.median,
                remark:
                    "\(spread); server's CPU \(Report.rounded(pace.cost)) and \(Report.rounded(other.cost)) µs a call"))
    }

    private static func median(_ numbers: [Double]) -> Double {
        numbers.isEmpty ? 0 : numbers.sorted()[numbers.count / 2]
    }
}
