// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Testing

@testable import Vault

@Suite struct BlindIndexTests {
    private let vault: Vault

    init() throws {
        vault = try sharedVault.get()
    }

    @Test("The same value of the same kind and directory always has the same index.")
    func deterministic() {
        let value = Array("ada@example.com".utf8)
        let first = vault.blindIndex(.email, directory: 7, value: value)
        #expect(first == vault.blindIndex(.email, directory: 7, value: value))
        #expect(first.hashValue == vault.blindIndex(.email, directory: 7, value: value).hashValue)
    }

    @Test("Another kind, directory, value or length gives another index, also where the joined bytes could meet.")
    func separated() {
        var seen: Set<BlindIndex> = []
        var count = 0
        for kind in [BlindIndexKind.email, .mobile, .pan, .identity] {
            for directory in [0, 1, 256, 1 << 40, -1] as [Int64] {
                for value in [
                    [], [0], [0, 0], [1], Array("5186009999990001".utf8), [UInt8](repeating: 9, count: 3000),
                ] {
                    seen.insert(vault.blindIndex(kind, directory: directory, value: value))
                    count += 1
                }
            }
        }
        #expect(seen.count == count)
    }

    @Test("The prefix is the first eight bytes, big-endian, and the bytes make the same index again.")
    func prefixAndBytes() throws {
        let bytes: [UInt8] = [0xFE, 1, 2, 3, 4, 5, 6, 7] + (8..<32).map { UInt8($0) }
        let index = try #require(BlindIndex(bytes: bytes))
        #expect(index.prefix == Int64(bitPattern: 0xFE01_0203_0405_0607))
        #expect(index.bytes == bytes)
        #expect(BlindIndex(bytes: Array(bytes[1...])) == nil)
        #expect(BlindIndex(bytes: bytes + [0]) == nil)
        for position in 0..<32 {
            var other = bytes
            other[position] ^= 1
            #expect(BlindIndex(bytes: other) != index)
        }
    }
}
