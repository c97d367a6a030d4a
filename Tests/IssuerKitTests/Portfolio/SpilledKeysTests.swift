// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import AmbientTesting
internal import Testing

@testable internal import IssuerKit

@Suite("Spilled keys")
struct SpilledKeysTests {
    private func conflicts(_ keys: [(key: String, value: UInt64)], chunkEntries: Int) throws -> [Int: Int] {
        var table = SpilledKeys(chunkEntries: chunkEntries)
        for (index, entry) in keys.enumerated() {
            var key = entry.key
            let place = SpilledKeys.Place(row: UInt32(index + 1), line: UInt32(index + 2))
            let result: Result<Void, PortfolioError> = key.withUTF8 { bytes in
                do throws(PortfolioError) {
                    return .success(try table.add(key: bytes, value: entry.value, at: place))
                } catch {
                    return .failure(error)
                }
            }
            try result.get()
        }
        var found: [Int: Int] = [:]
        try table.forEachConflict { place, first in
            #expect(place.line == place.row + 1)
            found[Int(place.row)] = first
        }
        return found
    }

    @Test("Conflicts are those that a dictionary finds, in memory and through the file", arguments: [16, 1_000_000])
    func agreesWithDictionary(chunkEntries: Int) throws {
        let entropy = SeededEntropy(seed: 11)
        let keys = (0..<30_000).map { _ in (key: "key-\(entropy.word() % 25_000)", value: entropy.word() % 2) }
        var first: [String: (row: Int, value: UInt64)] = [:]
        var expected: [Int: Int] = [:]
        for (index, entry) in keys.enumerated() {
            if let known = first[entry.key] {
                if known.value != entry.value { expected[index + 1] = known.row }
            } else {
                first[entry.key] = (index + 1, entry.value)
            }
        }
        #expect(!expected.isEmpty)
        #expect(try conflicts(keys, chunkEntries: chunkEntries) == expected)
    }

    @Test("A directory that cannot be written to is an error, not a wrong answer")
    func unwritable() {
        var table = SpilledKeys(chunkEntries: 1, directory: "/nowhere/at/all")
        var key = "k"
        let failed = key.withUTF8 { bytes in
            (try? table.add(key: bytes, value: 1, at: SpilledKeys.Place(row: 1, line: 1))) == nil
        }
        #expect(failed)
    }
}
