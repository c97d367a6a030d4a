// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Store
internal import Vault

/// What is read for somebody who is not known, so that it costs what somebody who is known costs: the same statements
/// run again with keys that find as many rows as are missing.
struct LookUpDecoys {
    /// So many rows of each kind are read in the end. Only who stands in more directories than this is an exception.
    static let rows = 2

    /// Where the search for rows to read begins.
    let start: Int64
    /// The keys that were asked for.
    let keys: [DirectoryIdentifier]

    /// - Parameter count: how many consumers the keys have found.
    /// - Returns: some consumer; nil: there is none at all.
    func read(insteadOf count: Int, in reading: any DirectoryReading) throws -> ConsumerRow? {
        let stranger = try reading.firstConsumer(from: start) ?? reading.firstConsumer(from: 0)
        _ = try reading.consumers(identifiedBy: padded(stranger.flatMap(Self.key), count))
        return stranger
    }

    /// - Parameter count: how many staged cards the keys have found.
    func readStaged(insteadOf count: Int, in reading: any DirectoryReading) throws {
        let stranger = try reading.firstStagedCard(from: start) ?? reading.firstStagedCard(from: 0)
        _ = try reading.stagedCards(identifiedBy: padded(stranger.flatMap(Self.key), count))
    }

    /// As many keys as were asked for. Those that are to find nothing are of a directory that there is not.
    private func padded(_ found: DirectoryIdentifier?, _ count: Int) -> [DirectoryIdentifier] {
        let missing = max(0, Self.rows - count)
        return keys.enumerated().map { place, key in
            if let found, place < missing { return found }
            return DirectoryIdentifier(key.identifier, in: -1)
        }
    }

    private static func key(_ row: ConsumerRow) -> DirectoryIdentifier? {
        row.firstIdentifier.map { DirectoryIdentifier($0, in: row.directory) }
    }

    private static func key(_ row: StagedCardRow) -> DirectoryIdentifier? {
        row.firstIdentifier.map { DirectoryIdentifier($0, in: row.directory) }
    }
}

extension IdentifiedRow {
    fileprivate var firstIdentifier: Identifier? {
        if let email { return Identifier(.email, email) }
        if let mobile { return Identifier(.mobile, mobile) }
        return moreIdentifiers.first
    }
}
