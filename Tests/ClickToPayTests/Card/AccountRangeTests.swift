// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: a number belongs to the scheme that owns its range, at both ends of each.
struct AccountRangeTests {
    @Test(
        "the ends of the ranges and their neighbours",
        arguments: [
            (222_099, nil), (222_100, .mastercard), (272_099, .mastercard), (272_100, nil), (499_999, nil),
            (500_000, .maestro), (509_999, nil), (510_000, .mastercard), (559_999, .mastercard), (560_000, .maestro),
            (699_999, .maestro), (700_000, nil), (400_000, nil), (0, nil), (999_999, nil), (-1, nil), (1_000_000, nil),
            // Others inside Maestro's part.
            (501_900, nil), (501_899, .maestro), (502_000, .maestro), (504_175, nil), (504_174, .maestro),
            (508_500, nil), (601_099, .maestro), (601_100, nil), (601_199, nil), (601_200, .maestro),
            (606_282, nil), (620_000, nil), (629_999, nil), (630_400, .maestro), (636_000, nil), (643_999, .maestro),
            (644_000, nil), (659_999, nil), (660_000, .maestro), (675_900, .maestro), (676_770, .maestro),
        ] as [(Int, CardScheme?)])
    func ends(bin: Int, scheme: CardScheme?) {
        #expect(AccountRange.of(bin: bin)?.scheme == scheme)
    }

    @Test("the quick answer is the answer of the table, around the ends of every range and between them")
    func agreesWithTable() {
        let ends = AccountRange.all.flatMap { [$0.bins.lowerBound, $0.bins.upperBound] }
        let around = ends.flatMap { Array(($0 - 101)...($0 + 101)) }
        for bin in around + stride(from: 0, to: 1_000_000, by: 97) {
            let table = AccountRange.all.first { $0.bins.contains(bin) }.flatMap { $0.scheme == nil ? nil : $0 }
            if AccountRange.of(bin: bin) != table {
                Issue.record("BIN \(bin)")
                return
            }
        }
    }
}
