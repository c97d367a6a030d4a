// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import PhoneNumbers
internal import WireJSON

/// Writes the plaintext of a batch straight from the rows of the file: the same bytes that `BatchPlaintext` writes from
/// typed rows, at a fraction of the cost. The rows have been checked before.
struct BatchText: Sendable {
    let file: PortfolioFile
    let columns: PortfolioColumns
    var generation = APIGeneration.v1
    var rule = IdentityRule.classic

    /// The plaintext of the cards of `manifest`, whose rows lie in `bytes` of the file.
    ///
    /// - Throws: `PortfolioError` with the code `changed` when the rows are not what they were.
    func plaintext(of manifest: BatchManifest, in bytes: Range<Int>) throws(PortfolioError) -> [UInt8] {
        guard let first = manifest.entries.first else { return [] }
        var reader = CSVReader(
            file.source(from: bytes.lowerBound, to: bytes.upperBound), offset: bytes.lowerBound, number: first.row)
        var block = CSVBlock()
        while try reader.read(into: &block, countMax: 4096) > 0 {}
        try file.checkUnchanged()
        let places = try places(of: manifest, in: block)
        return try RowView.withPlace(of: block, columns) { (place) throws(PortfolioError) in
            try write(manifest) { place.row(block.entries[places[$0]]) }
        }
    }

    /// Where the rows of the manifest are in the block. Rows that were left out stand between them.
    private func places(of manifest: BatchManifest, in block: CSVBlock) throws(PortfolioError) -> [Int] {
        var places: [Int] = []
        places.reserveCapacity(manifest.entries.count)
        for (index, entry) in block.entries.enumerated() {
            guard places.count < manifest.entries.count, manifest.entries[places.count].row == entry.number else {
                continue
            }
            guard entry.fault == nil, entry.fieldCount == columns.headings.count else { throw changed(entry.number) }
            places.append(index)
        }
        guard places.count == manifest.entries.count else { throw changed(manifest.entries[places.count].row) }
        return places
    }

    private func changed(_ row: Int) -> PortfolioError {
        PortfolioError(.changed, "row \(row) of \(file.path) was changed while it was being sent")
    }

    // MARK: The text

    private func write(
        _ manifest: BatchManifest, row: (Int) -> RowView
    ) throws(PortfolioError) -> [UInt8] {
        var writer = JSONWriter(capacity: 64 + manifest.entries.count * 640)
        writer.beginObject()
        writer.key("consumers")
        writer.beginArray()
        for rows in Self.byConsumer(manifest) {
            let first = row(rows[0])
            writer.beginObject()
            try writeConsumer(first, to: &writer)
            writer.key(generation == .v1 ? "cards" : "credentials")
            writer.beginArray()
            for index in rows { writeCard(row(index), to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// The rows of each consumer, consumers in the order of their first row.
    private static func byConsumer(_ manifest: BatchManifest) -> [[Int]] {
        var groups: [[Int]] = []
        var groupOf: [String: Int] = [:]
        var last: String?
        for (index, entry) in manifest.entries.enumerated() {
            if entry.externalConsumerId == last {
                // Rows of one consumer mostly follow each other.
                groups[groupOf[entry.externalConsumerId] ?? groups.count - 1].append(index)
            } else if let group = groupOf[entry.externalConsumerId] {
                groups[group].append(index)
            } else {
                groupOf[entry.externalConsumerId] = groups.count
                groups.append([index])
            }
            last = entry.externalConsumerId
        }
        return groups
    }

    private func writeConsumer(_ row: RowView, to writer: inout JSONWriter) throws(PortfolioError) {
        writer.member("externalConsumerId", row[.externalConsumerId])
        if rule == .flexible {
            do throws(IdentityCells.Fault) {
                try IdentityCells.read(row).writeRevealedMembers(to: &writer, asList: true)
            } catch {
                throw changed(row.number)
            }
        } else {
            try writeIdentity(row, to: &writer)
        }
        writer.member("firstName", row[.firstName])
        writer.member("lastName", row[.lastName])
        writer.member("countryCode", row[.countryCode])
        writer.member("languageCode", row[.languageCode])
    }

    private func writeIdentity(_ row: RowView, to writer: inout JSONWriter) throws(PortfolioError) {
        let mobile: MobileNumber
        do {
            mobile = try PhoneNumberRules.normalise(
                countryCode: row[.mobileCountryCode], phoneNumber: row[.mobileNumber])
        } catch {
            throw changed(row.number)
        }
        writer.key("consumerIdentity")
        writer.beginObject()
        writer.member("identityType", IdentityType.emailAddress.rawValue)
        writer.member("identityValue", row[.email].trimmedSpace)
        writer.endObject()
        writer.key("mobileNumber")
        writer.beginObject()
        writer.member("countryCode", mobile.countryCode)
        writer.member("phoneNumber", mobile.nationalNumber)
        writer.endObject()
    }

    private func writeCard(_ row: RowView, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member(generation == .v1 ? "externalCardId" : "externalCredentialId", row[.externalCardId])
        writer.member("primaryAccountNumber", row[.primaryAccountNumber])
        writer.member("panExpirationMonth", row[.panExpirationMonth])
        writer.member("panExpirationYear", row[.panExpirationYear])
        // A checked row has the country exactly when it has an address.
        if !row[.addressCountryCode].isEmpty {
            writer.key("billingAddress")
            writer.beginObject()
            writer.member("line1", row[.addressLine1])
            writer.optionalMember("line2", row[.addressLine2])
            writer.optionalMember("line3", row[.addressLine3])
            writer.member("city", row[.city])
            writer.optionalMember("state", row[.state])
            writer.member("countryCode", row[.addressCountryCode])
            writer.optionalMember("zip", row[.zip])
            writer.endObject()
        }
        writer.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: StaticString, _ utf8: UnsafeBufferPointer<UInt8>) {
        key(name)
        string(utf8: utf8)
    }

    fileprivate mutating func optionalMember(_ name: StaticString, _ utf8: UnsafeBufferPointer<UInt8>) {
        if !utf8.isEmpty { member(name, utf8) }
    }
}
