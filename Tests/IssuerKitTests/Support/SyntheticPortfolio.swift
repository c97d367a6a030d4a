// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

@testable internal import IssuerKit

/// Synthetic portfolios as bytes.
enum SyntheticPortfolio {
    static let year = 2026

    static func bytes(count: Int, seed: UInt64 = 1, countries: [String] = []) throws -> [UInt8] {
        var generator = try PortfolioGenerator(
            PortfolioGenerator.Settings(count: count, seed: seed, countries: countries, year: year))
        var bytes = PortfolioGenerator.headings
        while try generator.append(to: &bytes) > 0 {}
        return bytes
    }

    /// The lines, headings first, without line ends.
    static func lines(count: Int, seed: UInt64 = 1, countries: [String] = ["US", "GB"]) throws -> [String] {
        String(decoding: try bytes(count: count, seed: seed, countries: countries), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }
}
