// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: each identifier takes what the contract allows and nothing else, at its limits too.
struct IdentifierTests {
    private func reason<Value: WireText>(_ type: Value.Type, _ text: String) -> DetailReason? {
        do throws(ValueFault) {
            _ = try Value(text)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("a client id is a UUID in either case, compared in lower case")
    func clientID() throws {
        let upper = try SrcClientID("0A1B2C3D-0000-4000-8000-0123456789AB")
        #expect(try upper == SrcClientID(Samples.clientID))
        for text in [
            "", "0a1b2c3d", "0a1b2c3d-0000-4000-8000-0123456789a", "0a1b2c3d-0000-4000-8000-0123456789abc",
            "0a1b2c3d-0000-4000-8000-0123456789ag", "0a1b2c3d00004000-8000-0123456789ab-aaaa",
            "{0a1b2c3d-0000-4000-8000-0123456789}", " 0a1b2c3d-0000-4000-8000-0123456789a",
        ] {
            #expect(reason(SrcClientID.self, text) == .invalidValue, "\(text)")
        }
    }

    @Test("a service id has 1 to 255 letters, digits, #, _ and -")
    func serviceID() throws {
        #expect(try ServiceID("SRC").isGeneral)
        #expect(try ServiceID(Samples.serviceID).isGeneral == false)
        #expect(reason(ServiceID.self, String(repeating: "a", count: 255)) == nil)
        for text in ["", String(repeating: "a", count: 256), "a b", "a%23b", "a.b", "é", "a/b"] {
            #expect(reason(ServiceID.self, text) == .invalidFormat, "\(text)")
        }
    }

    @Test("a correlation id is a UUID, alone or behind eight hexadecimal digits and a character")
    func correlationID() {
        for text in [
            Samples.correlationID, Samples.correlationID.uppercased(), "0a1b2c3d." + Samples.correlationID,
            "0a1b2c3d-" + Samples.correlationID,
        ] {
            #expect(reason(CorrelationID.self, text) == nil, "\(text)")
        }
        for text in [
            "", "x", "0A1B2C3D." + Samples.correlationID, "0a1b2c3d" + Samples.correlationID,
            "0a1b2c3d.." + Samples.correlationID, "0a1b2c3d\n" + Samples.correlationID, Samples.correlationID + " ",
        ] {
            #expect(reason(CorrelationID.self, text) == .invalidValue, "\(text)")
        }
    }

    @Test("an external id has 1 to 64 characters of its set")
    func externalID() {
        for text in ["a", "A-z_0.9:x", String(repeating: "x", count: 64), "1234567890", "2026-01-05-0001"] {
            #expect(reason(ExternalID.self, text) == nil, "\(text)")
        }
        for text in ["", String(repeating: "x", count: 65), "a b", "a/b", "a#b", "é", "a\u{0}b", "a@b"] {
            #expect(reason(ExternalID.self, text) == .invalidFormat, "\(text)")
        }
    }

    @Test("an external id that contains a card number is refused, one that only looks alike is not")
    func externalIDWithPAN() {
        for text in [
            "5555555555554444", "card-5555555555554444", "5555555555554444.a", "a:2223003122003222:b",
            "00005555555555554444", "6759649826438453", withCheckDigit("560000000000000000"), "x5105105105105100x",
        ] {
            #expect(reason(ExternalID.self, text) == .invalidValue, "\(text)")
        }
        for text in [
            "5555555555554445", "4111111111111111", "5555-5555-5555-4444", "555555555555444", "123456789012",
            "20260105000000000001", withCheckDigit("55555555555544") + "x", withCheckDigit("601100000000000"),
        ] {
            #expect(reason(ExternalID.self, text) == nil, "\(text)")
        }
    }

    @Test("a key fingerprint is 64 hexadecimal digits, compared in lower case")
    func fingerprint() throws {
        let text = String(repeating: "aB09", count: 16)
        #expect(try KeyFingerprintID(text).value == text.lowercased())
        for text in ["", String(text.dropLast()), text + "0", "g" + text.dropFirst()] {
            #expect(reason(KeyFingerprintID.self, text) == .invalidFormat)
        }
    }

    @Test("a transaction id has up to 255 characters, a directory id 64")
    func others() {
        #expect(reason(TransactionID.self, String(repeating: "é", count: 255)) == nil)
        #expect(reason(TransactionID.self, String(repeating: "é", count: 256)) == .invalidFormat)
        #expect(reason(DirectoryID.self, "dir-example-01") == nil)
        #expect(reason(DirectoryID.self, String(repeating: "d", count: 65)) == .invalidFormat)
    }
}
