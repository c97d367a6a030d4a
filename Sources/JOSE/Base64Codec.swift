// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

/// The work behind `Base64URL` and `Base64`: eight characters against six bytes at a time, two characters to a table
/// look-up.
enum Base64Codec {
    /// Set in the value of a pair with a character that is not of the alphabet.
    private static let invalid: UInt16 = 0x8000

    /// The 12 bits of each pair of characters, first character in the low byte: 65,536 words, of which the valid ones
    /// lie in some 14 KB of cache lines.
    struct DecodingTable: @unchecked Sendable {
        // Unchecked: written once, before anyone else sees it, and never freed.
        private let pairs: UnsafePointer<UInt16>

        init(_ alphabets: [String]) {
            let pairs = UnsafeMutablePointer<UInt16>.allocate(capacity: 1 << 16)
            pairs.initialize(repeating: Base64Codec.invalid, count: 1 << 16)
            let values = alphabets.flatMap { $0.utf8.enumerated() }
            for (high, first) in values {
                for (low, second) in values {
                    pairs[Int(first) | Int(second) << 8] = UInt16(high << 6 | low)
                }
            }
            self.pairs = UnsafePointer(pairs)
        }

        /// The 12 bits of the two characters in the low 16 bits.
        @inline(__always)
        func pair(_ characters: UInt64) -> UInt64 {
            UInt64(pairs[Int(truncatingIfNeeded: characters & 0xFFFF)])
        }

        /// The 6 bits of one character: the pair that it makes with the character for zero.
        func single(_ character: UInt8) -> UInt64 {
            pair(UInt64(UInt8(ascii: "A")) | UInt64(character) << 8)
        }
    }

    /// The two characters of each 12 bits, first character in the low byte: 4096 words.
    struct EncodingTable: @unchecked Sendable {
        // Unchecked: written once, before anyone else sees it, and never freed.
        let pairs: UnsafePointer<UInt16>

        init(_ alphabet: String) {
            let characters = Array(alphabet.utf8)
            let pairs = UnsafeMutablePointer<UInt16>.allocate(capacity: 4096)
            for bits in 0..<4096 {
                (pairs + bits).initialize(to: UInt16(characters[bits >> 6]) | UInt16(characters[bits & 63]) << 8)
            }
            self.pairs = UnsafePointer(pairs)
        }
    }

    private static let common = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    static let urlDecoding = DecodingTable([common + "-_"])
    static let standardDecoding = DecodingTable([common + "+/"])
    static let anyDecoding = DecodingTable([common + "-_", common + "+/"])
    static let urlEncoding = EncodingTable(common + "-_")
    static let standardEncoding = EncodingTable(common + "+/")

    /// How many bytes so many characters (without padding) stand for; nil for a number that cannot be.
    static func decodedCount(_ count: Int) -> Int? {
        switch count & 3 {
        case 0: count / 4 * 3
        case 2: count / 4 * 3 + 1
        case 3: count / 4 * 3 + 2
        default: nil
        }
    }

    /// How many characters so many bytes take without padding.
    static func encodedCount(_ count: Int) -> Int {
        count / 3 * 4 + (count % 3 == 0 ? 0 : count % 3 + 1)
    }

