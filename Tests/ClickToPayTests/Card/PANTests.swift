// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import ClickToPay
import Testing

/// Goal: only real Mastercard and Maestro numbers pass, and no number gets out by accident.
struct PANTests {
    @Test(
        "published test numbers are taken and shown by their ends",
        arguments: [
            ("5555555555554444", CardScheme.mastercard), ("5105105105105100", .mastercard),
            ("2223003122003222", .mastercard), ("2720992593319364", .mastercard), ("5186001700009726", .mastercard),
            ("6759649826438453", .maestro), ("6799990100000000019", .maestro), ("5000550000000029", .maestro),
        ])
    func accepted(text: String, scheme: CardScheme) throws {
        let pan = try PAN(text)
        #expect(pan.scheme == scheme)
        #expect(pan.count == text.count)
        #expect(pan.panBin == text.prefix(6))
        #expect(pan.panLastFour == text.suffix(4))
        #expect(pan.revealDigits() == text)
        #expect(pan.withRevealedDigits { Array($0) } == Array(text.utf8))
        #expect(try pan == PAN(text))
    }

    @Test("a text that is no card number is refused with its reason")
    func refused() {
        let cases: [(String, DetailReason)] = [
            ("", .invalidFormat), ("5555 5555 5555 4444", .invalidFormat), ("555555555555444a", .invalidFormat),
            ("５５５５555555554444", .invalidFormat), ("-555555555554444", .invalidFormat),
            (withCheckDigit("5000000000"), .invalidFormat), (withCheckDigit("5000000000000000000"), .invalidFormat),
            ("5555555555554445", .invalidPAN), ("5555555555554454", .invalidPAN),
            ("4111111111111111", .panIneligible), ("378282246310005", .panIneligible),
            ("3530111333300000", .panIneligible), ("6011111111111117", .panIneligible),
            ("2720992593319364".replacing("272099", with: "272100"), .invalidPAN),
            (withCheckDigit("272100000000000"), .panIneligible), (withCheckDigit("222099000000000"), .panIneligible),
            (withCheckDigit("55555555555544"), .panIneligible), (withCheckDigit("5555555555554444"), .panIneligible),
            ("0000000000000000", .panIneligible),
        ]
        for (text, reason) in cases {
            #expect(throws: ValueFault.self, "\(text)") { try PAN(text) }
            do throws(ValueFault) {
                _ = try PAN(text)
            } catch {
                #expect(error.reason == reason, "\(text)")
            }
        }
    }

    @Test("a Maestro number has 12 to 19 digits, a Mastercard number 16")
    func lengths() throws {
        for length in 12...19 {
            let maestro = withCheckDigit("5018" + String(repeating: "0", count: length - 5))
            #expect(try PAN(maestro).count == length)
            let mastercard = withCheckDigit("5500" + String(repeating: "0", count: length - 5))
            #expect((try? PAN(mastercard)) != nil || length != 16)
            #expect((try? PAN(mastercard)) == nil || length == 16)
        }
    }

    @Test("every single wrong digit is noticed")
    func wrongDigits() {
        let right = Array("5555555555554444")
        for position in 6..<16 {
            for digit in "0123456789" where digit != right[position] {
                var wrong = right
                wrong[position] = digit
                #expect((try? PAN(String(wrong))) == nil)
            }
        }
    }

    @Test("printing, dumping and interpolating show the last four digits at most")
    func masked() throws {
        let pan = try PAN("5555555555554444")
        #expect("\(pan)" == "PAN(…4444)")
        var dumped = ""
        dump([pan], to: &dumped)
        dump(pan, to: &dumped)
        for text in ["\(pan)", String(reflecting: pan), String(describing: [pan]), dumped, "\(Optional(pan) as Any)"] {
            #expect(!text.contains("5555"))
            #expect(!text.contains("5555555555554444"))
        }
        #expect(!((pan as Any) is any Encodable))
        #expect(Mirror(reflecting: pan).children.isEmpty)
    }

    @Test("security and one-time codes keep their zeros, hide themselves and refuse other lengths")
    func codes() throws {
        #expect(try CardSecurityCode("012").revealDigits() == "012")
        #expect(try CardSecurityCode("000000").revealDigits() == "000000")
        #expect(try OneTimeCode("0012").revealDigits() == "0012")
        #expect(try OneTimeCode("99999999").revealDigits() == "99999999")
        for text in ["", "12", "1234567", "12a", "１２３"] {
            #expect(throws: ValueFault.self) { try CardSecurityCode(text) }
        }
        for text in ["", "123", "123456789", "12 34"] { #expect(throws: ValueFault.self) { try OneTimeCode(text) } }
        var dumped = "\(try CardSecurityCode("987")) \(try OneTimeCode("987654"))"
        dump(try CardSecurityCode("987"), to: &dumped)
        dump(try OneTimeCode("987654"), to: &dumped)
        #expect(!dumped.contains("987"))
    }
}
