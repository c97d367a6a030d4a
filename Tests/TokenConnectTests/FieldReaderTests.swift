// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import Testing
import WireJSON

@testable import TokenConnect

@Suite("fields of the Token Connect API") struct FieldReaderTests {
    private func value(_ json: String) throws -> JSONValue {
        try JSONDocument.parse(Array(json.utf8)).root
    }

    @Test("a truth value is JSON's own or its word in any case; nothing else is one")
    func flags() throws {
        let root = try value(#"{"a":true,"b":"FALSE","c":"True","d":null,"e":1,"f":"yes"}"#)
        var reader = FieldReader()
        #expect(reader.flag(root, "a") == true && reader.flag(root, "b") == false && reader.flag(root, "c") == true)
        #expect(reader.flag(root, "d") == nil && reader.flag(root, "none") == nil && reader.errors.isEmpty)
        #expect(reader.flag(root, "e") == nil && reader.flag(root, "f") == nil)
        #expect(reader.errors == [.format("e"), .format("f")])
    }

    @Test("lengths count characters; what is wrong is noted once, without the value")
    func texts() throws {
        let root = try value(#"{"a":"äöü","b":"","c":7,"d":"x\u0000y","e":{}}"#)
        var reader = FieldReader()
        #expect(reader.text(root, "a", 3...3) == "äöü")
        for name in ["b", "b"] { #expect(name == "b" && reader.text(root, "b", 1...3) == nil) }
        #expect(reader.text(root, "c", 1...3) == nil && reader.text(root, "d", 1...3) == nil)
        #expect(reader.text(root, "f", 1...3) == nil && reader.text(root, "g", 1...3, isRequired: true) == nil)
        #expect(reader.object(root, "a") == nil && reader.object(root, "e") != nil)
        #expect(
            reader.errors == [.length("b"), .format("c"), .format("d"), .missing("g"), .format("a")])
    }

    @Test("an instant has seconds and a zone, and may have a fraction")
    func instants() {
        for (text, milliseconds) in [
            ("2026-01-01T12:30:00Z", 1_767_270_600_000), ("2026-01-01T13:30:00+01:00", 1_767_270_600_000),
            ("2026-01-01T13:30:00+0100", 1_767_270_600_000), ("2025-12-31T23:30:00.5-13:00", 1_767_270_600_500),
            ("2026-01-01T12:30:00.123456789Z", 1_767_270_600_123),
        ] as [(String, Int64)] {
            #expect(CalendarInstant.read(text)?.milliseconds == milliseconds, "\(text)")
        }
        for text in [
            "2026-01-01T12:30:00", "2026-01-01T12:30:00.Z", "2026-01-01T12:30:00+1", "2026-13-01T12:30:00Z",
            "2026-01-01 12:30:00Z", "2026-01-01T12:30:00+25:00", "2026-02-30T12:30:00Z", "äääääääääääääääääääääää",
        ] {
            #expect(CalendarInstant.read(text) == nil, "\(text)")
        }
    }

    @Test("a locale is two small letters, a line below and two capitals")
    func locales() {
        #expect(FieldForm.isLocale("en_GB"))
        for text in ["en-GB", "EN_GB", "en_gb", "en", "en_GBR", "e1_GB", "", "_"] {
            #expect(!FieldForm.isLocale(text), "\(text)")
        }
    }
}
