// Copyright the Muster authors. Licensed under the Apache License, Version 2.0.

import Ambient
import ClickToPay
import Directory
import Testing
import Verification

@testable import SignIn

struct SignInRecordTests {
    @Test("What is sealed comes back whole")
    func roundTrip() throws {
        for record in [
            SignInRecord(identities: [try Place.email(), try Place.mobile()], browser: 9),
            SignInRecord(identities: [], profile: (3, 4)), SignInRecord(identities: []),
            SignInRecord(
                identities: [], profile: (3, 4), browser: 9,
                recognized: RecognizedBrowser(token: 7, consumer: 4, appInstance: "a:b")),
        ] {
            #expect(try SignInRecord(encoded: record.encoded) == record)
        }
        let validation = ValidationRecord(isReal: true, identities: [try Place.email(), try Place.mobile()], sentTo: 1)
        #expect(try ValidationRecord(encoded: validation.encoded) == validation)
        #expect(validation.channel == (try Place.mobile()))
    }

    @Test("A record of before browsers were kept in it is still read")
    func firstLayout() throws {
        let record = SignInRecord(identities: [try Place.email()], browser: 9)
        // The first layout ends where the browser's text begins: two bytes for none.
        let old = [1] + record.encoded.dropFirst().dropLast(2)
        #expect(try SignInRecord(encoded: Array(old)) == record)
    }

    @Test("Bytes that an earlier release has sealed are read: of ID tokens, validations and sign-ins on the page")
    func earlierBytes() throws {
        let ada: [UInt8] = [1, 0, 16] + Array("ada@example.test".utf8)
        let number: [UInt8] = [2, 0, 11] + Array("12025550100".utf8)
        func word(_ last: UInt8) -> [UInt8] { Array(repeating: 0, count: 7) + [last] }
        func text(_ text: String) -> [UInt8] { [0, UInt8(text.utf8.count)] + Array(text.utf8) }
        let none: [UInt8] = [255, 255]

        let first: [UInt8] = [1] + word(3) + word(4) + word(9) + [2] + ada + number
        let known = SignInRecord(
            identities: [try Place.email(), try Place.mobile()], profile: (3, 4), browser: 9, recognized: nil)
        #expect(try SignInRecord(encoded: first) == known)
        let fifth: [UInt8] = [5] + first.dropFirst() + text("7:4:a:b")
        #expect(
            try SignInRecord(encoded: fifth)
                == SignInRecord(
                    identities: known.identities, profile: (3, 4), browser: 9,
                    recognized: RecognizedBrowser(token: 7, consumer: 4, appInstance: "a:b")))

        let validation: [UInt8] = [2, 1, 2, 2] + ada + number
        #expect(
            try ValidationRecord(encoded: validation)
                == ValidationRecord(isReal: true, identities: known.identities, sentTo: 1))

        let channel = text("EMAIL_ADDRESS") + text("EMAIL_ADDRESS") + text("a***")
        let fourth: [UInt8] =
            [4] + ada + text("https://shop.example") + [1] + text("de") + none + [1] + channel + text("ivs_1") + [1]
            + word(60) + [1] + ada + [1, 1]
        let read = try AuthenticationRecord(encoded: fourth)
        #expect(read.origin == "https://shop.example" && read.language == "de" && read.appInstance == nil)
        #expect(read.channels.map(\.masked) == ["a***"] && read.sentTo == 0 && read.nextSend?.milliseconds == 60)
        let method = try #require(SignInMethod(rawValue: 1))
        #expect(read.ending == .proved(try Place.email(), method, isRemembered: true))
        #expect(read.encoded == fourth)
    }

    @Test("One record is never read as the other, nor one that was cut off")
    func others() throws {
        let record = SignInRecord(identities: [try Place.email()])
        let validation = ValidationRecord(isReal: true, identities: [try Place.email()])
        #expect(throws: RecordError.self) { try SignInRecord(encoded: validation.encoded) }
        #expect(throws: RecordError.self) { try ValidationRecord(encoded: record.encoded) }
        #expect(throws: (any Error).self) { try SignInRecord(encoded: record.encoded.dropLast(3).map { $0 }) }
    }
}
