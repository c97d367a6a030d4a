// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

internal import Ambient
internal import Store
internal import Vault

/// A blind index made of a prefix (its first 64 bits) and the rest: the same prefix with another rest collides in a
/// look-up table and is another value.
func blindIndex(_ prefix: UInt64, _ rest: UInt8 = 0) throws -> BlindIndex {
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: prefix >> (56 - 8 * UInt64($0))) }
    bytes += [UInt8](repeating: rest, count: 24)
    guard let index = BlindIndex(bytes: bytes) else { throw ConformanceFailure(description: "32 bytes are an index") }
    return index
}

let noon = Timestamp(seconds: 1_795_176_000)

/// A consumer whose identifiers follow from its id.
func consumer(
    _ id: Int64, directory: Int64 = 1, name: String? = nil, email: BlindIndex? = nil, mobile: BlindIndex? = nil
) throws -> ConsumerRow {
    ConsumerRow(
        id: id, directory: directory, externalConsumerId: name,
        email: try email ?? blindIndex(UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15, 1),
        mobile: try mobile ?? blindIndex(UInt64(bitPattern: id) &* 0xBF58_476D_1CE4_E5B9, 2),
        sealed: [UInt8(truncatingIfNeeded: id), 1], created: noon)
}

func card(_ id: Int64, of consumer: Int64, directory: Int64 = 1, name: String? = nil) throws -> CardRow {
    CardRow(
        id: id, directory: directory, consumer: consumer, externalCardId: name,
        pan: try blindIndex(UInt64(bitPattern: id), 3), bin: 520_473, lastFour: id % 10_000,
        sealed: [UInt8(truncatingIfNeeded: id), 2], created: noon)
}

func token(of card: Int64, directory: Int64 = 1, state: TokenRow.State = .active) -> TokenRow {
    TokenRow(
        card: card, directory: directory, state: state, sealed: [UInt8(truncatingIfNeeded: card), 3], created: noon)
}

/// SplitMix64: the same seed gives the same history.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
