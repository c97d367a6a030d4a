// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing

@testable import Vault

@Suite struct SealingTests {
    private let vault: Vault
    private let row = SealedRow(.card, 42)

    init() throws {
        vault = try sharedVault.get()
    }

    @Test("What was sealed opens again, at every length from nothing to some kilobytes.")
    func roundTrip() throws {
        for count in Array(0...70) + [600, 4096, 100_000] {
            let plaintext = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let sealed = vault.seal(plaintext, as: row)
            #expect(sealed.count == count + 31)
            #expect(Vault.sealOverhead == 31)
            #expect(try vault.open(sealed, as: row) == plaintext)
        }
    }

    @Test("The header is version 1 and the active key's number, big-endian.")
    func header() throws {
        let sealed = vault.seal([1, 2, 3], as: row)
        let number = try #require(vault.describeKeys().first { $0.purpose == .seal && $0.state == .active }?.number)
        #expect(sealed[0] == 1)
        #expect(Array(sealed[1..<3]) == [UInt8(number >> 8), UInt8(number & 255)])
        #expect(try Vault.keyNumber(ofSealed: sealed) == number)
    }

    @Test("Sealing the same twice gives different blobs, and no blob shows its plaintext.")
    func blobsDiffer() {
        let plaintext = Array("primaryAccountNumber 5186009999990001".utf8)
        let first = vault.seal(plaintext, as: row)
        let second = vault.seal(plaintext, as: row)
        #expect(first[3...] != second[3...])
        #expect(Data(first).range(of: Data(plaintext[0..<8])) == nil)
    }

    @Test("A blob that is moved to another row or another table does not open there.")
    func rowBinding() {
        let sealed = vault.seal([1, 2, 3], as: row)
        for elsewhere in [
            SealedRow(.card, 43), SealedRow(.card, -42), SealedRow(.card, 42 << 32), SealedRow(.consumer, 42),
            SealedRow(.token, 42), SealedRow(.staged, 42),
        ] {
            #expect(throws: VaultError(.sealBroken, "")) { try vault.open(sealed, as: elsewhere) }
        }
    }

    @Test("A blob with any one bit changed does not open.")
    func everyBitCounts() {
        let sealed = vault.seal(Array("expiry 12/29".utf8), as: row)
        for index in sealed.indices {
            for bit in 0..<8 {
                var changed = sealed
                changed[index] ^= 1 << UInt8(bit)
                let expected: [VaultError.Code] =
                    switch index {
                    case 0: [.notSealed]
                    case 1, 2: [.unknownKey]
                    default: [.sealBroken]
                    }
                let error = #expect(throws: VaultError.self) { try vault.open(changed, as: row) }
                #expect(error.map { expected.contains($0.code) } == true, "byte \(index) bit \(bit)")
            }
        }
    }

    @Test("A blob that is cut short or made longer does not open, at any length.")
    func everyLengthCounts() {
        let sealed = vault.seal([1, 2, 3, 4], as: row)
        for count in 0..<sealed.count {
            let error = #expect(throws: VaultError.self) { try vault.open(Array(sealed[..<count]), as: row) }
            #expect(error?.code == (count < 31 ? .notSealed : .sealBroken))
        }
        #expect(throws: VaultError(.sealBroken, "")) { try vault.open(sealed + [0], as: row) }
    }

    @Test("An unknown key number is named in the error.")
    func unknownKeyNumber() {
        var sealed = vault.seal([1], as: row)
        sealed[1] = 0x12
        sealed[2] = 0x34
        let error = #expect(throws: VaultError.self) { try vault.open(sealed, as: row) }
        #expect(error?.code == .unknownKey)
        #expect(error?.keyNumber == 0x1234)
        #expect(error?.message.contains("4660") == true)
    }

    @Test("Eight threads that seal 200,000 blobs never use a nonce twice.")
    func noncesAreDistinct() {
        let threads = 8
        let each = 25_000
        let vault = vault
        // 15 bytes of header and nonce per blob, written to a part of one array by each thread.
        struct Nonce: Hashable {
            var high: UInt64
            var low: UInt32
        }
        let nonces = UnsafeMutableBufferPointer<Nonce>.allocate(capacity: threads * each)
        defer { nonces.deallocate() }
        nonisolated(unsafe) let shared = nonces
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            for index in 0..<each {
                let sealed = vault.seal([], as: SealedRow(.card, Int64(index)))
                sealed.withUnsafeBytes {
                    shared[thread * each + index] = Nonce(
                        high: $0.loadUnaligned(fromByteOffset: 3, as: UInt64.self),
                        low: $0.loadUnaligned(fromByteOffset: 11, as: UInt32.self))
                }
            }
        }
        #expect(Set(nonces).count == threads * each)
    }
}
