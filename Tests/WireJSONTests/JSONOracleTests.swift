// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Foundation
import Testing
import WireJSON

/// Goal: this reader and Foundation's agree on what a text says, and on which texts are JSON.
struct JSONOracleTests {
    /// Random JSON values from a seed.
    struct Generator {
        var random: SplitMix

        mutating func value(_ depth: Int) -> Any {
            switch random.below(depth > 4 ? 5 : 7) {
            case 0: return NSNull()
            case 1: return random.below(2) == 0
            case 2: return Int64(bitPattern: random.next()) >> Int64(random.below(64))
            case 3: return Double(Int64(bitPattern: random.next()) >> 20) / 1024
            case 4: return text()
            case 5: return (0..<random.below(5)).map { _ in value(depth + 1) }
            default:
                var object: [String: Any] = [:]
                for _ in 0..<random.below(6) { object[text()] = value(depth + 1) }
                return object
            }
        }

        mutating func text() -> String {
            let pieces = ["a", "Name", "\"", "\\", "/", "\n", "\u{1}", "é", "ß", "漢", "😀", "\u{2028}", "0", " ", "zz"]
            return (0..<random.below(7)).map { _ in pieces[random.below(pieces.count)] }.joined()
        }
    }

    /// Whether Foundation's value says the same. Its decimal fractions may be off in the last digit; ours are compared
    /// with the C library's elsewhere.
    private func same(_ ours: JSONValue, _ theirs: Any) -> Bool {
        switch (ours.kind, theirs) {
        case (.null, _): return theirs is NSNull
        case (.boolean, let number as NSNumber): return ours.boolean == number.boolValue
        case (.number, let number as NSNumber):
            if let integer = ours.int64 { return integer == number.int64Value }
            let difference = abs((ours.double ?? .nan) - number.doubleValue)
            return difference <= abs(number.doubleValue) * 1e-14
        case (.string, let text as String): return ours.withUTF8 { Array($0) == Array(text.utf8) } == true
        case (.array, let list as [Any]):
            return ours.count == list.count && zip(ours.elements, list).allSatisfy { same($0, $1) }
        case (.object, let object as [String: Any]):
            return ours.count == object.count
                && object.allSatisfy { name, member in ours[name].map { same($0, member) } == true }
        default: return false
        }
    }

    private func write(_ value: JSONValue, _ writer: inout JSONWriter) {
        switch value.kind {
        case .null: writer.null()
        case .boolean: writer.bool(value.boolean == true)
        case .number:
            if let integer = value.int64 { writer.int(integer) } else { writer.double(value.double ?? .nan) }
        case .string: value.withUTF8 { writer.string(utf8: $0) }
        case .array:
            writer.beginArray()
            for element in value.elements { write(element, &writer) }
            writer.endArray()
        case .object:
            writer.beginObject()
            value.forEachMember { name, member in
                writer.key(String(decoding: name, as: UTF8.self))
                write(member, &writer)
            }
            writer.endObject()
        }
    }

    @Test("a random document made by Foundation reads the same here, and the same again after we write it")
    func roundTrips() throws {
        let seed: UInt64 = 20_260_105
        var generator = Generator(random: SplitMix(seed: seed))
        for round in 0..<300 {
            let made = generator.value(0)
            let data = try JSONSerialization.data(
                withJSONObject: made,
                options: round % 2 == 0 ? [.fragmentsAllowed] : [.fragmentsAllowed, .prettyPrinted])
            let read = try JSONDocument.parse(Array(data)).root
            var writer = JSONWriter()
            write(read, &writer)
            let again = try JSONSerialization.jsonObject(with: Data(writer.bytes), options: .fragmentsAllowed)
            let expected = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
            #expect(same(read, expected), "seed \(seed), round \(round)")
            #expect(same(read, again), "seed \(seed), round \(round)")
        }
    }

    @Test("a fraction is read and written as the nearest double")
    func fractions() throws {
        var random = SplitMix(seed: 20_260_107)
        for _ in 0..<2000 {
            let number = Double(bitPattern: random.next())
            guard number.isFinite else { continue }
            var writer = JSONWriter()
            writer.double(number)
            #expect(try JSONDocument.parse(writer.bytes).root.double == number)
        }
    }

    @Test("a damaged document is accepted by both or refused by both, but for duplicate names and depth")
    func mutations() throws {
        let seed: UInt64 = 20_260_106
        var generator = Generator(random: SplitMix(seed: seed))
        let spice = Array("{}[]\",:\\u0019eE+-. \ntfn/x".utf8) + [0x00, 0x1F, 0x7F, 0x80, 0xC3, 0xED, 0xF4, 0xFF]
        var agreed = (accepted: 0, refused: 0)
        for round in 0..<2000 {
            let made = ["v": generator.value(0)]
            var bytes = Array(try JSONSerialization.data(withJSONObject: made))
            for _ in 0...generator.random.below(3) {
                let at = generator.random.below(bytes.count)
                switch generator.random.below(3) {
                case 0: bytes[at] = spice[generator.random.below(spice.count)]
                case 1: bytes.insert(spice[generator.random.below(spice.count)], at: at)
                default: bytes.remove(at: at)
                }
            }
            // Foundation takes leading NULs and marks for another encoding; this reader knows UTF-8 only.
            if bytes.contains(0) || bytes.isEmpty || bytes[0] >= 0x80 { continue }
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            do throws(JSONError) {
                let ours = try JSONDocument.parse(bytes, limits: JSONLimits(depth: 400)).root
                #expect(theirs != nil, "seed \(seed), round \(round): accepted here only")
                if let theirs {
                    #expect(same(ours, theirs), "seed \(seed), round \(round)")
                }
                agreed.accepted += 1
            } catch {
                if error.code == .duplicateName || hasHugeNumber(bytes) { continue }
                #expect(theirs == nil, "seed \(seed), round \(round): refused here only, \(error)")
                agreed.refused += 1
            }
        }
        #expect(agreed.accepted > 100 && agreed.refused > 500, "the fuzz reaches both answers")
    }

    /// A run of 19 or more digits, or an exponent of three: here it must fit 64 bits or a double.
    private func hasHugeNumber(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains(/[0-9]{19}|[eE][+-]?[0-9]{3}/)
    }
}
