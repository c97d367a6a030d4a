// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Cryptography
import Testing

@Suite struct DigestTests {
    @Test("SHA-256 gives the digests that FIPS 180-4 publishes")
    func sha256Vectors() {
        let two = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        #expect(
            SHA256.hash([]) == hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
        #expect(
            SHA256.hash(Array("abc".utf8)) == hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
        #expect(SHA256.hash(two) == hex("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"))
        #expect(two.withUnsafeBytes { SHA256.hash($0) } == SHA256.hash(two))
    }

    @Test("SHA-1 gives the digest that FIPS 180-4 publishes")
    func sha1Vector() {
        #expect(SHA1.hash(Array("abc".utf8)) == hex("a9993e364706816aba3e25717850c26c9cd0d89d"))
    }

    @Test("A message digested in pieces has the digest of the whole, and the hasher can be used again")
    func pieces() {
        let message = pattern(10_000)
        var hasher = SHA256Hasher()
        for start in stride(from: 0, to: message.count, by: 777) {
            hasher.update(Array(message[start..<min(start + 777, message.count)]))
        }
        hasher.update([])
        #expect(hasher.finish() == SHA256.hash(message))
        hasher.update(Array("abc".utf8))
        #expect(hasher.finish() == SHA256.hash(Array("abc".utf8)))
        #expect(hasher.finish() == SHA256.hash([]))
    }

    @Test("Equal means the same length and the same bytes")
    func equality() {
        let message = pattern(32)
        #expect(constantTimeEqual(message, message))
        #expect(constantTimeEqual([], []))
        #expect(!constantTimeEqual(message, Array(message.dropLast())))
        for index in message.indices {
            var other = message
            other[index] ^= 0x80
            #expect(!constantTimeEqual(message, other))
        }
    }

    @Test("Wiping leaves zeros behind in the memory and an empty array")
    func wiping() {
        var bytes = pattern(64, 1)
        bytes.withUnsafeMutableBytes { buffer in
            wipe(buffer)
            #expect(buffer.allSatisfy { $0 == 0 })
        }
        wipe(&bytes)
        #expect(bytes.isEmpty)
    }
}
