// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

@testable import Enrollment

@Suite("BatchRecordCoding") struct BatchRecordCodingTests {
    private static let records: [BatchRecord] = {
        var successful = BatchRecord(externalConsumerId: "cust-1", externalCardId: "card-1", state: .successful)
        successful.consumer = .max
        successful.card = 300
        var negative = successful
        negative.consumer = -1
        var failed = BatchRecord(externalConsumerId: "", externalCardId: "é😀", state: .failed)
        failed.error = ServiceError(
            .invalidState, "No.",
            details: [
                ErrorDetail(.alreadyExists, .body, "externalCardId", "taken"), ErrorDetail(nil), ErrorDetail(.notFound),
            ])
        let long = String(repeating: "x", count: 255)
        return [
            BatchRecord(externalConsumerId: "cust-2", externalCardId: long), successful, failed, negative, successful,
        ]
    }()

    private func expectSame(_ left: [BatchRecord], _ right: [BatchRecord]) {
        #expect(left.count == right.count)
        for (left, right) in zip(left, right) {
            #expect(left.externalConsumerId == right.externalConsumerId && left.externalCardId == right.externalCardId)
            #expect(left.state == right.state && left.consumer == right.consumer && left.card == right.card)
            #expect(left.error == right.error)
        }
    }

    @Test("records are read as they were written")
    func roundTrip() throws {
        expectSame(try #require(BatchRecordCoding.decode(BatchRecordCoding.encode(Self.records))), Self.records)
        expectSame(try #require(BatchRecordCoding.decode(BatchRecordCoding.encode([]))), [])
    }

    @Test("bytes that end anywhere too early, or have another version, are refused")
    func truncation() {
        let bytes = BatchRecordCoding.encode(Self.records)
        for count in 0..<bytes.count { #expect(BatchRecordCoding.decode(Array(bytes[..<count])) == nil, "\(count)") }
        #expect(BatchRecordCoding.decode([2] + bytes.dropFirst()) == nil)
    }

    @Test("bytes that changed anywhere never crash the reader")
    func mutation() {
        let bytes = BatchRecordCoding.encode(Self.records)
        for index in bytes.indices.dropFirst() {
            for value in [0x00, 0x01, 0x02, 0x7F, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[index] = value
                _ = BatchRecordCoding.decode(changed)
            }
        }
    }

    @Test("a count that is negative or larger than the bytes is refused")
    func counts() {
        let minusOne = [UInt8](repeating: 0xFF, count: 9) + [0x01]
        #expect(BatchRecordCoding.decode([1] + minusOne) == nil)
        #expect(BatchRecordCoding.decode([1, 0x7F]) == nil)
        // A failed record whose number of details is negative.
        #expect(BatchRecordCoding.decode([1, 1, 2, 0, 0, 0, 0] + minusOne) == nil)
    }
}