    /// Decodes characters without padding to `target`, which may begin at the text's own first byte and has room for
    /// `decodedCount` bytes. Bits that no byte takes must be zero, so that there is one text for each value.
    static func decode(
        _ text: UnsafeRawBufferPointer, _ table: DecodingTable, into target: UnsafeMutableRawBufferPointer
    ) -> Bool {
        guard let count = decodedCount(text.count), count <= target.count else { return false }
        guard let source = text.baseAddress, let result = target.baseAddress, count > 0 else { return text.isEmpty }
        var read = 0
        var written = 0
        var seen: UInt64 = 0
        // Each step stores 8 bytes of which 6 count; the other two must be memory of the result as well.
        while read &+ 8 <= text.count, written &+ 8 <= count {
            let characters = source.loadUnaligned(fromByteOffset: read, as: UInt64.self).littleEndian
            let first = table.pair(characters)
            let second = table.pair(characters &>> 16)
            let third = table.pair(characters &>> 32)
            let fourth = table.pair(characters &>> 48)
            seen |= first | second | third | fourth
            let bits = first &<< 52 | second &<< 40 | third &<< 28 | fourth &<< 16
            result.storeBytes(of: bits.bigEndian, toByteOffset: written, as: UInt64.self)
            read &+= 8
            written &+= 6
        }
        while read + 4 <= text.count {
            let characters = UInt64(source.loadUnaligned(fromByteOffset: read, as: UInt32.self).littleEndian)
            let first = table.pair(characters)
            let second = table.pair(characters >> 16)
            seen |= first | second
            store(first << 12 | second, 3, result + written)
            read += 4
            written += 3
        }
        if read < text.count {
            seen |= decodeTail(UnsafeRawBufferPointer(rebasing: text[read...]), table, result + written)
        }
        return seen & UInt64(invalid) == 0
    }

    /// The last two or three characters; gives `invalid` when they are not right.
    private static func decodeTail(
        _ tail: UnsafeRawBufferPointer, _ table: DecodingTable, _ result: UnsafeMutableRawPointer
    ) -> UInt64 {
        let pair = table.pair(UInt64(tail[0]) | UInt64(tail[1]) << 8)
        let last = tail.count == 3 ? table.single(tail[2]) : 0
        let bits = pair << 12 | last << 6
        store(bits, tail.count - 1, result)
        let unused: UInt64 = tail.count == 3 ? 0xFF : 0xFFFF
        return pair | last | (bits & unused == 0 ? 0 : UInt64(invalid))
    }

    /// Stores the first `count` of the three bytes in the low 24 bits.
    @inline(__always)
    private static func store(_ bits: UInt64, _ count: Int, _ result: UnsafeMutableRawPointer) {
        for index in 0..<count {
            let byte = UInt8(truncatingIfNeeded: bits >> (16 - 8 * UInt64(index)))
            result.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        }
    }

    /// Encodes without padding to `target`, which has exactly `encodedCount` bytes. The bytes may lie at the very end
    /// of that same memory: the writing never overtakes the reading.
    static func encode(
        _ bytes: UnsafeRawBufferPointer, _ table: EncodingTable, into target: UnsafeMutableRawBufferPointer
    ) {
        precondition(target.count == encodedCount(bytes.count), "the result has room for the text")
        guard let source = bytes.baseAddress, let result = target.baseAddress else { return }
        let pairs = table.pairs
        var read = 0
        var written = 0
        while read &+ 8 <= bytes.count {
            let word = source.loadUnaligned(fromByteOffset: read, as: UInt64.self).bigEndian
            let low = UInt32(pairs[Int(word >> 52)]) | UInt32(pairs[Int(word >> 40 & 0xFFF)]) << 16
            let high = UInt32(pairs[Int(word >> 28 & 0xFFF)]) | UInt32(pairs[Int(word >> 16 & 0xFFF)]) << 16
            result.storeBytes(
                of: (UInt64(high) << 32 | UInt64(low)).littleEndian, toByteOffset: written, as: UInt64.self)
            read &+= 6
            written &+= 8
        }
        while read < bytes.count {
            let count = min(3, bytes.count - read)
            var bits: UInt32 = 0
            for index in 0..<3 { bits = bits << 8 | (index < count ? UInt32(bytes[read + index]) : 0) }
            let text = UInt32(pairs[Int(bits >> 12)]) | UInt32(pairs[Int(bits & 0xFFF)]) << 16
            for index in 0...count {
                result.storeBytes(
                    of: UInt8(truncatingIfNeeded: text >> (8 * UInt32(index))), toByteOffset: written + index,
                    as: UInt8.self)
            }
            read += count
            written += count + 1
        }
    }
}
