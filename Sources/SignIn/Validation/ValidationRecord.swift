// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import ClickToPay
internal import Directory

/// A validation that has begun, as it is sealed (checkout 4.3): `CREATED` without a channel, `CODE_SENT` with one. Once
/// it is `VERIFIED`, or its time is over, it is gone.
struct ValidationRecord: Equatable {
    private static let layout: UInt8 = 2

    /// Whether there is such a consumer. In strict mode nobody else can tell.
    var isReal: Bool
    /// What was asked about comes first; the others are the consumer's.
    var identities: [LinkedIdentity]
    /// Where the last code went, by its place.
    var sentTo: Int?

    init(isReal: Bool, identities: [LinkedIdentity], sentTo: Int? = nil) {
        self.isReal = isReal
        self.identities = identities
        self.sentTo = sentTo
    }

    var channel: LinkedIdentity? { sentTo.flatMap { identities.indices.contains($0) ? identities[$0] : nil } }

    var encoded: [UInt8] {
        var writer = RecordWriter(version: Self.layout, capacity: 128)
        writer.add(isReal ? 1 : 0 as UInt8)
        writer.add(UInt8(sentTo.map { $0 + 1 } ?? 0))
        writer.add(UInt8(identities.count))
        for identity in identities { writer.add(identity) }
        return writer.bytes
    }

    init(encoded: [UInt8]) throws {
        var reader = try RecordReader(encoded, version: Self.layout, record: "validation")
        isReal = try reader.byte() == 1
        let place = Int(try reader.byte())
        sentTo = place == 0 ? nil : place - 1
        identities = []
        for _ in 0..<(try reader.byte()) { identities.append(try reader.identity()) }
    }
}
