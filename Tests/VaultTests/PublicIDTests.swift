// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import AmbientTesting
import Foundation
import Testing

@testable import Vault

@Suite struct PublicIDTests {
    private let vault: Vault

    init() throws {
        vault = try sharedVault.get()
    }

    private static let rows: [Int64] = [0, 1, 2, 255, 256, 1_000_000, 1 << 40, .max, -1, .min]

    @Test("Every identifier is a lower-case version 8 UUID and leads back to its row.")
    func roundTrip() throws {
        for kind in PublicIDKind.allCases {
            for row in Self.rows + Array(5000..<5200) {
                let id = vault.publicID(kind, of: row)
                #expect(id.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
                #expect(UUID(uuidString: id) != nil)
                #expect(vault.row(of: id, kind: kind) == row)
                #expect(vault.row(of: id.uppercased(), kind: kind) == row)
                #expect(vault.publicID(kind, of: row) == id)
            }
        }
    }

    @Test("The identifier of one kind is none of another kind.")
    func kindsAreNotInterchangeable() {
        for kind in PublicIDKind.allCases {
            for other in PublicIDKind.allCases where other != kind {
                for row in Self.rows { #expect(vault.row(of: vault.publicID(kind, of: row), kind: other) == nil) }
            }
        }
    }

    @Test("100,000 rows have 100,000 identifiers that share no visible order.")
    func distinct() {
        var seen: Set<String> = []
        var ascents = 0
        var previous = ""
        for row in 0..<100_000 as Range<Int64> {
            let id = vault.publicID(.card, of: row)
            seen.insert(id)
            if id > previous { ascents += 1 }
            previous = id
        }
        #expect(seen.count == 100_000)
        // Random order ascends half of the time; six standard deviations are under 0.6 %.
        #expect((49_000...51_000).contains(ascents))
    }

    @Test("Random UUIDs, version 4 and version 8, are refused.")
    func foreignUUIDs() {
        let entropy = SeededEntropy(seed: 8)
        for _ in 0..<1000 {
            let version4 = entropy.uuid()
            #expect(vault.row(of: version4, kind: .card) == nil)
            var version8 = Array(version4)
            version8[14] = "8"
            #expect(vault.row(of: String(version8), kind: .card) == nil)
        }
    }

    @Test("A changed digit is refused, and so is another version or variant.")
    func everyDigitCounts() {
        let id = Array(vault.publicID(.consumer, of: 77))
        for position in id.indices where id[position] != "-" {
            for digit in "0123456789abcdef" where digit != id[position] {
                var changed = id
                changed[position] = digit
                #expect(vault.row(of: String(changed), kind: .consumer) == nil, "position \(position)")
            }
        }
    }

    @Test(
        "Text that is not a UUID is refused.",
        arguments: [
            "", "-", "null", String(repeating: "0", count: 36), String(repeating: "-", count: 36),
            "00000000-0000-8000-8000-00000000000", "00000000-0000-8000-8000-0000000000000",
            "00000000-0000-8000-8000-00000000000g", "{0000000-0000-8000-8000-00000000000}",
            "000000000000-8000-8000-0000-00000000", "０0000000-0000-8000-8000-000000000",
            "00000000-0000-8000-8000-0000000000é",
        ])
    func notAUUID(text: String) {
        #expect(vault.row(of: text, kind: .card) == nil)
    }

    @Test("Another vault's identifiers are refused.")
    func foreignVault() throws {
        let folder = try KeyRingFolder()
        let other = try folder.open(create: true)
        #expect(vault.row(of: other.publicID(.card, of: 1), kind: .card) == nil)
        #expect(other.publicID(.card, of: 1) != vault.publicID(.card, of: 1))
    }

    @Test("A reference has its programme, ten digits and 32 hexadecimal digits, and leads back to its row.")
    func references() {
        for row in Self.rows {
            let token = vault.reference48(.token, of: row)
            #expect(token.wholeMatch(of: /DM4MMC[0-9]{10}[0-9a-f]{32}/) != nil)
            #expect(vault.row(ofReference48: token) == row)
            #expect(vault.row(ofReference48: token, kind: .pan) == nil)
            let pan = vault.reference48(.pan, of: row)
            #expect(pan.wholeMatch(of: /FM4MMC[0-9]{10}[0-9a-f]{32}/) != nil)
            #expect(vault.row(ofReference48: pan, kind: .pan) == row)
            #expect(vault.row(ofReference48: pan) == nil)
            #expect(pan.suffix(32) != token.suffix(32))
        }
    }

    @Test("A reference with any digit changed, cut or prolonged is refused.")
    func changedReferences() {
        let reference = Array(vault.reference48(.token, of: 5))
        for position in reference.indices {
            var changed = reference
            changed[position] = changed[position] == "1" ? "2" : "1"
            #expect(vault.row(ofReference48: String(changed)) == nil, "position \(position)")
        }
        #expect(vault.row(ofReference48: String(reference.dropLast())) == nil)
        #expect(vault.row(ofReference48: String(reference) + "0") == nil)
        #expect(vault.row(ofReference48: "") == nil)
    }

    @Test("many at once are what they are one by one")
    func many() throws {
        let rows = (0..<300).map { (kind: PublicIDKind.allCases[$0 % 5], row: Int64($0) &* 0x0123_4567_89AB) }
        let text = String(decoding: vault.publicIDs(rows), as: UTF8.self)
        #expect(text == rows.map { vault.publicID($0.kind, of: $0.row) }.joined())
        #expect(vault.publicIDs([]).isEmpty)
    }
}
