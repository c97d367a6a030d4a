// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import IssuerKit
internal import WireJSON

/// `muster portfolio generate`: a synthetic portfolio on standard output.
enum PortfolioGenerateCommand: Command {
    static var declaration: CommandDeclaration {
        CommandDeclaration(
            words: ["portfolio", "generate"],
            summary: "write a synthetic portfolio (CSV) to standard output",
            options: [
                .value("count", "N", short: "n", isRequired: true, "rows, which is cards"),
                .value("seed", "S", standard: "1", "the same seed gives the same bytes"),
                .value("countries", "US,GB,…", "countries of the consumers; all known ones when left out"),
                .value("year", "YYYY", "cards expire in the five years after this one (default: this year)"),
            ],
            notes: [
                "Countries: \(PortfolioGenerator.countries.joined(separator: " ")).",
                "No card number ends in the digits that make a sandbox refuse, delay or suspend.",
            ])
    }

    static func run(_ invocation: Invocation) throws -> ExitCode {
        let seed = try invocation.required("seed")
        guard let seed = UInt64(seed) else { throw CommandFailure.usage("--seed must be a whole number from 0") }
        let settings = PortfolioGenerator.Settings(
            count: try invocation.number("count", in: 0...1_000_000_000) ?? 0,
            seed: seed,
            countries: (invocation.text("countries") ?? "").split(separator: ",").map(String.init),
            year: try invocation.number("year", in: 1970...9990) ?? invocation.clock.now.day.year)
        var generator = try PortfolioGenerator(settings)
        var bytes = PortfolioGenerator.headings
        while try generator.append(to: &bytes) > 0 {
            try invocation.console.write(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
        try invocation.console.write(bytes)
        return .done
    }
}
