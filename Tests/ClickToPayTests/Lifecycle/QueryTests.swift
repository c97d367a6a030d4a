// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: queries are read with every fault at once, each marked as one of the query.
struct QueryTests {
    private func query(_ changes: [String: String?]) -> QueryItems {
        var items = Samples.query().filter { changes[$0.0] == nil }
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            if let value { items.append((name, value)) }
        }
        return QueryItems(items)
    }

    @Test("the common parameters are read and written")
    func common() throws {
        let common = try CommonQuery.decode(query(["srciTransactionId": "t-1"]))
        #expect(common.srcClientId.value == Samples.clientID && common.serviceId?.value == Samples.serviceID)
        #expect(common.srcCorrelationId?.value == Samples.correlationID && common.srciTransactionId?.value == "t-1")
        #expect(common.items.map(\.name) == ["srcClientId", "serviceId", "srcCorrelationId", "srciTransactionId"])
        #expect(try CommonQuery.decode(QueryItems(common.items)) == common)
        #expect(try CommonQuery.decode(query(["serviceId": nil]), generation: .v2).serviceId == nil)
    }

    @Test("faults come at once and are the query's")
    func faults() throws {
        #expect(
            findings { _ = try CommonQuery.decode(QueryItems()) } == [
                "CANNOT_BE_NULL srcClientId", "CANNOT_BE_NULL serviceId",
            ])
        #expect(
            findings {
                _ = try CommonQuery.decode(
                    query([
                        "srcClientId": "x", "serviceId": "a b", "srcCorrelationId": "",
                        "srciTransactionId": String(repeating: "x", count: 256),
                    ]))
            } == [
                "INVALID_VALUE srcClientId", "INVALID_FORMAT serviceId", "CANNOT_BE_NULL srcCorrelationId",
                "INVALID_FORMAT srciTransactionId",
            ])
        do throws(ServiceError) {
            _ = try CommonQuery.decode(QueryItems(Samples.query() + Samples.query()))
        } catch {
            #expect(error.details.allSatisfy { $0.reason == .invalidValue && $0.sourceType == .query })
            #expect(error.details.count == 3)
        }
    }

    @Test("a card may be asked for with its token")
    func card() throws {
        let fingerprint = String(repeating: "ab", count: 32)
        let query = try CardQuery.decode(query(["tokenRequested": "true", "keyFingerprintId": fingerprint]))
        #expect(query.tokenRequested && query.keyFingerprintId?.value == fingerprint)
        #expect(try CardQuery.decode(self.query([:])).tokenRequested == false)
        #expect(
            findings { _ = try CardQuery.decode(self.query(["tokenRequested": "yes"])) } == [
                "INVALID_VALUE tokenRequested"
            ])
    }

    @Test("a deletion of a profile names it, under either name")
    func delete() throws {
        #expect(try DeleteQuery.decode(query(["consumerId": "p1"]), needsConsumerId: true).consumerId == "p1")
        #expect(try DeleteQuery.decode(query(["srcConsumerId": "p2"]), needsConsumerId: true).consumerId == "p2")
        #expect(
            findings { _ = try DeleteQuery.decode(query([:]), needsConsumerId: true) } == ["CANNOT_BE_NULL consumerId"])
        #expect(
            findings { _ = try DeleteQuery.decode(query(["consumerId": ""]), needsConsumerId: true) }
                == ["CANNOT_BE_NULL consumerId"])
        #expect(try DeleteQuery.decode(query([:])).consumerId == nil)
        for reason in DeleteQuery.reasons {
            #expect(try DeleteQuery.decode(query(["reason": reason, "requestor": "ISSUER"])).reason == reason)
        }
        #expect(
            findings { _ = try DeleteQuery.decode(query(["reason": "other", "requestor": "ME"])) }
                == ["INVALID_VALUE reason", "INVALID_VALUE requestor"])
    }

    @Test("a status may be asked for in parts")
    func status() throws {
        let query = try BatchStatusQuery.decode(query(["offset": "0", "limit": "100000"]))
        #expect(query.offset == 0 && query.limit == 100_000)
        for (name, text) in [
            ("offset", "-1"), ("offset", "x"), ("limit", "0"), ("limit", "100001"), ("limit", "99999999999"),
            ("limit", ""),
        ] {
            #expect(findings { _ = try BatchStatusQuery.decode(self.query([name: text])) } == ["INVALID_VALUE \(name)"])
        }
    }
}
